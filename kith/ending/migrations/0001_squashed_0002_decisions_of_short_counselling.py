import django.db.models.deletion
import kith.clock
import kith.vault.fields
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('ending', '0001_initial'), ('ending', '0002_decisions_of_short_counselling')]

    initial = True

    dependencies = [
        ('care', '0001_initial'),
        ('people', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Gain',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('what', kith.vault.fields.SealedText('ending.gain.what', editable=True)),
                ('how', kith.vault.fields.SealedText('ending.gain.how', editable=True)),
                ('person', models.UUIDField(help_text='of the inventory', null=True)),
                ('with_whom', kith.vault.fields.SealedText('ending.gain.with_whom', editable=True)),
                ('at', models.DateTimeField(default=kith.clock.now)),
                ('dropped_at', models.DateTimeField(null=True)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('client', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.client')),
                ('course', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='gains', to='care.course')),
                ('practice', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.practice')),
            ],
            options={
                'ordering': ['at'],
            },
        ),
        migrations.CreateModel(
            name='Announcement',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[('acute', 'Course of treatment'), ('maintenance', 'Maintenance')], default='acute', max_length=12)),
                ('session', models.PositiveSmallIntegerField(help_text='sessions held when it was said')),
                ('said_on', models.DateField()),
                ('last_on', models.DateField(help_text='the last day, as it was said')),
                ('reaction', kith.vault.fields.SealedText('ending.announcement.reaction', editable=True)),
                ('at', models.DateTimeField(default=kith.clock.now)),
                ('version', models.PositiveIntegerField(default=1)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('client', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.client')),
                ('course', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='announcements', to='care.course')),
                ('practice', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.practice')),
            ],
            options={
                'ordering': ['at'],
                'constraints': [models.UniqueConstraint(fields=('course', 'kind'), name='ending_announced_once')],
            },
        ),
        migrations.CreateModel(
            name='Closing',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('reason', models.CharField(max_length=30)),
                ('words', kith.vault.fields.SealedText('ending.closing.words', editable=True)),
                ('at', models.DateTimeField(default=kith.clock.now)),
                ('taken_up_at', models.DateTimeField(help_text='when maintenance followed', null=True)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('client', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.client')),
                ('course', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='closings', to='care.course')),
                ('practice', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.practice')),
            ],
            options={
                'ordering': ['at'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('taken_up_at', None)), fields=('course',), name='ending_closed_once')],
            },
        ),
        migrations.CreateModel(
            name='EndingReview',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[('acute', 'Course of treatment'), ('maintenance', 'Maintenance')], default='acute', max_length=12)),
                ('scores_seen', models.BooleanField(default=False)),
                ('hard', kith.vault.fields.SealedText('ending.review.hard', editable=True)),
                ('feelings', kith.vault.fields.SealedJSON('ending.review.feelings', editable=True)),
                ('feelings_words', kith.vault.fields.SealedText('ending.review.feelings_words', editable=True)),
                ('proud_of', kith.vault.fields.SealedText('ending.review.proud_of', editable=True)),
                ('other_offer', kith.vault.fields.SealedText('ending.review.other_offer', editable=True)),
                ('decision', models.CharField(blank=True, choices=[('follow_up', 'follow-ups'), ('maintenance', 'maintenance, under an agreement of its own'), ('continuation', 'some more sessions, under a new version of the agreement'), ('other_treatment', 'another treatment'), ('resolved', 'nothing: it is settled'), ('more_ipc', 'a few more talks, under a new version of the agreement'), ('refer_ipt', 'a longer therapy of this kind'), ('refer_other', 'other help')], max_length=16)),
                ('because', kith.vault.fields.SealedText('ending.review.because', editable=True)),
                ('made_at', models.DateTimeField(default=kith.clock.now)),
                ('version', models.PositiveIntegerField(default=1)),
                ('client', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.client')),
                ('course', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reviews', to='care.course')),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('practice', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.practice')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('course', 'kind'), name='ending_one_review')],
            },
        ),
        migrations.CreateModel(
            name='FollowUp',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('name', models.CharField(help_text='of the book: weeks_4_6, month_3 …', max_length=12)),
                ('on', models.DateField()),
                ('state', models.CharField(choices=[('planned', 'planned'), ('made', 'check-in made'), ('passed', 'the day has passed'), ('dropped', 'left out')], default='planned', max_length=8)),
                ('made_at', models.DateTimeField(null=True)),
                ('checkin', models.UUIDField(null=True)),
                ('events', kith.vault.fields.SealedText('ending.follow_up.events', editable=True)),
                ('plan_used', models.CharField(blank=True, choices=[('yes', 'yes'), ('partly', 'partly'), ('no', 'no')], max_length=8)),
                ('used_elsewhere', kith.vault.fields.SealedText('ending.follow_up.used_elsewhere', editable=True)),
                ('wants_contact', models.BooleanField(default=False)),
                ('noted_at', models.DateTimeField(null=True)),
                ('version', models.PositiveIntegerField(default=1)),
                ('client', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.client')),
                ('course', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='follow_ups', to='care.course')),
                ('noted_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('practice', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.practice')),
            ],
            options={
                'ordering': ['on'],
                'indexes': [models.Index(fields=['state', 'on'], name='ending_foll_state_c435e2_idx')],
                'constraints': [models.UniqueConstraint(fields=('course', 'name'), name='ending_each_follow_up_once')],
            },
        ),
        migrations.CreateModel(
            name='KeepingWellPlan',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('number', models.PositiveSmallIntegerField(help_text='version, from 1')),
                ('parts', kith.vault.fields.SealedJSON('ending.plan.parts', editable=True)),
                ('saved_at', models.DateTimeField(default=kith.clock.now)),
                ('client', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.client')),
                ('course', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='plans', to='care.course')),
                ('practice', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.practice')),
                ('saved_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['course', 'number'],
                'constraints': [models.UniqueConstraint(fields=('course', 'number'), name='ending_plan_versions')],
            },
        ),
    ]
