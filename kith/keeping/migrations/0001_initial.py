import django.db.models.deletion
import kith.clock
import kith.vault.fields
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
            name='Hold',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[('legal', 'A court, an authority or a lawyer needs it'), ('complaint', 'A complaint or an incident is open'), ('child', 'They were a child: it is kept until a later birthday'), ('other', 'Another reason')], max_length=10)),
                ('because', kith.vault.fields.SealedText('keeping.hold.because', editable=True)),
                ('until_on', models.DateField(help_text='the last day; none: until it is lifted', null=True)),
                ('placed_at', models.DateTimeField(default=kith.clock.now)),
                ('lifted_at', models.DateTimeField(null=True)),
                ('client', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.client')),
                ('lifted_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('placed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('practice', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.practice')),
            ],
            options={
                'ordering': ['-placed_at'],
            },
        ),
        migrations.CreateModel(
            name='Erasing',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('erased_id', models.UUIDField(help_text='the id that the client has, or had')),
                ('state', models.CharField(choices=[('asked', 'Asked for'), ('confirmed', 'Confirmed by the therapist'), ('going', 'Being erased'), ('erased', 'Erased'), ('withdrawn', 'Taken back')], default='asked', max_length=10)),
                ('why', models.CharField(choices=[('client_asked', 'The client asked for it'), ('period_over', 'The time for keeping it is over'), ('mistake', 'It was made by mistake'), ('came_back', 'A restored backup had brought it back')], max_length=20)),
                ('asked_at', models.DateTimeField(default=kith.clock.now)),
                ('by_client', models.BooleanField(default=False)),
                ('copy', models.CharField(blank=True, choices=[('taken', 'The client has a copy'), ('declined', 'The client wants no copy, or cannot be asked')], max_length=10)),
                ('confirmed_at', models.DateTimeField(null=True)),
                ('place', models.CharField(blank=True, help_text='the line of the table used', max_length=40)),
                ('kept_until', models.DateField(help_text='as shown when it was carried out', null=True)),
                ('early_because', kith.vault.fields.SealedText('keeping.erasing.early_because', editable=True, scope='practice')),
                ('carried_at', models.DateTimeField(null=True)),
                ('keys_at', models.DateTimeField(help_text='when the key was destroyed', null=True)),
                ('erased_at', models.DateTimeField(null=True)),
                ('asked_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('carried_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('client', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='people.client')),
                ('confirmed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('practice', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.practice')),
            ],
            options={
                'ordering': ['-asked_at'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state__in', ('asked', 'confirmed', 'going'))), fields=('client',), name='keeping_one_erasing_at_a_time'), models.CheckConstraint(condition=models.Q(('carried_by', None), models.Q(('carried_by', models.F('confirmed_by')), _negated=True), _connector='OR'), name='keeping_two_persons_erase'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'erased'), _negated=True), models.Q(('erased_at__isnull', False), ('keys_at__isnull', False)), _connector='OR'), name='keeping_erased_has_its_times')],
            },
        ),
        migrations.CreateModel(
            name='Schedule',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('place', models.CharField(help_text='id in jurisdictions.toml', max_length=40)),
                ('more_years', models.PositiveSmallIntegerField(default=0)),
                ('set_at', models.DateTimeField(default=kith.clock.now)),
                ('ended_at', models.DateTimeField(null=True)),
                ('practice', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.practice')),
                ('set_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-set_at'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('practice',), name='keeping_one_schedule'), models.CheckConstraint(condition=models.Q(('more_years__lte', 100)), name='keeping_years_of_a_life')],
            },
        ),
    ]
