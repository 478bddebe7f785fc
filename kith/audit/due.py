"""Once a day (UTC) and chain: check it from end to end and write down its head."""

from datetime import date, datetime

import structlog

from kith import clock
from kith.web import tenancy

from . import chain, heads

log = structlog.get_logger("kith.audit")
_done: dict[tuple[str, object], date] = {}  # spares reading the file each minute


def run(practice) -> None:
    """The practice's chain, and the chain of the house."""
    for practice_id in (practice.pk, tenancy.HOUSE):
        if not _written_today(practice_id):
            check(practice_id)


def check(practice_id) -> chain.Verdict:
    """Verify one chain and write down what was found."""
    verdict = chain.verify(practice_id)
    if verdict.fault:
        log.error("audit_broken")
    heads.write(practice_id, verdict.fault)
    return verdict


def _written_today(practice_id) -> bool:
    mark, today = (str(heads.file()), practice_id), clock.today()
    if _done.get(mark) == today:
        return True
    last = heads.last(practice_id)
    if last is None or datetime.fromisoformat(last["at"]).date() != today:
        return False
    _done[mark] = today
    return True
