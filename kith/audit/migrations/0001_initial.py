import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='AuditHead',
            fields=[
                ('practice_id', models.UUIDField(primary_key=True, serialize=False)),
                ('seq', models.PositiveBigIntegerField(default=0)),
                ('mac', models.CharField(blank=True, max_length=64)),
            ],
        ),
        migrations.CreateModel(
            name='AuditEvent',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ('practice_id', models.UUIDField()),
                ('seq', models.PositiveBigIntegerField()),
                ('at', models.DateTimeField()),
                ('actor_id', models.UUIDField(null=True)),
                ('actor_role', models.CharField(blank=True, max_length=80)),
                ('action', models.CharField(max_length=60)),
                ('about_kind', models.CharField(blank=True, max_length=60)),
                ('about_id', models.CharField(blank=True, max_length=40)),
                ('client_id', models.UUIDField(null=True)),
                ('reason', models.CharField(blank=True, max_length=200)),
                ('request_id', models.CharField(blank=True, max_length=36)),
                ('mac', models.CharField(max_length=64)),
            ],
            options={
                'ordering': ['practice_id', 'seq'],
                'indexes': [models.Index(fields=['client_id', 'at'], name='audit_audit_client__ce1602_idx'), models.Index(fields=['at'], name='audit_audit_at_c42b4b_idx')],
                'constraints': [models.UniqueConstraint(fields=('practice_id', 'seq'), name='audit_one_place_in_the_chain')],
            },
        ),
    ]
