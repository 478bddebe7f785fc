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
            name='Checkin',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('for_on', models.DateField(help_text='the day of the meeting it belongs to')),
                ('measures', models.JSONField(default=list, help_text='ids, in the order in which they are asked')),
                ('state', models.CharField(choices=[('held', 'held back'), ('waiting', 'not sent'), ('sent', 'sent'), ('opened', 'begun'), ('finished', 'answered')], default='waiting', max_length=10)),
                ('unsent_because', models.CharField(blank=True, choices=[('no_owner', 'nobody current owns its answers: name a clinician with working hours'), ('stopped', 'everything is stopped'), ('no_consent', 'the client has not agreed to messages'), ('never_write', 'the client asked never to be written to'), ('no_address', 'no e-mail address is known'), ('on_paper', 'the client works without a screen'), ('only_on_paper', 'its text may not be shown on a screen')], max_length=14)),
                ('source', models.CharField(choices=[('screen', 'answered on a screen'), ('paper', 'answered on paper'), ('said', 'said aloud')], default='screen', max_length=8)),
                ('made_at', models.DateTimeField(default=kith.clock.now)),
                ('sent_at', models.DateTimeField(null=True)),
                ('opened_at', models.DateTimeField(null=True)),
                ('finished_at', models.DateTimeField(null=True)),
                ('letters', models.PositiveSmallIntegerField(default=0, help_text='written about it so far')),
                ('replaced_at', models.DateTimeField(help_text='a later one is the present one', null=True)),
                ('client', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.client')),
                ('course', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='checkins', to='care.course')),
                ('made_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('practice', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.practice')),
            ],
            options={
                'ordering': ['for_on'],
                'indexes': [models.Index(fields=['practice', 'state'], name='checkins_ch_practic_24a363_idx')],
                'constraints': [models.UniqueConstraint(fields=('course', 'for_on'), name='checkins_one_a_day'), models.UniqueConstraint(condition=models.Q(('replaced_at', None)), fields=('course',), name='checkins_one_is_present')],
            },
        ),
        migrations.CreateModel(
            name='ExpectedShown',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('shown_at', models.DateTimeField(default=kith.clock.now)),
                ('ended_at', models.DateTimeField(null=True)),
                ('client', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.client')),
                ('course', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='care.course')),
                ('ended_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('practice', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.practice')),
                ('shown_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['shown_at'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('course',), name='checkins_shown_once')],
            },
        ),
        migrations.CreateModel(
            name='MeasurePlan',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('measure', models.CharField(max_length=40)),
                ('times', models.CharField(choices=[('every', 'again and again'), ('once', 'once: asked until it is answered'), ('ends', 'at the beginning and at the end')], default='every', max_length=6)),
                ('every', models.PositiveSmallIntegerField(default=1, help_text='each so many check-ins')),
                ('declined', models.BooleanField(default=False, help_text='The client does not want it.')),
                ('set_at', models.DateTimeField(default=kith.clock.now)),
                ('ended_at', models.DateTimeField(null=True)),
                ('client', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.client')),
                ('course', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='measure_plans', to='care.course')),
                ('ended_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('practice', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.practice')),
                ('set_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['set_at', 'measure'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('course', 'measure'), name='checkins_a_measure_is_planned_once'), models.CheckConstraint(condition=models.Q(('every__gte', 1)), name='checkins_every_so_many')],
            },
        ),
        migrations.CreateModel(
            name='Response',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('for_on', models.DateField()),
                ('measure', models.CharField(max_length=40)),
                ('measure_version', models.CharField(max_length=20)),
                ('language', models.CharField(max_length=12)),
                ('answers', kith.vault.fields.SealedJSON('checkins.response.answers', editable=True)),
                ('skipped', kith.vault.fields.SealedJSON('checkins.response.skipped', default=list, editable=True)),
                ('total', models.FloatField(null=True)),
                ('band', models.CharField(blank=True, max_length=40)),
                ('answered', models.PositiveSmallIntegerField(default=0)),
                ('expected', models.PositiveSmallIntegerField(default=0)),
                ('prorated', models.BooleanField(default=False)),
                ('shorter', models.BooleanField(default=False, help_text='an item does not apply: fewer points')),
                ('complete', models.BooleanField(default=False)),
                ('risk_level', models.CharField(blank=True, max_length=12)),
                ('risk_unanswered', models.BooleanField(default=False)),
                ('source', models.CharField(choices=[('screen', 'answered on a screen'), ('paper', 'answered on paper'), ('said', 'said aloud')], default='screen', max_length=8)),
                ('began_at', models.DateTimeField(default=kith.clock.now)),
                ('saved_at', models.DateTimeField(default=kith.clock.now)),
                ('completed_at', models.DateTimeField(null=True)),
                ('version', models.PositiveIntegerField(default=1)),
                ('checkin', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='responses', to='checkins.checkin')),
                ('client', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.client')),
                ('course', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='care.course')),
                ('entered_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('practice', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.practice')),
            ],
            options={
                'ordering': ['for_on', 'began_at'],
                'indexes': [models.Index(fields=['course', 'measure', 'for_on'], name='checkins_re_course__d00e55_idx')],
                'constraints': [models.UniqueConstraint(fields=('checkin', 'measure'), name='checkins_one_response_a_measure')],
            },
        ),
    ]
