import django.db.models.deletion
import kith.clock
import kith.vault.fields
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('focus', '0001_initial'), ('focus', '0002_evidence_formulation_goals'), ('focus', '0003_evidence_names_events')]

    initial = True

    dependencies = [
        ('care', '0001_initial'),
        ('inventory', '0001_initial'),
        ('people', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Goal',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('text', kith.vault.fields.SealedText('focus.goal.text', editable=True)),
                ('sign', kith.vault.fields.SealedText('focus.goal.sign', editable=True)),
                ('area', models.CharField(blank=True, max_length=40)),
                ('person_ids', kith.vault.fields.SealedJSON('focus.goal.person_ids', editable=True)),
                ('baseline', models.PositiveSmallIntegerField()),
                ('target', models.PositiveSmallIntegerField()),
                ('client_agrees', models.CharField(blank=True, choices=[('yes', 'Yes'), ('partly', 'Partly'), ('no', 'No')], max_length=8)),
                ('added_at', models.DateTimeField(default=kith.clock.now)),
                ('set_aside_at', models.DateTimeField(null=True)),
                ('version', models.PositiveIntegerField(default=1)),
                ('added_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('client', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.client')),
                ('course', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='goals', to='care.course')),
                ('practice', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.practice')),
                ('set_aside_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('most', models.PositiveSmallIntegerField(default=10)),
                ('review_session', models.PositiveSmallIntegerField(null=True)),
                ('unit', kith.vault.fields.SealedText('focus.goal.unit', editable=True, null=True)),
                ('why_more', kith.vault.fields.SealedText('focus.goal.why_more', editable=True, null=True)),
            ],
            options={
                'ordering': ['added_at', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('area__in', ['', 'grief', 'dispute', 'role_transition', 'deficits', 'loss_of_healthy_self', 'boredom_loneliness_isolation', 'role_insecurity', 'life_goals', 'single_parent_family'])), name='focus_goal_area_known'), models.CheckConstraint(condition=models.Q(('baseline__lte', models.F('most')), ('target__lte', models.F('most'))), name='focus_goal_within_its_unit'), models.CheckConstraint(condition=models.Q(('most__gte', 1), ('most__lte', 100)), name='focus_goal_unit_bounded')],
            },
        ),
        migrations.CreateModel(
            name='GoalRating',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('value', models.PositiveSmallIntegerField()),
                ('on', models.DateField()),
                ('recorded_at', models.DateTimeField(default=kith.clock.now)),
                ('client', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.client')),
                ('goal', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='ratings', to='focus.goal')),
                ('practice', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.practice')),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('way', models.CharField(blank=True, choices=[('keep', 'Keep it'), ('change', 'Change it'), ('done', 'It is reached'), ('drop', 'Let it go')], max_length=8)),
                ('what_helped', kith.vault.fields.SealedText('focus.goal_rating.what_helped', editable=True, null=True)),
            ],
            options={
                'ordering': ['on', 'recorded_at'],
                'constraints': [models.CheckConstraint(condition=models.Q(('value__lte', 100)), name='focus_rating_within_any_unit'), models.CheckConstraint(condition=models.Q(('way__in', ['', 'keep', 'change', 'done', 'drop'])), name='focus_rating_way_known')],
            },
        ),
        migrations.CreateModel(
            name='AreaRating',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('area', models.CharField(max_length=40)),
                ('fit', models.PositiveSmallIntegerField(choices=[(0, 'no sign'), (1, 'some'), (2, 'clear'), (3, 'the main one')])),
                ('evidence', kith.vault.fields.SealedText('focus.area_rating.evidence', editable=True)),
                ('rated_at', models.DateTimeField(default=kith.clock.now)),
                ('version', models.PositiveIntegerField(default=1)),
                ('client', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.client')),
                ('course', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='area_ratings', to='care.course')),
                ('practice', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.practice')),
                ('rated_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('against', kith.vault.fields.SealedText('focus.area_rating.against', editable=True, null=True)),
                ('person_ids', kith.vault.fields.SealedJSON('focus.area_rating.person_ids', editable=True, null=True)),
                ('rows', kith.vault.fields.SealedJSON('focus.area_rating.rows', editable=True, null=True)),
                ('event_ids', kith.vault.fields.SealedJSON('focus.area_rating.event_ids', editable=True, null=True)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('course', 'area'), name='focus_area_rated_once'), models.CheckConstraint(condition=models.Q(('fit__lte', 3)), name='focus_fit_up_to_three'), models.CheckConstraint(condition=models.Q(('area__in', ['grief', 'dispute', 'role_transition', 'deficits', 'loss_of_healthy_self', 'boredom_loneliness_isolation', 'role_insecurity', 'life_goals', 'single_parent_family'])), name='focus_rated_area_known')],
            },
        ),
        migrations.CreateModel(
            name='FocusChoice',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('area', models.CharField(max_length=40)),
                ('rank', models.CharField(choices=[('primary', 'Primary'), ('secondary', 'Secondary'), ('third', 'Third')], max_length=10)),
                ('because', kith.vault.fields.SealedText('focus.choice.because', editable=True)),
                ('third_reason', kith.vault.fields.SealedText('focus.choice.third_reason', editable=True)),
                ('loss_type', kith.vault.fields.SealedText('focus.choice.loss_type', editable=True)),
                ('client_agrees', models.CharField(blank=True, choices=[('yes', 'Yes'), ('partly', 'Partly'), ('no', 'No')], max_length=8)),
                ('client_words', kith.vault.fields.SealedText('focus.choice.client_words', editable=True)),
                ('answered_at', models.DateTimeField(null=True)),
                ('chosen_at', models.DateTimeField(default=kith.clock.now)),
                ('released_at', models.DateTimeField(null=True)),
                ('released_because', kith.vault.fields.SealedText('focus.choice.released_because', editable=True)),
                ('version', models.PositiveIntegerField(default=1)),
                ('answered_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('chosen_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('client', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.client')),
                ('course', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='focus_choices', to='care.course')),
                ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='inventory.person')),
                ('practice', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.practice')),
                ('released_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['chosen_at', 'pk'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('released_at', None)), fields=('course', 'rank'), name='focus_one_of_each_rank'), models.UniqueConstraint(condition=models.Q(('released_at', None)), fields=('course', 'area'), name='focus_area_held_once_at_a_time'), models.CheckConstraint(condition=models.Q(('area__in', ['grief', 'dispute', 'role_transition', 'deficits', 'loss_of_healthy_self', 'boredom_loneliness_isolation', 'role_insecurity', 'life_goals', 'single_parent_family'])), name='focus_chosen_area_known'), models.CheckConstraint(condition=models.Q(('rank__in', ['primary', 'secondary', 'third'])), name='focus_rank_known'), models.CheckConstraint(condition=models.Q(('client_agrees__in', ['', 'yes', 'partly', 'no'])), name='focus_answer_known')],
            },
        ),
        migrations.CreateModel(
            name='StageMove',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('before', models.CharField(blank=True, max_length=20)),
                ('after', models.CharField(max_length=20)),
                ('session', models.PositiveSmallIntegerField()),
                ('why', kith.vault.fields.SealedText('focus.stage.why', editable=True)),
                ('at', models.DateTimeField(default=kith.clock.now)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('choice', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='stages', to='focus.focuschoice')),
                ('client', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.client')),
                ('practice', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.practice')),
            ],
            options={
                'ordering': ['at', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('after__in', ['renegotiation', 'impasse', 'dissolution']), ('before__in', ['', 'renegotiation', 'impasse', 'dissolution'])), name='focus_stage_known'), models.CheckConstraint(condition=models.Q(('before', models.F('after')), _negated=True), name='focus_stage_moves')],
            },
        ),
        migrations.CreateModel(
            name='Formulation',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('number', models.PositiveSmallIntegerField()),
                ('words', kith.vault.fields.SealedText('focus.formulation.words', editable=True)),
                ('parts', kith.vault.fields.SealedJSON('focus.formulation.parts', editable=True)),
                ('person_ids', kith.vault.fields.SealedJSON('focus.formulation.person_ids', default=list, editable=True)),
                ('sessions', models.PositiveSmallIntegerField(null=True)),
                ('area', models.CharField(blank=True, max_length=40)),
                ('written_at', models.DateTimeField(default=kith.clock.now)),
                ('agreed_by_therapist_at', models.DateTimeField(null=True)),
                ('agreed_by_client_at', models.DateTimeField(null=True)),
                ('client_agreed_how', models.CharField(blank=True, choices=[('screen', 'on their own page'), ('said', 'said in the room')], max_length=8)),
                ('author', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('client', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.client')),
                ('course', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='formulations', to='care.course')),
                ('practice', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.practice')),
            ],
            options={
                'ordering': ['course', 'number'],
                'constraints': [models.UniqueConstraint(fields=('course', 'number'), name='focus_formulation_versions'), models.CheckConstraint(condition=models.Q(('number__gte', 1)), name='focus_formulation_from_one'), models.CheckConstraint(condition=models.Q(('area__in', ['', 'grief', 'dispute', 'role_transition', 'deficits', 'loss_of_healthy_self', 'boredom_loneliness_isolation', 'role_insecurity', 'life_goals', 'single_parent_family'])), name='focus_formulation_area_known'), models.CheckConstraint(condition=models.Q(models.Q(('agreed_by_client_at', None), ('client_agreed_how', '')), models.Q(('agreed_by_client_at__isnull', False), ('client_agreed_how__in', ['screen', 'said'])), _connector='OR'), name='focus_formulation_agreed_somehow')],
            },
        ),
        migrations.CreateModel(
            name='FormulationAnswer',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('fits', models.CharField(choices=[('yes', 'Yes'), ('partly', 'Partly'), ('no', 'No')], max_length=8)),
                ('words', kith.vault.fields.SealedText('focus.formulation_answer.words', editable=True)),
                ('told', models.CharField(choices=[('screen', 'on their own page'), ('said', 'said in the room')], max_length=8)),
                ('at', models.DateTimeField(default=kith.clock.now)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('client', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.client')),
                ('formulation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='answers', to='focus.formulation')),
                ('practice', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.practice')),
            ],
            options={
                'ordering': ['at', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('fits__in', ['yes', 'partly', 'no']), ('told__in', ['screen', 'said'])), name='focus_formulation_answer_known')],
            },
        ),
        migrations.AddField(
            model_name='Formulation',
            name='takes_over',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='taken_over_in', to='focus.formulationanswer'),
        ),
    ]
