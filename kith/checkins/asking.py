"""What the client's pages show and where each answer leads."""

from dataclasses import dataclass
from uuid import UUID

from ipt.measures import scoring
from kith.schedule.reading import next_for
from kith.web import book

from . import actions, questions


def start(visit) -> dict:
    """The page a link leads to: template and context."""
    fresh = visit.fresh()
    context = visit.frame() | {"fresh": bool(fresh)}
    if not visit.answerable():
        return context | {"template": "checkins/nothing.html", "next_at": _next(visit)}
    there = Asked(visit)
    if not there.total and visit.checkin.state != "finished":
        return context | {"template": "checkins/nothing.html", "next_at": _next(visit)}
    context |= {"read": visit.read_words(), "next_at": _next(visit), "total": there.total}
    if visit.checkin.state == "finished":
        meets = next_for(visit.client) is not None
        return context | {"template": "checkins/done.html", "meets": meets}
    left = there.left()
    return context | {
        "template": "checkins/start.html",
        "question": left,
        "begun": left is None or bool(there.responses),
        "number": there.number(left) if left else None,
        "begin_url": visit.to("item", left.place) if left else "",
    }


def go(visit):
    """What the button of the first page does: ask anew, or close what is answered throughout."""
    turn = visit.fresh()
    if turn:
        actions.prepare(course=visit.course, on=turn.on)
    elif visit.answerable() and Asked(visit).whole():
        actions.finish(checkin=visit.checkin, by=visit.user)


def _next(visit):
    return visit.next_at() if visit.course else None


def support(visit, place) -> dict:
    """Help and the way on: `place` is the question that comes next, 0 the end."""
    on = visit.to("item", place) if place else visit.to("done")
    return visit.frame() | {"read": visit.read_words(), "on_url": on, "help_here": True}


@dataclass(frozen=True)
class Where:
    """Where a saved answer leads; moved_on: the page was of an earlier check-in."""

    address: str
    moved_on: bool = False


def asked(visit, checkin_id=None):
    """The questions of the present check-in; of a former one, if a page of it was sent in: an
    answer is never put to another question than the one that was on the page. None if the page is
    of no check-in of this person, or there is none."""
    if not checkin_id or visit.is_present(checkin_id):
        return Asked(visit, served=bool(checkin_id)) if visit.checkin else None
    former = visit.earlier(checkin_id) if _is_id(checkin_id) else None
    return Asked(visit, former) if former else None


def again(visit) -> dict:
    """What is shown where an answer could not be saved: that it was not, help, and the way on."""
    return visit.frame() | {"nobody_watching": book.text("safety.nobody_watching")}


class Asked:
    """The questions of a check-in and what was answered so far."""

    def __init__(self, visit, former=None, *, served=False):
        self.visit, self.former, self.served = visit, former, served
        self.checkin = former or visit.checkin
        self.responses = visit.responses(self.checkin)
        self.questions = visit.questions(self.checkin, self.responses)
        self.total = questions.total(self.questions)

    def left(self):
        """The first question that is still open."""
        return questions.left(self.questions, self.responses, private=not self.visit.by_link)

    @property
    def takes_answers(self) -> bool:
        """An answer that was given is kept, also when nothing new would be asked now; of a
        check-in held back, where its page was seen before it was."""
        return self.checkin.state != "held" or bool(self.former) or self.served

    def at(self, place):
        return next((q for q in self.questions if q.place == place), None)

    def initial(self, question) -> dict:
        """The earlier answer, for those who have signed in; by link never."""
        start = {"checkin": self.checkin.pk}
        response = self.responses.get(question.measure.id)
        if self.visit.by_link or response is None:
            return start
        return start | {"answer": response.answers.get(question.item.linkId)}

    def page(self, question) -> dict:
        """Context of a question's page."""
        visit, words = self.visit, questions.words(question)
        way = questions.asked_of_everyone(self.questions) if visit.by_link else self.questions
        before = questions.before(way, question.place, self.responses)
        ahead = questions.after(way, question.place, self.responses)
        touched = questions.touched(question, self.responses)
        first = question.measure.items[0]
        parts = questions.parts(self.questions)
        return visit.frame() | {
            "question": question,
            "number": self.number(question),
            "total": self.total,
            "stem": words.instructions if question.item.option_set == first.option_set else "",
            "announce": question.first and question.part > 1,
            "part": question.part,
            "parts": parts,
            "some_saved": bool(self.responses),
            "read": visit.read_words() if question.first else "",
            "back_url": visit.to("item", before.place) if before else visit.to("open"),
            "go_on_url": visit.to("item", ahead.place) if touched and ahead else "",
            "help_url": visit.to("support", question.place),
        }

    def number(self, question):
        """How far the person is: a question that depends on others has the number before it."""
        before = [q.number for q in self.questions if q.number and q.place <= question.place]
        return max(before, default=1)

    def save(self, question, value) -> Where:
        """Keep an answer; say where to go: help at once after a risk answer, else on."""
        measure, item = question.measure, question.item.linkId
        before = questions.answers(self.responses, question)
        kept = actions.answer(
            checkin=self.checkin, measure=measure.id, item=item, value=value, by=self.visit.user
        )
        self.responses = {**self.responses, measure.id: kept}
        fires = value is not None and _fires(measure, item, before, kept.answers)
        if self.former:
            return Where(self._aside(fires), moved_on=not fires)
        place = self._next(question)
        if place and not fires:  # its page asks for itself whether it may be shown
            return Where(self.visit.to("item", place))
        if not self.visit.answerable():
            return Where(self._aside(fires))
        if fires:
            return Where(self.visit.to("support", place))
        return Where(self.visit.to("done"))

    def _aside(self, fires):
        return self.visit.to("support", 0) if fires else self.visit.to("open")

    def _next(self, question) -> int:
        """The place of the next question; 0 when all are done, and then the check-in is."""
        ahead = questions.after(self.questions, question.place, self.responses)
        ahead = ahead or self.left()
        if ahead is None:
            actions.finish(checkin=self.checkin, by=self.visit.user)
        return ahead.place if ahead else 0

    def whole(self) -> bool:
        """Whether every question was answered or passed over."""
        return self.total > 0 and self.left() is None


def _fires(measure, item, before, after) -> bool:
    """Whether an answer asks for help: itself, or as it brings a scale over its line."""
    known = {hit.rule for hit in scoring.risk(measure, before)}
    hits = scoring.risk(measure, after)
    return any(hit.item == item or (hit.rule not in known) for hit in hits)


def _is_id(text) -> bool:
    try:
        UUID(str(text))
    except ValueError:
        return False
    return True
