"""What the client's pages show and where each answer leads."""

from dataclasses import dataclass
from uuid import UUID

from ipt.measures import scoring

from . import actions, questions


def start(visit) -> dict:
    """The page a link leads to: template and context."""
    fresh = visit.fresh()
    context = visit.frame() | {"fresh": bool(fresh)}
    if not visit.answerable():
        return context | {"template": "checkins/nothing.html", "next_at": _next(visit)}
    asked = Asked(visit)
    open_ = questions.left(asked.questions, asked.responses)
    context |= {"read": visit.read_words(), "next_at": _next(visit), "total": asked.total}
    if visit.checkin.state == "finished" or (open_ is None and asked.questions):
        return context | {"template": "checkins/done.html"}
    return context | {
        "template": "checkins/start.html",
        "question": open_,
        "begun": open_.place > 1,
        "begin_url": visit.to("item", open_.place),
    }


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


class Asked:
    """The questions of the present check-in and what was answered so far."""

    def __init__(self, visit):
        self.visit = visit
        self.responses = visit.responses()
        self.questions = visit.questions(self.responses)
        self.total = questions.total(self.questions)

    def at(self, place):
        return next((q for q in self.questions if q.place == place), None)

    def initial(self, question) -> dict:
        """The earlier answer, for those who have signed in; by link never."""
        start = {"checkin": self.visit.checkin.pk}
        response = self.responses.get(question.measure.id)
        if self.visit.by_link or response is None:
            return start
        return start | {"answer": response.answers.get(question.item.linkId)}

    def page(self, question) -> dict:
        """Context of a question's page."""
        visit, words = self.visit, questions.words(question)
        before = questions.before(self.questions, question.place, self.responses)
        ahead = questions.after(self.questions, question.place, self.responses)
        touched = questions.touched(question, self.responses)
        first = question.measure.items[0]
        parts = len(visit.checkin.measures)
        return visit.frame() | {
            "question": question,
            "number": question.number or self._number_before(question),
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

    def _number_before(self, question):
        return max(
            (q.number for q in self.questions if q.number and q.place < question.place), default=1
        )

    def save(self, question, value, checkin_id) -> Where:
        """Keep an answer; say where to go: help at once after a risk answer, else on."""
        visit = self.visit
        earlier = visit.earlier(checkin_id) if _is_id(checkin_id) else None
        id, item = question.measure.id, question.item.linkId
        checkin = earlier if earlier and id in earlier.measures else visit.checkin
        actions.answer(checkin=checkin, measure=id, item=item, value=value, by=visit.user)
        fires = value is not None and bool(scoring.risk(question.measure, {item: value}))
        if earlier:
            on = self.at(1)
            place = on.place if on else 0
            address = visit.to("support", place) if fires else visit.to("open")
            return Where(address, moved_on=not fires)
        return Where(self._on(question, fires))

    def _on(self, question, fires):
        visit = self.visit
        self.responses = visit.responses()
        ahead = questions.after(self.questions, question.place, self.responses)
        ahead = ahead or questions.left(self.questions, self.responses)
        if ahead is None:
            actions.finish(checkin=visit.checkin, by=visit.user)
        place = ahead.place if ahead else 0
        if fires:
            return visit.to("support", place)
        return visit.to("item", place) if place else visit.to("done")


def _is_id(text) -> bool:
    try:
        UUID(str(text))
    except ValueError:
        return False
    return True
