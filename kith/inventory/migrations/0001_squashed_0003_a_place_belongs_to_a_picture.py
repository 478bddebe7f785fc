import django.db.models.deletion
import kith.clock
import kith.vault.fields
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('inventory', '0001_initial'), ('inventory', '0002_pictures'), ('inventory', '0003_a_place_belongs_to_a_picture')]

    initial = True

    dependencies = [
        ('people', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Person',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('display_name', kith.vault.fields.SealedText('inventory.person.display_name', editable=True)),
                ('relation', kith.vault.fields.SealedText('inventory.person.relation', editable=True)),
                ('relation_words', kith.vault.fields.SealedText('inventory.person.relation_words', editable=True)),
                ('status', kith.vault.fields.SealedText('inventory.person.status', editable=True)),
                ('added_at', models.DateTimeField(default=kith.clock.now)),
                ('set_aside_at', models.DateTimeField(null=True)),
                ('version', models.PositiveIntegerField(default=1)),
                ('added_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('client', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.client')),
                ('practice', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.practice')),
                ('set_aside_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('hidden_at', models.DateTimeField(help_text='the client keeps the name to themself', null=True)),
                ('stand_in', kith.vault.fields.SealedText('inventory.person.stand_in', editable=True, null=True)),
            ],
            options={
                'ordering': ['added_at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='SafetyNote',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('words', kith.vault.fields.SealedText('inventory.safety_note.words', editable=True)),
                ('conjoint', kith.vault.fields.SealedText('inventory.safety_note.conjoint', editable=True)),
                ('begun_at', models.DateTimeField(default=kith.clock.now)),
                ('version', models.PositiveIntegerField(default=1)),
                ('begun_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('client', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.client')),
                ('person', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='inventory.person')),
                ('practice', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.practice')),
                ('bearing', kith.vault.fields.SealedText('inventory.safety_note.bearing', editable=True, null=True)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Sitting',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('number', models.PositiveIntegerField()),
                ('moment', models.CharField(choices=[('before', 'before it began'), ('now', 'now'), ('wished', 'wished for'), ('end', 'at the end')], default='now', max_length=8)),
                ('on', models.DateField()),
                ('title', kith.vault.fields.SealedText('inventory.sitting.title', editable=True, null=True)),
                ('made_at', models.DateTimeField(default=kith.clock.now)),
                ('few_people_at', models.DateTimeField(null=True)),
                ('client', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.client')),
                ('few_people_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('follows', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='inventory.sitting')),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('practice', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.practice')),
            ],
            options={
                'ordering': ['number'],
                'constraints': [models.UniqueConstraint(fields=('client', 'number'), name='inventory_sitting_number'), models.CheckConstraint(condition=models.Q(models.Q(('few_people_at', None), ('few_people_by', None)), models.Q(('few_people_at__isnull', False), ('few_people_by__isnull', False)), _connector='OR'), name='inventory_few_people_said_by_someone'), models.CheckConstraint(condition=models.Q(('moment__in', ['before', 'now', 'wished', 'end'])), name='inventory_moment_of_a_picture')],
            },
        ),
        migrations.CreateModel(
            name='Placement',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('ring', models.CharField(choices=[('inner', 'closest'), ('middle', 'close'), ('outer', 'part of my life'), ('outside', 'further away')], max_length=8)),
                ('good', kith.vault.fields.SealedText('inventory.placement.good', editable=True)),
                ('hard', kith.vault.fields.SealedText('inventory.placement.hard', editable=True)),
                ('recorded_at', models.DateTimeField(default=kith.clock.now)),
                ('superseded_at', models.DateTimeField(null=True)),
                ('client', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.client')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='placements', to='inventory.person')),
                ('practice', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.practice')),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('turn', models.PositiveSmallIntegerField(null=True)),
                ('said', kith.vault.fields.SealedJSON('inventory.placement.said', editable=True, null=True)),
                ('carried', models.BooleanField(default=False)),
                ('sitting', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='placements', to='inventory.sitting')),
            ],
            options={
                'ordering': ['recorded_at', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('ring__in', ['inner', 'middle', 'outer', 'outside'])), name='inventory_ring_of_the_circle'), models.UniqueConstraint(condition=models.Q(('superseded_at', None)), fields=('person', 'sitting'), name='inventory_one_place_in_a_picture'), models.CheckConstraint(condition=models.Q(('turn', None), ('turn__lt', 360), _connector='OR'), name='inventory_turn_within_the_circle')],
            },
        ),
    ]
