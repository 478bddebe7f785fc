import django.db.models.deletion
import kith.clock
import kith.vault.fields
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('intake', '0001_initial'), ('intake', '0002_consultation_and_referrals')]

    initial = True

    dependencies = [
        ('care', '0001_initial'),
        ('people', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Explained',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('at', models.DateTimeField(default=kith.clock.now)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('client', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.client')),
                ('course', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='care.course')),
                ('practice', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.practice')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Hopes',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('begun_at', models.DateTimeField(default=kith.clock.now)),
                ('version', models.PositiveIntegerField(default=1)),
                ('first', kith.vault.fields.SealedText('intake.hopes.first', editable=True)),
                ('second', kith.vault.fields.SealedText('intake.hopes.second', editable=True)),
                ('third', kith.vault.fields.SealedText('intake.hopes.third', editable=True)),
                ('questions', kith.vault.fields.SealedText('intake.hopes.questions', editable=True)),
                ('begun_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('client', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.client')),
                ('course', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='care.course')),
                ('practice', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.practice')),
                ('leaflet', kith.vault.fields.SealedText('intake.hopes.leaflet', editable=True, null=True)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Patterns',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('begun_at', models.DateTimeField(default=kith.clock.now)),
                ('version', models.PositiveIntegerField(default=1)),
                ('key_people', kith.vault.fields.SealedText('intake.patterns.key_people', editable=True)),
                ('patterns', kith.vault.fields.SealedText('intake.patterns.patterns', editable=True)),
                ('recent_changes', kith.vault.fields.SealedText('intake.patterns.recent_changes', editable=True)),
                ('supports', kith.vault.fields.SealedText('intake.patterns.supports', editable=True)),
                ('begun_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('client', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.client')),
                ('course', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='care.course')),
                ('practice', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.practice')),
                ('people', kith.vault.fields.SealedJSON('intake.patterns.people', editable=True, help_text='up to five, a row each', null=True)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Presenting',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('begun_at', models.DateTimeField(default=kith.clock.now)),
                ('version', models.PositiveIntegerField(default=1)),
                ('challenges', kith.vault.fields.SealedText('intake.presenting.challenges', editable=True)),
                ('onset', kith.vault.fields.SealedText('intake.presenting.onset', editable=True)),
                ('course_so_far', kith.vault.fields.SealedText('intake.presenting.course_so_far', editable=True)),
                ('mood', kith.vault.fields.SealedText('intake.presenting.mood', editable=True)),
                ('treatments', kith.vault.fields.SealedText('intake.presenting.treatments', editable=True)),
                ('medication', kith.vault.fields.SealedText('intake.presenting.medication', editable=True)),
                ('health', kith.vault.fields.SealedText('intake.presenting.health', editable=True)),
                ('substances', kith.vault.fields.SealedText('intake.presenting.substances', editable=True)),
                ('who_knows', kith.vault.fields.SealedText('intake.presenting.who_knows', editable=True)),
                ('begun_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('client', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.client')),
                ('course', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='care.course')),
                ('practice', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.practice')),
                ('medicines', kith.vault.fields.SealedJSON('intake.presenting.medicines', editable=True, help_text='a row each', null=True)),
                ('tried', kith.vault.fields.SealedJSON('intake.presenting.tried', editable=True, help_text='treatments, a row each', null=True)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Fit',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('ratings', kith.vault.fields.SealedJSON('intake.fit.ratings', editable=True)),
                ('notes', kith.vault.fields.SealedJSON('intake.fit.notes', editable=True)),
                ('outcome', models.CharField(max_length=30)),
                ('protocol', models.CharField(blank=True, max_length=40)),
                ('in_place', kith.vault.fields.SealedJSON('intake.fit.in_place', editable=True)),
                ('reasons', kith.vault.fields.SealedText('intake.fit.reasons', editable=True)),
                ('next_step', kith.vault.fields.SealedText('intake.fit.next_step', editable=True)),
                ('next_on', models.DateField(null=True)),
                ('signed_at', models.DateTimeField(default=kith.clock.now)),
                ('client', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.client')),
                ('course', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='fits', to='care.course')),
                ('practice', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.practice')),
                ('signed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('condition', kith.vault.fields.SealedText('intake.fit.condition', editable=True, null=True)),
            ],
            options={
                'ordering': ['signed_at'],
                'constraints': [models.CheckConstraint(condition=models.Q(('outcome', ''), _negated=True), name='intake_fit_has_an_outcome')],
            },
        ),
        migrations.CreateModel(
            name='PrivateTwin',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('place', models.CharField(help_text='beside which text', max_length=40)),
                ('words', kith.vault.fields.SealedText('intake.private_twin.words', editable=True)),
                ('begun_at', models.DateTimeField(default=kith.clock.now)),
                ('version', models.PositiveIntegerField(default=1)),
                ('begun_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('client', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.client')),
                ('course', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='care.course')),
                ('practice', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.practice')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('course', 'place'), name='intake_one_twin_a_place')],
            },
        ),
        migrations.CreateModel(
            name='ReferralFile',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('mark', models.CharField(help_text='keyed hash of its content', max_length=64)),
                ('columns', kith.vault.fields.SealedJSON('intake.referral_file.columns', editable=True)),
                ('rows', kith.vault.fields.SealedJSON('intake.referral_file.rows', editable=True)),
                ('reads', models.JSONField(default=dict, help_text='what is said: number of the column')),
                ('left_out', models.JSONField(default=list, help_text='numbers of rows not wanted')),
                ('state', models.CharField(choices=[('open', 'looked at'), ('taken', 'taken in'), ('undone', 'taken back'), ('put_away', 'put away')], default='open', max_length=10)),
                ('count', models.PositiveIntegerField(default=0, help_text='enquiries made of it')),
                ('added_at', models.DateTimeField(default=kith.clock.now)),
                ('settled_at', models.DateTimeField(null=True)),
                ('added_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('practice', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.practice')),
                ('settled_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-added_at'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state__in', ['open', 'taken'])), fields=('practice', 'mark'), name='intake_a_file_is_taken_in_once'), models.CheckConstraint(condition=models.Q(models.Q(('settled_at', None), ('state', 'open')), models.Q(models.Q(('state', 'open'), _negated=True), ('settled_at__isnull', False)), _connector='OR'), name='intake_a_settled_file_has_a_time')],
            },
        ),
        migrations.CreateModel(
            name='Enquiry',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('source', models.CharField(choices=[('own', 'wrote through the enquiry page'), ('referral', 'was referred')], default='own', max_length=10)),
                ('name', kith.vault.fields.SealedText('intake.enquiry.name', editable=True)),
                ('reach', kith.vault.fields.SealedText('intake.enquiry.reach', editable=True)),
                ('preferred', kith.vault.fields.SealedText('intake.enquiry.preferred', editable=True)),
                ('words', kith.vault.fields.SealedText('intake.enquiry.words', editable=True)),
                ('language', kith.vault.fields.SealedText('intake.enquiry.language', editable=True)),
                ('access_needs', kith.vault.fields.SealedText('intake.enquiry.access_needs', editable=True)),
                ('how_found', kith.vault.fields.SealedText('intake.enquiry.how_found', editable=True)),
                ('referrer', kith.vault.fields.SealedText('intake.enquiry.referrer', editable=True)),
                ('self_check', kith.vault.fields.SealedJSON('intake.enquiry.self_check', editable=True)),
                ('urgent', models.BooleanField(default=False)),
                ('state', models.CharField(choices=[('waiting', 'Waiting'), ('accepted', 'Accepted'), ('declined', 'Declined'), ('closed', 'Closed')], default='waiting', max_length=10)),
                ('received_at', models.DateTimeField(default=kith.clock.now)),
                ('decided_at', models.DateTimeField(null=True)),
                ('close_reason', models.CharField(blank=True, choices=[('no_place', 'We have no place at present'), ('other_service', 'Another service fits better'), ('outside', 'Outside what this practice offers'), ('no_answer', 'No answer to our messages'), ('withdrew', 'They no longer want it'), ('duplicate', 'The same enquiry came twice')], max_length=20)),
                ('close_words', kith.vault.fields.SealedText('intake.enquiry.close_words', editable=True)),
                ('client', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.client')),
                ('course', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='care.course')),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('practice', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.practice')),
                ('typed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('file', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='enquiries', to='intake.referralfile')),
            ],
            options={
                'ordering': ['-urgent', 'received_at'],
                'indexes': [models.Index(fields=['practice', 'state'], name='intake_enqu_practic_566d1c_idx')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('client__isnull', False), ('course__isnull', False), ('state', 'accepted')), models.Q(('state', 'accepted'), _negated=True), _connector='OR'), name='intake_accepted_has_a_course'), models.CheckConstraint(condition=models.Q(models.Q(('decided_at', None), ('state', 'waiting')), models.Q(models.Q(('state', 'waiting'), _negated=True), ('decided_at__isnull', False)), _connector='OR'), name='intake_decision_has_a_time')],
            },
        ),
        migrations.CreateModel(
            name='ReferralLetter',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('to_whom', models.CharField(max_length=12)),
                ('name', kith.vault.fields.SealedText('intake.letter.name', editable=True)),
                ('address', kith.vault.fields.SealedText('intake.letter.address', editable=True)),
                ('words', kith.vault.fields.SealedText('intake.letter.words', editable=True)),
                ('begun_at', models.DateTimeField(default=kith.clock.now)),
                ('version', models.PositiveIntegerField(default=1)),
                ('sent_on', models.DateField(null=True)),
                ('sent_how', models.CharField(blank=True, choices=[('post', 'by post'), ('secure_mail', 'by a secure mail of the practice'), ('by_hand', 'handed over')], max_length=12)),
                ('sent_at', models.DateTimeField(null=True)),
                ('begun_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('client', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.client')),
                ('course', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='letters', to='care.course')),
                ('practice', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.practice')),
                ('sent_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-begun_at'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('sent_at', None), ('sent_by', None), ('sent_how', ''), ('sent_on', None)), models.Q(('sent_at__isnull', False), ('sent_by__isnull', False), ('sent_on__isnull', False), models.Q(('sent_how', ''), _negated=True)), _connector='OR'), name='intake_a_letter_went_on_a_day_by_somebody')],
            },
        ),
        migrations.CreateModel(
            name='WaitingContact',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('on', models.DateField()),
                ('how', models.CharField(choices=[('reached', 'Spoken with'), ('not_reached', 'Tried, not reached')], max_length=12)),
                ('words', kith.vault.fields.SealedText('intake.waiting_contact.words', editable=True)),
                ('at', models.DateTimeField(default=kith.clock.now)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('client', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.client')),
                ('course', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='waiting_contacts', to='care.course')),
                ('practice', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.practice')),
            ],
            options={
                'ordering': ['-on', '-at'],
            },
        ),
    ]
