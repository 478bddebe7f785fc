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
            name='Concern',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('measure', models.CharField(blank=True, max_length=40)),
                ('item', models.CharField(blank=True, max_length=40)),
                ('level', models.CharField(choices=[('review', 'review'), ('high_review', 'high_review'), ('urgent', 'urgent')], max_length=12)),
                ('opened_at', models.DateTimeField(default=kith.clock.now)),
                ('due_at', models.DateTimeField(help_text='read by then, at the latest', null=True)),
                ('acknowledged_at', models.DateTimeField(null=True)),
                ('done', kith.vault.fields.SealedText('safety.concern.done', editable=True)),
                ('acknowledged_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('client', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.client')),
                ('course', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='concerns', to='care.course')),
                ('owner', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('practice', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.practice')),
            ],
            options={
                'ordering': ['due_at', 'opened_at'],
                'indexes': [models.Index(fields=['practice', 'acknowledged_at', 'due_at'], name='safety_conc_practic_a21c37_idx')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('acknowledged_at', None), ('acknowledged_by', None)), models.Q(('acknowledged_at__isnull', False), ('acknowledged_by__isnull', False)), _connector='OR'), name='safety_closed_by_a_named_clinician')],
            },
        ),
        migrations.CreateModel(
            name='ConcernEntry',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[('raised', 'Answered'), ('joined', 'Answered again'), ('changed', 'The answer was changed afterwards'), ('told', 'Told as second reader'), ('passed', 'Not read in time, passed on'), ('reminded', 'Still not read, reminded'), ('noted', 'Noted'), ('acknowledged', 'Read and dealt with')], max_length=12)),
                ('at', models.DateTimeField(default=kith.clock.now)),
                ('source_label', models.CharField(blank=True, max_length=60)),
                ('source_id', models.UUIDField(null=True)),
                ('measure', models.CharField(blank=True, max_length=40)),
                ('measure_version', models.CharField(blank=True, max_length=20)),
                ('item', models.CharField(blank=True, help_text='or the scale that a rule is on', max_length=40)),
                ('nth', models.PositiveSmallIntegerField(null=True)),
                ('answer', kith.vault.fields.SealedJSON('safety.concern_entry.answer', editable=True, null=True)),
                ('words', kith.vault.fields.SealedText('safety.concern_entry.words', editable=True)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('client', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.client')),
                ('concern', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='entries', to='safety.concern')),
                ('practice', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.practice')),
                ('stands_in', models.ForeignKey(help_text='care given for this concern alone; it ends by itself', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.assignment')),
                ('to', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['at', 'pk'],
                'indexes': [models.Index(fields=['client', 'at'], name='safety_conc_client__47a214_idx')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('nth__isnull', False)), fields=('source_id', 'item', 'nth'), name='safety_an_answer_is_entered_once')],
            },
        ),
        migrations.CreateModel(
            name='EmergencyContact',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('name', kith.vault.fields.SealedText('safety.contact.name', editable=True)),
                ('relation', kith.vault.fields.SealedText('safety.contact.relation', editable=True)),
                ('phone', kith.vault.fields.SealedText('safety.contact.phone', editable=True)),
                ('safe_to_call', models.CharField(choices=[('yes', 'Yes'), ('ask_first', 'Ask the client first'), ('no', 'No, do not call')], max_length=10)),
                ('not_to_say', kith.vault.fields.SealedText('safety.contact.not_to_say', editable=True)),
                ('asked_at', models.DateTimeField(default=kith.clock.now)),
                ('version', models.PositiveIntegerField(default=1)),
                ('asked_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('client', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.client')),
                ('practice', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.practice')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('client',), name='safety_one_contact_a_client')],
            },
        ),
        migrations.CreateModel(
            name='RiskScreen',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('answers', kith.vault.fields.SealedJSON('safety.screen.answers', editable=True)),
                ('clinician_level', models.CharField(choices=[('low', 'low'), ('moderate', 'moderate'), ('high', 'high'), ('imminent', 'imminent')], max_length=10)),
                ('rationale', kith.vault.fields.SealedText('safety.screen.rationale', editable=True)),
                ('action', kith.vault.fields.SealedText('safety.screen.action', editable=True)),
                ('next_check_on', models.DateField(null=True)),
                ('told_whom', kith.vault.fields.SealedText('safety.screen.told_whom', editable=True)),
                ('consent', kith.vault.fields.SealedText('safety.screen.consent', editable=True)),
                ('private_question', models.CharField(choices=[('not_asked', 'not_asked'), ('asked_no_fear', 'asked_no_fear'), ('positive', 'positive')], default='not_asked', max_length=14)),
                ('private_answers', kith.vault.fields.SealedJSON('safety.screen.private_answers', editable=True)),
                ('safety_note', kith.vault.fields.SealedText('safety.screen.safety_note', editable=True)),
                ('at', models.DateTimeField(default=kith.clock.now)),
                ('author', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('client', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.client')),
                ('course', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='risk_screens', to='care.course')),
                ('practice', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.practice')),
            ],
            options={
                'ordering': ['-at'],
                'indexes': [models.Index(fields=['course', 'at'], name='safety_risk_course__146f10_idx')],
            },
        ),
        migrations.CreateModel(
            name='SafetyPlan',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('number', models.PositiveIntegerField(help_text='version, from 1')),
                ('parts', kith.vault.fields.SealedJSON('safety.plan.parts', editable=True)),
                ('saved_at', models.DateTimeField(default=kith.clock.now)),
                ('client', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.client')),
                ('course', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='care.course')),
                ('practice', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.practice')),
                ('saved_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-number'],
                'constraints': [models.UniqueConstraint(fields=('client', 'number'), name='safety_plan_versions')],
            },
        ),
    ]
