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
        ('schedule', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='SessionRecord',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('opening', kith.vault.fields.SealedJSON('notes.record.opening', editable=True)),
                ('back', kith.vault.fields.SealedJSON('notes.record.back', editable=True)),
                ('worked_on', kith.vault.fields.SealedText('notes.record.worked_on', editable=True)),
                ('practice_agreed', kith.vault.fields.SealedJSON('notes.record.practice', editable=True)),
                ('summary', kith.vault.fields.SealedText('notes.record.summary', editable=True)),
                ('time_left_said', models.BooleanField(default=False)),
                ('signed_at', models.DateTimeField(default=kith.clock.now)),
                ('appointment', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='session_record', to='schedule.appointment')),
                ('author', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('client', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.client')),
                ('course', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='session_records', to='care.course')),
                ('practice', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.practice')),
            ],
            options={
                'ordering': ['signed_at'],
            },
        ),
        migrations.CreateModel(
            name='Addendum',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('words', kith.vault.fields.SealedText('notes.addendum.words', editable=True)),
                ('at', models.DateTimeField(default=kith.clock.now)),
                ('author', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('client', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.client')),
                ('practice', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.practice')),
                ('record', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='addenda', to='notes.sessionrecord')),
            ],
            options={
                'ordering': ['at'],
            },
        ),
        migrations.CreateModel(
            name='Homework',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('what', kith.vault.fields.SealedText('notes.homework.what', editable=True)),
                ('person', models.UUIDField(help_text='of the inventory', null=True)),
                ('with_whom', kith.vault.fields.SealedText('notes.homework.with_whom', editable=True)),
                ('when', kith.vault.fields.SealedText('notes.homework.when', editable=True)),
                ('obstacle', kith.vault.fields.SealedText('notes.homework.obstacle', editable=True)),
                ('help', kith.vault.fields.SealedText('notes.homework.help', editable=True)),
                ('state', models.CharField(choices=[('planned', 'Planned'), ('tried', 'Tried in part'), ('done', 'Done'), ('changed', 'Changed into something else'), ('not_now', 'Not this time')], default='planned', max_length=10)),
                ('happened', kith.vault.fields.SealedText('notes.homework.happened', editable=True)),
                ('learned', kith.vault.fields.SealedText('notes.homework.learned', editable=True)),
                ('told', models.CharField(blank=True, choices=[('screen', 'on their own screen'), ('said', 'said to the therapist')], max_length=8)),
                ('told_at', models.DateTimeField(null=True)),
                ('made_at', models.DateTimeField(default=kith.clock.now)),
                ('version', models.PositiveIntegerField(default=1)),
                ('appointment', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='homework', to='schedule.appointment')),
                ('client', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.client')),
                ('course', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='homework', to='care.course')),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('practice', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.practice')),
                ('told_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['made_at'],
                'constraints': [models.CheckConstraint(condition=models.Q(('state', 'planned'), models.Q(('told', ''), _negated=True), _connector='OR'), name='notes_practice_told_by_somebody')],
            },
        ),
        migrations.CreateModel(
            name='NoteDraft',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('typed', kith.vault.fields.SealedJSON('notes.draft.typed', editable=True)),
                ('kept_at', models.DateTimeField(default=kith.clock.now)),
                ('version', models.PositiveIntegerField(default=1)),
                ('appointment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='drafts', to='schedule.appointment')),
                ('author', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('client', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.client')),
                ('practice', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.practice')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('appointment', 'author'), name='notes_one_draft_an_author')],
            },
        ),
    ]
