import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import kith.clock
import kith.vault.fields
from kith.web import tenancy


def own_pictures(apps, schema_editor):
    """Each moment that was told of a client becomes one picture, in the order of their days."""
    practices = apps.get_model("people", "Practice").objects.values_list("pk", flat=True)
    for practice in practices:
        with tenancy.within(practice):
            _of_practice(apps)


def _of_practice(apps):
    placement = apps.get_model("inventory", "Placement")
    sitting = apps.get_model("inventory", "Sitting")
    told = {}
    for row in placement.objects.order_by("recorded_at", "pk"):
        told.setdefault(row.client_id, {}).setdefault(row.moment, []).append(row)
    for client_id, moments in told.items():
        for number, (moment, rows) in enumerate(moments.items(), start=1):
            made = sitting.objects.create(
                practice_id=rows[0].practice_id,
                client_id=client_id,
                number=number,
                moment=moment,
                on=max(row.picture_on for row in rows),
                made_at=rows[0].recorded_at,
                made_by_id=rows[0].recorded_by_id,
            )
            placement.objects.filter(pk__in=[row.pk for row in rows]).update(sitting=made)


class Migration(migrations.Migration):
    dependencies = [
        ("inventory", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Sitting",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("number", models.PositiveIntegerField()),
                ("moment", models.CharField(choices=[("before", "before it began"), ("now", "now"), ("wished", "wished for"), ("end", "at the end")], default="now", max_length=8)),
                ("on", models.DateField()),
                ("title", kith.vault.fields.SealedText("inventory.sitting.title", editable=True, null=True)),
                ("made_at", models.DateTimeField(default=kith.clock.now)),
                ("few_people_at", models.DateTimeField(null=True)),
                ("client", models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.client")),
                ("few_people_by", models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                ("follows", models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="inventory.sitting")),
                ("made_by", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                ("practice", models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.practice")),
            ],
            options={"ordering": ["number"]},
        ),
        migrations.AddConstraint(
            model_name="sitting",
            constraint=models.UniqueConstraint(fields=("client", "number"), name="inventory_sitting_number"),
        ),
        migrations.AddConstraint(
            model_name="sitting",
            constraint=models.CheckConstraint(
                condition=models.Q(("few_people_at", None), ("few_people_by", None))
                | models.Q(("few_people_at__isnull", False), ("few_people_by__isnull", False)),
                name="inventory_few_people_said_by_someone",
            ),
        ),
        migrations.AddField("person", "hidden_at", models.DateTimeField(null=True, help_text="the client keeps the name to themself")),
        migrations.AddField("person", "stand_in", kith.vault.fields.SealedText("inventory.person.stand_in", editable=True, null=True)),
        migrations.AddField("safetynote", "bearing", kith.vault.fields.SealedText("inventory.safety_note.bearing", editable=True, null=True)),
        migrations.AddField("placement", "turn", models.PositiveSmallIntegerField(null=True)),
        migrations.AddField("placement", "said", kith.vault.fields.SealedJSON("inventory.placement.said", editable=True, null=True)),
        migrations.AddField("placement", "carried", models.BooleanField(default=False)),
        migrations.AddField(
            "placement",
            "sitting",
            models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="placements", to="inventory.sitting"),
        ),
        migrations.RunPython(own_pictures, migrations.RunPython.noop),
    ]
