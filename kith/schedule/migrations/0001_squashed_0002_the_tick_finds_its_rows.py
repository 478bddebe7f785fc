import django.db.models.deletion
import kith.clock
import kith.vault.fields
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('schedule', '0001_initial'), ('schedule', '0002_the_tick_finds_its_rows')]

    initial = True

    dependencies = [
        ('care', '0001_initial'),
        ('people', '0004_the_tick_finds_its_rows'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Series',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('weekday', models.PositiveSmallIntegerField(choices=[(0, 'Monday'), (1, 'Tuesday'), (2, 'Wednesday'), (3, 'Thursday'), (4, 'Friday'), (5, 'Saturday'), (6, 'Sunday')])),
                ('at', models.TimeField(help_text='wall time in `zone`')),
                ('zone', models.CharField(max_length=60)),
                ('every_days', models.PositiveSmallIntegerField(choices=[(7, 'every week'), (14, 'every two weeks'), (28, 'every four weeks')], default=7)),
                ('minutes', models.PositiveSmallIntegerField(default=50)),
                ('mode', models.CharField(choices=[('in_person', 'in person'), ('video', 'video'), ('phone', 'phone'), ('blended', 'mixed')], default='in_person', max_length=12)),
                ('place', kith.vault.fields.SealedText('schedule.series.place', editable=True)),
                ('from_on', models.DateField()),
                ('count', models.PositiveSmallIntegerField(null=True)),
                ('until_on', models.DateField(null=True)),
                ('made_at', models.DateTimeField(default=kith.clock.now)),
                ('client', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.client')),
                ('course', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='series', to='care.course')),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('practice', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.practice')),
                ('therapist', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['from_on', 'made_at'],
                'constraints': [models.CheckConstraint(condition=models.Q(('weekday__gte', 0), ('weekday__lte', 6)), name='schedule_series_weekday'), models.CheckConstraint(condition=models.Q(('count__isnull', False), ('until_on__isnull', False), _connector='OR'), name='schedule_series_ends')],
            },
        ),
        migrations.CreateModel(
            name='Appointment',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('occurs_on', models.DateField(help_text='its day in the series, before any move', null=True)),
                ('kind', models.CharField(choices=[('consultation', 'First conversation'), ('session', 'Session'), ('follow_up', 'Follow-up')], default='session', max_length=12)),
                ('on', models.DateField()),
                ('at', models.TimeField(help_text='wall time in `zone`')),
                ('zone', models.CharField(max_length=60)),
                ('starts_at', models.DateTimeField()),
                ('ends_at', models.DateTimeField()),
                ('minutes', models.PositiveSmallIntegerField(default=50)),
                ('mode', models.CharField(choices=[('in_person', 'in person'), ('video', 'video'), ('phone', 'phone'), ('blended', 'mixed')], default='in_person', max_length=12)),
                ('place', kith.vault.fields.SealedText('schedule.appointment.place', editable=True)),
                ('state', models.CharField(choices=[('planned', 'Planned'), ('held', 'Held'), ('cancelled', 'Cancelled'), ('did_not_attend', 'Did not come')], default='planned', max_length=16)),
                ('cancelled_by', models.CharField(blank=True, choices=[('client', 'the client'), ('therapist', 'the therapist')], max_length=10)),
                ('reason', kith.vault.fields.SealedText('schedule.appointment.reason', editable=True)),
                ('counts_for', models.CharField(blank=True, choices=[('acute', 'Course of treatment'), ('maintenance', 'Maintenance')], max_length=12)),
                ('number', models.PositiveSmallIntegerField(null=True)),
                ('noted_at', models.DateTimeField(help_text='when its note was signed', null=True)),
                ('was_on', models.DateField(null=True)),
                ('was_at', models.TimeField(null=True)),
                ('was_state', models.CharField(blank=True, max_length=16)),
                ('changed_at', models.DateTimeField(null=True)),
                ('made_at', models.DateTimeField(default=kith.clock.now)),
                ('version', models.PositiveIntegerField(default=1)),
                ('changed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('client', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.client')),
                ('course', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='appointments', to='care.course')),
                ('made_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('practice', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.practice')),
                ('therapist', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('series', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='appointments', to='schedule.series')),
            ],
            options={
                'ordering': ['starts_at'],
                'indexes': [models.Index(fields=['therapist', 'starts_at'], name='schedule_ap_therapi_522861_idx'), models.Index(fields=['client', 'starts_at'], name='schedule_ap_client__dd588f_idx'), models.Index(fields=['practice', 'starts_at'], name='schedule_ap_practic_1618d6_idx')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state__in', ['planned', 'held'])), fields=('therapist', 'starts_at'), name='schedule_one_meeting_at_a_time'), models.UniqueConstraint(fields=('series', 'occurs_on'), name='schedule_once_a_day_of_a_series'), models.UniqueConstraint(condition=models.Q(('number__isnull', False)), fields=('course', 'counts_for', 'number'), name='schedule_each_number_once'), models.CheckConstraint(condition=models.Q(('number__isnull', True), models.Q(('kind', 'session'), ('state', 'held')), _connector='OR'), name='schedule_numbered_only_when_held'), models.CheckConstraint(condition=models.Q(('ends_at__gt', models.F('starts_at'))), name='schedule_meeting_forward'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'cancelled'), _negated=True), models.Q(('cancelled_by', ''), _negated=True), _connector='OR'), name='schedule_cancelled_by_somebody')],
            },
        ),
    ]
