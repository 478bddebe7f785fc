from django.db import migrations, models

from tests.faults.planted.failing import at


class Migration(migrations.Migration):
    dependencies = [("planted", "0001_initial")]
    operations = [
        migrations.AddField("planted", "more", models.CharField(max_length=20, default="")),
        at(4),
        migrations.AddIndex("planted", models.Index(fields=["words"], name="planted_words")),
        at(5),
    ]
