import django.db.models.deletion
import kith.clock
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
            name='Letter',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(help_text='which neutral sentence', max_length=30)),
                ('event', models.CharField(help_text='what it is about; once each', max_length=120)),
                ('route', models.CharField(help_text='name of the page it leads to', max_length=40)),
                ('about_id', models.UUIDField(null=True)),
                ('state', models.CharField(choices=[('waiting', 'waiting'), ('sending', 'sending'), ('sent', 'sent'), ('withheld', 'withheld'), ('given_up', 'given_up')], default='waiting', max_length=10)),
                ('reason', models.CharField(blank=True, max_length=60)),
                ('not_before', models.DateTimeField(default=kith.clock.now)),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('leased_until', models.DateTimeField(null=True)),
                ('made_at', models.DateTimeField(default=kith.clock.now)),
                ('sent_at', models.DateTimeField(null=True)),
                ('client', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.client')),
                ('practice', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.practice')),
                ('user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['made_at'],
                'indexes': [models.Index(fields=['state', 'not_before'], name='post_letter_state_9eb4b7_idx')],
                'constraints': [models.UniqueConstraint(fields=('practice', 'event'), name='post_one_letter_an_event')],
            },
        ),
    ]
