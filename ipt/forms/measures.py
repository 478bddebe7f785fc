"""A measure is a form too: choices with the same show_if, in the same format."""

from ipt.forms.conditions import from_measure as condition
from ipt.forms.definition import Field, Form, FormWords
from ipt.measures.definition import NOT_APPLICABLE, Item, Measure, Wording
from ipt.words import text


def from_measure(measure: Measure, wording: Wording) -> tuple[Form, FormWords]:
    """Return a measure as a form with its words.

    A field's id is the item's linkId, an answer the item's own value ("na" where an item may
    not apply). `shown` is then what scoring shows, `check` refuses what scoring refuses.
    """
    by_clinician = measure.entered_by == "clinician"
    form = Form(
        id=measure.id,
        version=measure.version,
        actor="therapist" if by_clinician else "client",
        client_visible=not by_clinician,
        fields=tuple(_field(item) for item in measure.items),
    )
    words = FormWords(
        form=measure.id,
        version=measure.version,
        language=wording.language,
        title=wording.title,
        client="" if by_clinician else wording.title,
        about=wording.instructions,
        labels=dict(wording.items),
        help={},
        ends={},
        choices={item.linkId: _choices(item, wording) for item in measure.items},
        reminders={},
    )
    return form, words


def _field(item: Item) -> Field:
    answers = (*item.options, NOT_APPLICABLE) if item.not_applicable_allowed else item.options
    return Field(
        id=item.linkId,
        type="choice",
        required=item.required,
        choices=answers,
        show_if=condition(item.show_if) if item.show_if else None,
    )


def _choices(item: Item, wording: Wording) -> dict[str, str]:
    said = {str(value): wording.option(item.linkId, value) for value in item.options}
    if item.not_applicable_allowed:
        said[NOT_APPLICABLE] = text("form.not_applicable", wording.language)
    return said
