"""What the pages of this room show, put into words."""

from django.utils.translation import gettext as _

from . import shelf, words
from .models import MeasureConfirmation, OwnDefinition

OPS = {">=": "≥", "<=": "≤", ">": ">", "<": "<", "==": "="}


def shelf_rows() -> list[dict]:
    """Every measure, by what it is about, and where it stands."""
    here = shelf.here()
    known = [here.load(id) for id in here.all_ids()]
    return [
        {"title": words.domain_words(name), "measures": [_row(here, each) for each in group]}
        for name, group in words.by_domain(known)
    ]


def _row(here, measure):
    said, state = here.shown_words(measure.id), here.state(measure.id)
    return {
        "id": measure.id,
        "title": said.title,
        "short": said.short,
        "state": state,
        "tag": tag(state),
        "count": len(measure.items),
        "own": here.own(measure.id) is not None,
    }


def tag(state) -> dict:
    """On or off in one word, with what goes out."""
    if not state.on:
        return {"text": _("off"), "kind": ""}
    if state.text:
        return {"text": _("on, with its text"), "kind": "good"}
    return {"text": _("on, numbers only"), "kind": "brand"}


def measure_page(id) -> dict:
    """Everything that is known about one measure. Raises LookupError."""
    here = shelf.here()
    measure, said, state = here.load(id), here.shown_words(id), here.state(id)
    ours = {"practice": here.practice_id, "measure": id}
    asked = here.own(id)
    confirmations = list(
        MeasureConfirmation.objects.filter(**ours).select_related("by", "withdrawn_by")
    )
    own = OwnDefinition.objects.filter(**ours).select_related("confirmed_by", "withdrawn_by")
    return shape(measure, said) | {
        "measure_id": id,
        "state": state,
        "tag": tag(state),
        "present": next((row for row in confirmations if row.withdrawn_at is None), None),
        "confirmations": confirmations,
        "asks_confirmation": shelf.confirmable(id),
        "own": list(own),
        "asked": asked.row if asked else None,
        "licence": dict(measure.licence) | {"words": said.licence},
    }


def shape(measure, said) -> dict:
    """A measure in words: its questions, scales, lines, change, risk and sources."""
    return {
        "measure": measure,
        "said": said,
        "domains": ", ".join(words.domain_words(name) for name in measure.domain[:1]),
        "higher": _("Higher is worse.") if measure.higher_is == "worse" else _("Higher is better."),
        "items": [_item(measure, said, item) for item in measure.items],
        "scales": [_scale(measure, said, scale) for scale in measure.scales],
        "change": _change(measure),
        "risk": [_risk(measure, said, rule) for rule in measure.risk],
    }


def _item(measure, said, item):
    return {
        "number": item.number,
        "text": said.item(item.linkId),
        "options": [(value, said.option(item.linkId, value)) for value in item.options],
        "notes": [
            *([_("counted the other way round")] if item.reverse else []),
            *([_("asked only after some answers")] if item.show_if else []),
            *([_("may be left out as not applicable")] if item.not_applicable_allowed else []),
            *([] if item.scored else [_("not part of the total")]),
            *([_("risk question")] if item.linkId in measure.risk_items else []),
        ],
    }


def _scale(measure, said, scale):
    return {
        "name": said.scales[scale.id],
        "main": scale.id == measure.main.id,
        "range": _("%(low)g to %(high)g") % {"low": scale.range[0], "high": scale.range[1]},
        "missing": _missing(scale),
        "bands": [
            {
                "range": f"{band.min:g} – {band.max:g}",
                "words": said.bands[scale.id][band.id],
                "mark": words.certainty(band.verified),
            }
            for band in scale.bands
        ],
        "cutoffs": [
            {
                "line": f"{OPS[cut.op]} {cut.value:g}",
                "words": said.cutoffs[scale.id][cut.id],
                "for": cut.applies_to or "",
                "source": cut.source,
                "mark": words.certainty(cut.verified),
            }
            for cut in scale.cutoffs
        ],
    }


def _missing(scale):
    if scale.missing.rule == "none":
        return _("needs every answer")
    return _("needs %(least)d of %(all)d answers; the rest is filled with their mean") % {
        "least": scale.missing.min_valid,
        "all": len(scale.items),
    }


def _change(measure):
    facts = measure.change
    if facts.threshold is None:
        return {"words": _("No figure is published: the line is shown, and no verdict.")}
    return {
        "words": _("A change of %(points)g points counts as reliable.")
        % {"points": facts.threshold},
        "basis": facts.basis,
        "mark": words.certainty(facts.verified),
    }


def _risk(measure, said, rule):
    what = said.item(rule.item) if rule.item else said.scales[rule.scale]
    level = _("read by the owner in time")
    if rule.level == "high_review":
        level = _("read by the owner and a second person")
    return {"what": what, "line": f"{OPS[rule.op]} {rule.value:g}", "level": level}
