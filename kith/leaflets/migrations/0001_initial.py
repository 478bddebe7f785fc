import django.db.models.deletion
import kith.clock
import kith.vault.fields
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('care', '0001_initial'),
        ('people', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Leaflet',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('key', models.UUIDField(help_text='the same for all versions of a text')),
                ('number', models.PositiveSmallIntegerField(help_text='version, from 1')),
                ('topic', models.CharField(blank=True, max_length=40)),
                ('language', models.CharField(max_length=12)),
                ('names_condition', models.BooleanField(help_text='whether it speaks of a condition')),
                ('title', kith.vault.fields.SealedText('leaflets.leaflet.title', editable=True, scope='practice')),
                ('words', kith.vault.fields.SealedText('leaflets.leaflet.words', editable=True, scope='practice')),
                ('written_at', models.DateTimeField(default=kith.clock.now)),
                ('replaced_at', models.DateTimeField(null=True)),
                ('withdrawn_at', models.DateTimeField(null=True)),
                ('practice', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.practice')),
                ('written_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['topic', 'written_at'],
                'constraints': [models.UniqueConstraint(fields=('key', 'number'), name='leaflets_versions'), models.UniqueConstraint(condition=models.Q(('replaced_at', None)), fields=('key',), name='leaflets_one_present')],
            },
        ),
        migrations.CreateModel(
            name='Given',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('at', models.DateTimeField(default=kith.clock.now)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('client', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.client')),
                ('course', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='care.course')),
                ('practice', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.practice')),
                ('leaflet', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='leaflets.leaflet')),
            ],
            options={
                'ordering': ['-at'],
                'constraints': [models.UniqueConstraint(fields=('course', 'leaflet'), name='leaflets_given_once')],
            },
        ),
    ]
