"""Whether a practice's own definition may stand on the shelf beside what is there."""

import re

from django.utils.translation import gettext as _

from . import shelf

ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
TAKEN_IDS = ("add",)  # an address of this room
TAKEN_LINKS = ("source", "csrfmiddlewaretoken")  # names on the page where answers are typed in
LONGEST_ID, LONGEST_VERSION, LONGEST_TEXT = 40, 20, 262_144


def troubles(measure, wording) -> list[str]:
    """Reasons in words why it can not be added; empty if it can."""
    return [*_names(measure), *_titles(wording), *_version(measure), *_questions(measure)]


def _names(measure):
    unfit = not ID.fullmatch(measure.id) or measure.id in TAKEN_IDS
    if unfit or len(measure.id) > LONGEST_ID:
        yield _("id: use small letters, digits and hyphens, such as phq-9; 40 signs at most.")
    if len(measure.version) > LONGEST_VERSION:
        yield _("version: 20 signs at most.")


def _titles(wording):
    """What it is called by in every list."""
    for key in ("title", "short"):
        if not getattr(wording, key).strip():
            yield _("%(key)s: must not be empty.") % {"key": key}


def _version(measure):
    """Never used before, as a stored answer points at it; and it would be the one that is asked."""
    here = shelf.here()
    counts = here.own(measure.id)
    if here.has(measure.id, measure.version):
        yield _("version: %(version)s is there already. A changed wording is a new version.") % {
            "version": measure.version
        }
    elif counts and shelf.rank(measure.version)[0] <= shelf.rank(counts.row.version)[0]:
        yield _(
            "version: must be higher than %(version)s, which is asked now. "
            "Withdraw that one first if it was wrong."
        ) % {"version": counts.row.version}


def _questions(measure):
    """A question's id tells which questionnaire it belongs to."""
    here = shelf.here()
    mine = {item.linkId for item in measure.items}
    if taken := mine.intersection(TAKEN_LINKS):
        yield _("items: %(item)s can not be the id of a question.") % {"item": min(taken)}
    for id in here.all_ids():
        if id != measure.id and (both := mine & {item.linkId for item in here.load(id).items}):
            yield _("items: %(item)s is a question of %(measure)s already.") % {
                "item": sorted(both)[0],
                "measure": id,
            }
