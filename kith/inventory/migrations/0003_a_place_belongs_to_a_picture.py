import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("inventory", "0002_pictures")]

    operations = [
        migrations.RemoveConstraint("placement", "inventory_one_present_place"),
        migrations.RemoveConstraint("placement", "inventory_moment_of_a_picture"),
        migrations.RemoveField("placement", "moment"),
        migrations.RemoveField("placement", "picture_on"),
        migrations.AlterField(
            "placement",
            "sitting",
            models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="placements", to="inventory.sitting"),
        ),
        migrations.AddConstraint(
            model_name="sitting",
            constraint=models.CheckConstraint(
                condition=models.Q(("moment__in", ["before", "now", "wished", "end"])),
                name="inventory_moment_of_a_picture",
            ),
        ),
        migrations.AddConstraint(
            model_name="placement",
            constraint=models.UniqueConstraint(
                condition=models.Q(("superseded_at", None)),
                fields=("person", "sitting"),
                name="inventory_one_place_in_a_picture",
            ),
        ),
        migrations.AddConstraint(
            model_name="placement",
            constraint=models.CheckConstraint(
                condition=models.Q(("turn", None)) | models.Q(("turn__lt", 360)),
                name="inventory_turn_within_the_circle",
            ),
        ),
    ]
