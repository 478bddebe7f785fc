import django.db.models.deletion
import kith.clock
import kith.vault.fields
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('people', '0003_public_face'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Logo',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('png', models.BinaryField()),
                ('width', models.PositiveIntegerField(help_text='pixels')),
                ('height', models.PositiveIntegerField(help_text='pixels')),
                ('put_at', models.DateTimeField(default=kith.clock.now)),
                ('practice', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.practice')),
                ('put_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['put_at'],
            },
        ),
        migrations.CreateModel(
            name='Profile',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('title', kith.vault.fields.SealedText('welcome.profile.title', editable=True, scope='author')),
                ('credentials', kith.vault.fields.SealedJSON('welcome.profile.credentials', editable=True, scope='author')),
                ('languages', kith.vault.fields.SealedText('welcome.profile.languages', editable=True, scope='author')),
                ('areas', kith.vault.fields.SealedJSON('welcome.profile.areas', editable=True, scope='author')),
                ('words', kith.vault.fields.SealedText('welcome.profile.words', editable=True, scope='author')),
                ('shown', models.BooleanField(default=False)),
                ('begun_at', models.DateTimeField(default=kith.clock.now)),
                ('version', models.PositiveIntegerField(default=1)),
                ('author', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='public_profile', to=settings.AUTH_USER_MODEL)),
                ('practice', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.practice')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='FormerWords',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('label', models.CharField(max_length=60)),
                ('row_id', models.UUIDField()),
                ('version', models.PositiveIntegerField()),
                ('said', kith.vault.fields.SealedJSON('welcome.former_words', editable=True, scope='practice')),
                ('saved_at', models.DateTimeField(default=kith.clock.now)),
                ('practice', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.practice')),
                ('saved_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['label', 'row_id', 'version'],
                'constraints': [models.UniqueConstraint(fields=('label', 'row_id', 'version'), name='welcome_one_former_text')],
            },
        ),
        migrations.CreateModel(
            name='PageWords',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('page', models.CharField(choices=[('start', 'First page'), ('ipt', 'What IPT is'), ('helps', 'Whom it may help'), ('evidence', 'What is known'), ('people', 'Our therapists'), ('asking', 'How to ask'), ('access', 'Access and privacy')], max_length=10)),
                ('words', models.TextField(blank=True)),
                ('version', models.PositiveIntegerField(default=1)),
                ('practice', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.practice')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('practice', 'page'), name='welcome_one_text_a_page'), models.CheckConstraint(condition=models.Q(('page__in', ['start', 'ipt', 'helps', 'evidence', 'people', 'asking', 'access'])), name='welcome_a_page_that_there_is')],
            },
        ),
        migrations.CreateModel(
            name='Check',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('title', kith.vault.fields.SealedText('welcome.check.title', editable=True, scope='author')),
                ('credentials', kith.vault.fields.SealedJSON('welcome.check.credentials', editable=True, scope='author')),
                ('at', models.DateTimeField(default=kith.clock.now)),
                ('taken_back_at', models.DateTimeField(null=True)),
                ('author', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('practice', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.practice')),
                ('taken_back_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('profile', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='checks', to='welcome.profile')),
            ],
            options={
                'ordering': ['at'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('taken_back_at', None), ('taken_back_by', None)), models.Q(('taken_back_at__isnull', False), ('taken_back_by__isnull', False)), _connector='OR'), name='welcome_taken_back_by_somebody')],
            },
        ),
    ]
