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
            name='Worksheet',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('form', models.CharField(max_length=40)),
                ('form_version', models.CharField(max_length=20)),
                ('number', models.PositiveSmallIntegerField(default=1)),
                ('begun_at', models.DateTimeField(default=kith.clock.now)),
                ('saved_at', models.DateTimeField(default=kith.clock.now)),
                ('version', models.PositiveIntegerField(default=1)),
                ('answers', kith.vault.fields.SealedJSON('worksheets.worksheet.answers', editable=True)),
                ('begun_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('client', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.client')),
                ('course', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='care.course')),
                ('practice', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.practice')),
                ('saved_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['begun_at', 'pk'],
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('course', 'form', 'number'), name='worksheets_one_of_each_number'), models.CheckConstraint(condition=models.Q(('number__gte', 1)), name='worksheets_numbered_from_one')],
            },
        ),
        migrations.CreateModel(
            name='OnlyForTherapist',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('answers', kith.vault.fields.SealedJSON('worksheets.only_for_therapist.answers', editable=True)),
                ('words', kith.vault.fields.SealedText('worksheets.only_for_therapist.words', editable=True)),
                ('begun_at', models.DateTimeField(default=kith.clock.now)),
                ('version', models.PositiveIntegerField(default=1)),
                ('begun_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('client', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.client')),
                ('practice', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.practice')),
                ('worksheet', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='worksheets.worksheet')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='TherapistSheet',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('form', models.CharField(max_length=40)),
                ('form_version', models.CharField(max_length=20)),
                ('number', models.PositiveSmallIntegerField(default=1)),
                ('begun_at', models.DateTimeField(default=kith.clock.now)),
                ('saved_at', models.DateTimeField(default=kith.clock.now)),
                ('version', models.PositiveIntegerField(default=1)),
                ('answers', kith.vault.fields.SealedJSON('worksheets.therapist_sheet.answers', editable=True)),
                ('begun_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('client', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.client')),
                ('course', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='care.course')),
                ('practice', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.practice')),
                ('saved_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['begun_at', 'pk'],
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('course', 'form', 'number'), name='worksheets_one_therapist_sheet'), models.CheckConstraint(condition=models.Q(('number__gte', 1)), name='worksheets_therapist_sheet_from_one')],
            },
        ),
    ]
