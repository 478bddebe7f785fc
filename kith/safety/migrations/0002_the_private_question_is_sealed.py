from django.db import migrations

import kith.vault.fields
from kith.web import tenancy


def seal(apps, schema_editor):
    """What was answered when somebody was asked alone moves under the key of its client."""
    practices = apps.get_model("people", "Practice").objects.values_list("pk", flat=True)
    screens = apps.get_model("safety", "RiskScreen").objects.exclude(private_question="not_asked")
    for practice in practices:
        with tenancy.within(practice):
            for row in screens.filter(practice_id=practice):
                row.private_said = row.private_question.ljust(14)
                row.save(update_fields=["private_said"])


class Migration(migrations.Migration):
    dependencies = [("safety", "0001_initial"), ("people", "0001_initial")]

    operations = [
        migrations.AddField(
            "riskscreen",
            "private_said",
            kith.vault.fields.SealedText(
                "safety.screen.private_question", editable=True, null=True
            ),
        ),
        migrations.RunPython(seal, migrations.RunPython.noop),
        migrations.RemoveField("riskscreen", "private_question"),
    ]
