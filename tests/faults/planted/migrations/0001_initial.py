from django.db import migrations, models

from tests.faults.planted.failing import at


class Migration(migrations.Migration):
    initial = True
    dependencies = [("care", "0001_initial"), ("people", "0001_initial")]
    operations = [
        at(0),
        migrations.CreateModel(
            name="Planted",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("words", models.CharField(max_length=20)),
            ],
        ),
        at(1),
        migrations.RunSQL(
            "ALTER TABLE care_course ADD COLUMN planted integer NOT NULL DEFAULT 7",
            "ALTER TABLE care_course DROP COLUMN planted",
        ),
        at(2),
        migrations.RunSQL(
            "UPDATE care_course SET planted = 8", "UPDATE care_course SET planted = 7"
        ),
        at(3),
    ]
