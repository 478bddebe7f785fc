import django.db.models.deletion
import kith.clock
import kith.vault.fields
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('people', '0001_initial'), ('people', '0002_practice_rules'), ('people', '0003_public_face'), ('people', '0004_the_tick_finds_its_rows')]

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Tries',
            fields=[
                ('key', models.CharField(max_length=64, primary_key=True, serialize=False)),
                ('count', models.PositiveIntegerField(default=0)),
                ('since', models.BigIntegerField(default=0)),
                ('until', models.BigIntegerField(default=0, help_text='no further try before')),
                ('forget_at', models.BigIntegerField(db_index=True, default=0)),
            ],
        ),
        migrations.CreateModel(
            name='User',
            fields=[
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('email', models.EmailField(help_text='veiled, see addresses.py', max_length=120, unique=True)),
                ('address', kith.vault.fields.SealedText('people.user.address', editable=True, scope='author')),
                ('name', kith.vault.fields.SealedText('people.user.name', editable=True, scope='author')),
                ('credentials', models.CharField(blank=True, max_length=120)),
                ('time_zone', models.CharField(blank=True, max_length=60)),
                ('language', models.CharField(blank=True, max_length=12)),
                ('is_active', models.BooleanField(default=True)),
                ('session_round', models.PositiveIntegerField(default=1, editable=False, help_text='one more ends every session of this person')),
                ('created_at', models.DateTimeField(default=kith.clock.now, editable=False)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Practice',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=120)),
                ('slug', models.SlugField(unique=True)),
                ('discreet_name', models.CharField(help_text='Sender of letters; says nothing.', max_length=60)),
                ('time_zone', models.CharField(default='Europe/London', max_length=60)),
                ('language', models.CharField(default='en', max_length=12)),
                ('emergency_number', models.CharField(blank=True, max_length=60)),
                ('crisis_line', models.CharField(blank=True, max_length=160)),
                ('out_of_hours', models.TextField(blank=True)),
                ('exit_site', models.URLField(default='https://www.wikipedia.org/')),
                ('closed_on', models.JSONField(blank=True, default=list, help_text='ISO dates; nobody reads then')),
                ('attendance_text', models.TextField(blank=True)),
                ('fee_text', models.TextField(blank=True)),
                ('fictional', models.BooleanField(default=False, editable=False)),
                ('created_at', models.DateTimeField(default=kith.clock.now, editable=False)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('directory_version', models.PositiveIntegerField(default=1, editable=False)),
                ('shelf_version', models.PositiveIntegerField(default=1, editable=False)),
                ('duty_clinician', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('age_of_consent', models.PositiveSmallIntegerField(help_text='in years; None: no treatment of young people', null=True)),
                ('confidentiality_text', models.TextField(blank=True)),
                ('consents_below', models.CharField(blank=True, choices=[('one', 'one parent or guardian'), ('both', 'both parents, or every guardian')], max_length=12)),
                ('part2', models.BooleanField(default=False, help_text='42 CFR Part 2 holds for new courses')),
                ('in_search', models.BooleanField(default=False, help_text='search engines may list them')),
                ('logo', models.UUIDField(editable=False, help_text='the picture shown now', null=True)),
                ('pages_open', models.BooleanField(default=False, help_text='anybody may read its public pages')),
                ('public_line', models.CharField(blank=True, max_length=200)),
                ('public_name', models.CharField(blank=True, max_length=120)),
                ('telling_titles', models.BooleanField(default=False, help_text='titles say what a page is of')),
            ],
        ),
        migrations.CreateModel(
            name='Client',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('name', kith.vault.fields.SealedText('people.client.name', editable=True)),
                ('call_me', kith.vault.fields.SealedText('people.client.call_me', editable=True)),
                ('pronouns', kith.vault.fields.SealedText('people.client.pronouns', editable=True)),
                ('email', kith.vault.fields.SealedText('people.client.email', editable=True)),
                ('phone', kith.vault.fields.SealedText('people.client.phone', editable=True)),
                ('time_zone', models.CharField(blank=True, max_length=60)),
                ('language', models.CharField(blank=True, max_length=12)),
                ('may_write', models.BooleanField(default=True, help_text='Off means: never write to me.')),
                ('write_from', models.TimeField(null=True)),
                ('write_until', models.TimeField(null=True)),
                ('on_paper', models.BooleanField(default=False, help_text='Works without a screen.')),
                ('created_at', models.DateTimeField(default=kith.clock.now, editable=False)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('user', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='as_client', to=settings.AUTH_USER_MODEL)),
                ('practice', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.practice')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Link',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[('setup', 'setup'), ('staff', 'staff'), ('client', 'client'), ('checkin', 'checkin')], max_length=10)),
                ('token_hash', models.CharField(max_length=64, unique=True)),
                ('about_id', models.UUIDField(null=True)),
                ('made_at', models.DateTimeField(default=kith.clock.now)),
                ('expires_at', models.DateTimeField()),
                ('used_at', models.DateTimeField(null=True)),
                ('revoked_at', models.DateTimeField(null=True)),
                ('practice', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.practice')),
            ],
            options={
                'indexes': [models.Index(fields=['kind', 'about_id'], name='people_link_kind_2cf466_idx'), models.Index(condition=models.Q(('revoked_at', None), ('used_at', None)), fields=['practice', 'expires_at'], name='people_links_that_work')],
            },
        ),
        migrations.CreateModel(
            name='Draft',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('place', models.CharField(help_text='path of the page', max_length=300)),
                ('typed', kith.vault.fields.SealedJSON('people.draft', editable=True, scope='author')),
                ('kept_at', models.DateTimeField(default=kith.clock.now)),
                ('author', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('practice', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.practice')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('author', 'place'), name='people_one_draft_a_place')],
            },
        ),
        migrations.CreateModel(
            name='Cover',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('from_on', models.DateField()),
                ('until_on', models.DateField()),
                ('covered_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='covers', to=settings.AUTH_USER_MODEL)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='away', to=settings.AUTH_USER_MODEL)),
                ('practice', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.practice')),
            ],
            options={
                'ordering': ['from_on'],
                'constraints': [models.CheckConstraint(condition=models.Q(('until_on__gte', models.F('from_on'))), name='people_cover_forward')],
            },
        ),
        migrations.CreateModel(
            name='Assignment',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('began_at', models.DateTimeField(default=kith.clock.now)),
                ('ended_at', models.DateTimeField(null=True)),
                ('began_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('ended_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('therapist', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='assignments', to=settings.AUTH_USER_MODEL)),
                ('client', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.client')),
                ('practice', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.practice')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('client', 'therapist'), name='people_assigned_once_at_a_time')],
            },
        ),
        migrations.CreateModel(
            name='OpenSession',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('session_key', models.CharField(max_length=40, unique=True)),
                ('practice', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.practice')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='PracticeRevision',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('version', models.PositiveIntegerField()),
                ('said', kith.vault.fields.SealedJSON('people.practice_revision', editable=True, scope='practice')),
                ('saved_at', models.DateTimeField(default=kith.clock.now)),
                ('practice', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.practice')),
                ('saved_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['version'],
                'constraints': [models.UniqueConstraint(fields=('practice', 'version'), name='people_one_practice_revision')],
            },
        ),
        migrations.CreateModel(
            name='Revision',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('label', models.CharField(max_length=60)),
                ('row_id', models.UUIDField()),
                ('version', models.PositiveIntegerField()),
                ('said', kith.vault.fields.SealedJSON('people.revision', editable=True)),
                ('saved_at', models.DateTimeField(default=kith.clock.now)),
                ('client', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.client')),
                ('practice', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.practice')),
                ('saved_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['label', 'row_id', 'version'],
                'constraints': [models.UniqueConstraint(fields=('label', 'row_id', 'version'), name='people_one_revision')],
            },
        ),
        migrations.CreateModel(
            name='RoleGrant',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('role', models.CharField(choices=[('therapist', 'Therapist'), ('supervisor', 'Supervisor'), ('coordinator', 'Coordinator'), ('outcomes_lead', 'Outcomes lead'), ('administrator', 'Administrator')], max_length=20)),
                ('granted_at', models.DateTimeField(default=kith.clock.now)),
                ('ended_at', models.DateTimeField(null=True)),
                ('granted_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('practice', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.practice')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='grants', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('user', 'role'), name='people_role_held_once')],
            },
        ),
        migrations.CreateModel(
            name='WorkHours',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('weekday', models.PositiveSmallIntegerField(help_text='0 Monday to 6 Sunday')),
                ('starts', models.TimeField()),
                ('ends', models.TimeField()),
                ('practice', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.practice')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='hours', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['weekday', 'starts'],
                'constraints': [models.CheckConstraint(condition=models.Q(('weekday__gte', 0), ('weekday__lte', 6)), name='people_weekday_of_a_week'), models.CheckConstraint(condition=models.Q(('ends__gt', models.F('starts'))), name='people_hours_forward')],
            },
        ),
        migrations.CreateModel(
            name='Notice',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(max_length=30)),
                ('at', models.DateTimeField(default=kith.clock.now)),
                ('told_at', models.DateTimeField(help_text='when it was said inside', null=True)),
                ('practice', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.practice')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-at'],
                'indexes': [models.Index(fields=['user', 'told_at'], name='people_noti_user_id_51a625_idx')],
            },
        ),
        migrations.AddField(
            model_name='User',
            name='practice',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='users', to='people.practice'),
        ),
    ]
