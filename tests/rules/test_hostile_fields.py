"""No text is left out when hostile strings are put into every field."""

from django.apps import apps

from tests.support import hostile_fields


def test_SEC_10_each_text_in_clear_is_tried_with_hostile_strings_or_is_a_code():
    """A new one: name it in WRITTEN when people write it, in CODES when they do not."""
    assert not hostile_fields.undecided()
    assert len(list(hostile_fields.in_clear())) > 30


def test_SEC_10_the_fields_that_are_tried_are_there():
    for label, names in hostile_fields.WRITTEN.items():
        for name in names:
            assert apps.get_model(label)._meta.get_field(name)
