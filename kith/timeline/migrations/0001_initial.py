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
            name='Event',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('added_at', models.DateTimeField(default=kith.clock.now)),
                ('set_aside_at', models.DateTimeField(null=True)),
                ('version', models.PositiveIntegerField(default=1)),
                ('title', kith.vault.fields.SealedText('timeline.event.title', editable=True)),
                ('when', kith.vault.fields.SealedText('timeline.event.when', editable=True)),
                ('kind', kith.vault.fields.SealedText('timeline.event.kind', editable=True)),
                ('valence', models.SmallIntegerField(help_text='-3 very hard to 3 very good', null=True)),
                ('person_ids', kith.vault.fields.SealedJSON('timeline.event.person_ids', default=list, editable=True)),
                ('area', models.CharField(blank=True, help_text='a focus area, or none', max_length=40)),
                ('told_by', models.CharField(blank=True, choices=[('', 'not said'), ('client', 'the client'), ('other', 'somebody else'), ('records', 'from papers')], max_length=8)),
                ('hide_from_joint_sessions', models.BooleanField(default=False)),
                ('added_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('client', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.client')),
                ('practice', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.practice')),
                ('set_aside_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['added_at', 'pk'],
                'abstract': False,
                'constraints': [models.CheckConstraint(condition=models.Q(('valence', None), models.Q(('valence__gte', -3), ('valence__lte', 3)), _connector='OR'), name='timeline_valence_from_hard_to_good'), models.CheckConstraint(condition=models.Q(('told_by__in', ['', 'client', 'other', 'records'])), name='timeline_told_by_somebody')],
            },
        ),
        migrations.CreateModel(
            name='EventNote',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('words', kith.vault.fields.SealedText('timeline.event_note.words', editable=True)),
                ('begun_at', models.DateTimeField(default=kith.clock.now)),
                ('version', models.PositiveIntegerField(default=1)),
                ('begun_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('client', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.client')),
                ('event', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='timeline.event')),
                ('practice', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.practice')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='LookedAt',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('at', models.DateTimeField(default=kith.clock.now)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('client', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.client')),
                ('course', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='care.course')),
                ('practice', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.practice')),
            ],
            options={
                'ordering': ['-at'],
            },
        ),
        migrations.CreateModel(
            name='MoodPoint',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('added_at', models.DateTimeField(default=kith.clock.now)),
                ('set_aside_at', models.DateTimeField(null=True)),
                ('version', models.PositiveIntegerField(default=1)),
                ('when', kith.vault.fields.SealedText('timeline.mood_point.when', editable=True)),
                ('mood', models.PositiveSmallIntegerField()),
                ('label', kith.vault.fields.SealedText('timeline.mood_point.label', editable=True)),
                ('scale', models.CharField(default='mood_0_10', editable=False, max_length=20)),
                ('added_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('client', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.client')),
                ('practice', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.practice')),
                ('set_aside_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['added_at', 'pk'],
                'abstract': False,
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('scale', 'mood_0_10'), _negated=True), models.Q(('mood__gte', 0), ('mood__lte', 10)), _connector='OR'), name='timeline_mood_from_worst_to_best')],
            },
        ),
        migrations.CreateModel(
            name='Onset',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('when', kith.vault.fields.SealedText('timeline.onset.when', editable=True)),
                ('note', kith.vault.fields.SealedText('timeline.onset.note', editable=True)),
                ('begun_at', models.DateTimeField(default=kith.clock.now)),
                ('version', models.PositiveIntegerField(default=1)),
                ('begun_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('client', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.client')),
                ('course', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='care.course')),
                ('practice', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.practice')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='SymptomMarker',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('added_at', models.DateTimeField(default=kith.clock.now)),
                ('set_aside_at', models.DateTimeField(null=True)),
                ('version', models.PositiveIntegerField(default=1)),
                ('when', kith.vault.fields.SealedText('timeline.symptom_marker.when', editable=True)),
                ('symptom', kith.vault.fields.SealedText('timeline.symptom_marker.symptom', editable=True)),
                ('turn', models.CharField(choices=[('began', 'it began'), ('worse', 'it got worse'), ('better', 'it got better')], default='began', max_length=6)),
                ('added_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('client', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.client')),
                ('practice', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.practice')),
                ('set_aside_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['added_at', 'pk'],
                'abstract': False,
                'constraints': [models.CheckConstraint(condition=models.Q(('turn__in', ['began', 'worse', 'better'])), name='timeline_turn_of_a_symptom')],
            },
        ),
    ]
