"""Fields that hold text in clear: which of them people write, and which are codes."""

from django.apps import apps
from django.db import models

from kith.vault.fields import SealedJSON, SealedText

ROOMS = "kith."
# What somebody types and somebody reads, in clear because it is about nobody in treatment.
WRITTEN = {
    "people.Practice": (
        "name",
        "discreet_name",
        "emergency_number",
        "crisis_line",
        "out_of_hours",
        "attendance_text",
        "fee_text",
        "confidentiality_text",
        "public_name",
        "public_line",
    ),
    "welcome.PageWords": ("words",),
    "people.User": ("credentials",),
    "care.ConsentText": ("words",),
    "measures.MeasureConfirmation": ("statement",),
    "measures.OwnDefinition": ("holder", "proof"),
}
# Names of things in the book, of zones, of routes; hashes; words that the house itself makes.
CODES = set(
    """about_id about_kind action actor_role after area backend band before choice close_reason
    closed_on email event exit_site form form_version from_phase from_protocol from_status
    from_version item key kind
    label language left_out mac mark measure measure_version measures name outcome password
    place protocol protocol_version purpose reads reason request_id review_points risk_level
    role route scale session_key settles slug source_label task text text_version time_zone
    to_phase to_protocol to_status to_version to_whom token_hash topic version
    was_state zone""".split()
)


def in_clear():
    """(model, field) of every text of ours that is not sealed and not one of a set."""
    for model in apps.get_models():
        if model.__module__.startswith(ROOMS):
            for field in model._meta.concrete_fields:
                kinds = (models.CharField, models.TextField, models.JSONField)
                sealed = isinstance(field, SealedText | SealedJSON)
                if isinstance(field, kinds) and not sealed and not field.choices:
                    yield model, field


def undecided():
    """Names of fields that are neither written by people nor known as codes."""
    return [
        f"{model._meta.label}.{field.name}"
        for model, field in in_clear()
        if field.name not in WRITTEN.get(model._meta.label, ()) and field.name not in CODES
    ]
