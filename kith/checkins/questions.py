"""The questions of a check-in in the order in which they are asked, one a screen."""

from dataclasses import dataclass

from ipt.measures import scoring
from ipt.measures.definition import Item, Measure, Wording
from kith.measures import shelf


@dataclass(frozen=True)
class Question:
    """One question at its place (from 1). `number` counts only what is asked of everyone, so that
    the count never tells what was answered; a question that depends on others has None.
    closed: its text may not be shown any more; its place stays its own."""

    place: int
    number: int | None
    measure: Measure
    item: Item
    first: bool
    part: int
    closed: bool = False

    @property
    def depends(self) -> bool:
        return self.item.show_if is not None


def language_for(measure_id: str) -> str:
    """The language in which a measure is asked here and now; English if there is no other."""
    return shelf.here().language(measure_id)


def words(question) -> Wording:
    """The wording of a question's measure in the reader's language."""
    return shelf.here().words(question.measure.id, version=question.measure.version)


def of(checkin, versions=None) -> list[Question]:
    """Every question of a check-in. `versions`: by measure id, the one its response began with."""
    found, number, part, here = [], 0, 0, shelf.here()
    for id in checkin.measures:
        version = (versions or {}).get(id)
        measure, closed = here.load(id, version), not here.asks(id, version)
        part += not closed
        for index, item in enumerate(measure.items):
            number += item.show_if is None and not closed
            found.append(
                Question(
                    place=len(found) + 1,
                    number=None if item.show_if or closed else number,
                    measure=measure,
                    item=item,
                    first=index == 0,
                    part=part,
                    closed=closed,
                )
            )
    return found


def total(questions) -> int:
    """How many questions everyone is asked."""
    return sum(not (question.depends or question.closed) for question in questions)


def parts(questions) -> int:
    """How many questionnaires are asked."""
    return len({question.measure.id for question in questions if not question.closed})


def shown(question, answers) -> bool:
    """Whether a question is asked at all, given the answers to its measure so far."""
    if question.closed:
        return False
    visible = scoring.visible_items(question.measure, answers)
    return question.item.linkId in {item.linkId for item in visible}


def after(questions, place, responses) -> Question | None:
    """The next question to show after a place; None at the end. `responses` by measure id."""
    return next((q for q in questions if q.place > place and shown(q, answers(responses, q))), None)


def before(questions, place, responses) -> Question | None:
    """The question before a place, for the way back."""
    earlier = [q for q in questions if q.place < place and shown(q, answers(responses, q))]
    return earlier[-1] if earlier else None


def asked_of_everyone(questions) -> list[Question]:
    """Those that do not depend on others: a way past them tells of no answer."""
    return [question for question in questions if not question.depends]


def left(questions, responses, *, private=True) -> Question | None:
    """The first question neither answered nor passed over. private: only the person sees it; by
    link alone one that depends on others counts only on the way, not on coming back: its mere
    place would tell of an earlier answer."""
    for question in questions:
        counts = shown(question, answers(responses, question))
        counts = counts and (private or not question.depends)
        if counts and not touched(question, responses):
            return question
    return None


def touched(question, responses) -> bool:
    """Whether it was answered or passed over."""
    response = responses.get(question.measure.id)
    if response is None:
        return False
    id = question.item.linkId
    return id in response.answers or id in response.skipped


def answers(responses, question) -> dict:
    """What was answered so far to the questionnaire of a question."""
    response = responses.get(question.measure.id)
    return response.answers if response else {}
