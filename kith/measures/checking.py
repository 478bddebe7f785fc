"""Whether a practice's own definition may stand on the shelf beside what is there."""

import re

from django.utils.translation import gettext as _

from . import shelf

ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
LONGEST_ID, LONGEST_VERSION, LONGEST_TEXT = 40, 20, 262_144


def troubles(measure) -> list[str]:
    """Reasons in words why it can not be added; empty if it can."""
    return [*_names(measure), *_version(measure), *_questions(measure)]


def _names(measure):
    if not ID.fullmatch(measure.id) or len(measure.id) > LONGEST_ID:
        yield _("id: use small letters, digits and hyphens, such as phq-9; 40 signs at most.")
    if len(measure.version) > LONGEST_VERSION:
        yield _("version: 20 signs at most.")


def _version(measure):
    """Never used before: a stored answer points at it."""
    if shelf.here().has(measure.id, measure.version):
        yield _("version: %(version)s is there already. A changed wording is a new version.") % {
            "version": measure.version
        }


def _questions(measure):
    """A question's id tells which questionnaire it belongs to."""
    here = shelf.here()
    mine = {item.linkId for item in measure.items}
    for id in here.all_ids():
        if id != measure.id and (both := mine & {item.linkId for item in here.load(id).items}):
            yield _("items: %(item)s is a question of %(measure)s already.") % {
                "item": sorted(both)[0],
                "measure": id,
            }
