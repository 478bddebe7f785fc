import django.db.models.deletion
import kith.clock
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('people', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='MeasureConfirmation',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('measure', models.CharField(max_length=40)),
                ('kind', models.CharField(choices=[('non_commercial', 'Our use is not commercial'), ('own_permission', "We have the owner's permission")], max_length=16)),
                ('statement', models.TextField(help_text="in the administrator's own words: who, for what use")),
                ('at', models.DateTimeField(default=kith.clock.now)),
                ('withdrawn_at', models.DateTimeField(null=True)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('practice', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.practice')),
                ('withdrawn_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-at'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('withdrawn_at', None)), fields=('practice', 'measure'), name='measures_confirmed_once')],
            },
        ),
        migrations.CreateModel(
            name='OwnDefinition',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('measure', models.CharField(max_length=40)),
                ('version', models.CharField(max_length=20)),
                ('text', models.TextField(help_text='the kith-measure/1 file as read')),
                ('holder', models.CharField(help_text='who holds the licence', max_length=200)),
                ('proof', models.CharField(help_text='where the licence or permission is kept', max_length=200)),
                ('expires_on', models.DateField(help_text='the last day on which it counts', null=True)),
                ('added_at', models.DateTimeField(default=kith.clock.now)),
                ('withdrawn_at', models.DateTimeField(null=True)),
                ('confirmed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('practice', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.practice')),
                ('withdrawn_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['measure', '-added_at'],
                'constraints': [models.UniqueConstraint(fields=('practice', 'measure', 'version'), name='measures_a_version_is_added_once')],
            },
        ),
    ]
