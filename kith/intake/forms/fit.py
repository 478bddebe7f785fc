from django import forms
from django.utils.translation import gettext_lazy as _

from ipt import conditions as book_conditions
from ipt import consents, protocol
from ipt import intake as book_intake
from ipt.protocol import fit
from kith.care.young import Known
from kith.web import book
from kith.web.forms import CreateForm, Line, Words

from ..reading import SHORT
from .parts import PartForm

USUAL = "ipt_standard"
KEPT = ("condition", "outcome", "protocol", "reasons", "next_step", "next_on")


class FitForm(CreateForm):
    """Twelve rows to judge, an outcome to sign. Nothing is added up."""

    outcome = forms.ChoiceField(label=_("What this leads to"), widget=forms.RadioSelect)
    closes = forms.BooleanField(
        label=_("Yes, close the course"),
        help_text=_(
            "Needed where something else than IPT comes next: nothing more is sent or planned, "
            "and it is not opened again. Coming back is a new enquiry."
        ),
        required=False,
    )
    condition = forms.ChoiceField(
        label=_("What they come with"),
        help_text=_(
            "With some, only their own form of IPT can begin. Without a diagnosis, none is stored."
        ),
        required=False,
    )
    alone = forms.ChoiceField(
        label=_("Old enough to consent alone"),
        help_text=_(
            "Needed where IPT fits. Your practice has set no age; in many places it is 18."
        ),
        choices=[("yes", _("Yes")), ("no", _("No: a parent or guardian consents"))],
        widget=forms.RadioSelect,
        required=False,
    )
    protocol = forms.ChoiceField(
        label=_("Which form of IPT"),
        help_text=_("Needed for an adapted form; open for the waiting list and with medical care."),
        required=False,
    )
    in_place = forms.MultipleChoiceField(
        label=_("What is in place"),
        help_text=_("Some forms of IPT need it. Tick what you know to be so."),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    reasons = Words(
        label=_("Reasons"),
        help_text=_("A judgement, not a sum. What you write here is what counts."),
        required=True,
    )
    next_step = Line(label=_("Next step"), help_text=_("In your own words."))
    next_on = forms.DateField(
        label=_("By when"), widget=forms.DateInput(attrs={"type": "date"}), required=False
    )
    private = PartForm.base_fields["private"]
    private_version = PartForm.base_fields["private_version"]

    def __init__(
        self, *args, private_question="not_asked", recorded=(), young=None, moves=True, **kwargs
    ):
        super().__init__(*args, **kwargs)
        self.moves, self.young = moves, young or Known()
        if self.young.from_age:
            rule = _("Needed where IPT fits. Your practice's rule: from %(age)s years.")
            self.fields["alone"].help_text = rule % {"age": self.young.from_age}
        for row in book_intake.rows():
            self.fields[f"rate_{row.id}"] = forms.ChoiceField(
                label=book.text(f"suitability.{row.id}.title"),
                choices=[(rating, SHORT[rating]) for rating in row.ratings],
                widget=forms.RadioSelect,
                required=False,
            )
            self.fields[f"note_{row.id}"] = Line(label=_("In a few words"))
        self.fields["outcome"].choices = book.choices(
            "intake.outcome", [outcome.id for outcome in book_intake.outcomes()]
        )
        known = [(c.id, book.text(f"condition.{c.id}.title")) for c in book_conditions.conditions()]
        self.fields["condition"].choices = [("", _("not said")), *known]
        self.met = {"private_question"} if private_question == "asked_no_fear" else set()
        self.met |= set(recorded)
        said_here = [id for id, row in fit.entries("requires").items() if row["met_by"] == "case"]
        self.fields["in_place"].choices = [
            (id, book.text(f"requires.{id}.title")) for id in said_here
        ]
        known = self.young.age is not None
        found = protocol.offers(
            self.met | set(said_here), self.young.age, self.young.alone or not known
        )
        self.offers = [each for each in found if each.protocol.id != USUAL]
        self.usual = next(each for each in found if each.protocol.id == USUAL)
        titles = [
            (each.protocol.id, book.text(each.protocol.title))
            for each in self.offers
            if each.offered
        ]
        self.fields["protocol"].choices = [("", _("none")), *titles]

    def rows(self, known):
        """Each row with its two fields, what each rating stands for, and what is known already.

        known   {row: [sentence]}: facts beside it; no rating is set by them
        """
        return [
            {
                "known": known.get(row.id, ()),
                "rate": self[f"rate_{row.id}"],
                "note": self[f"note_{row.id}"],
                "anchors": [
                    (SHORT[r], book.text(f"suitability.{row.id}.{r}"))
                    for r in row.ratings
                    if r != "neutral"
                ],
            }
            for row in book_intake.rows()
        ]

    def clean(self):
        said = super().clean()
        if not said.get("outcome"):
            return said
        outcome = book_intake.outcome(said["outcome"])
        if outcome.form == "must" and not said.get("protocol"):
            self.add_error("protocol", _("Say which adapted form it is to be."))
        if not outcome.form:
            said["protocol"] = ""
        if self.moves and outcome.status == "closed" and not said.get("closes"):
            self.add_error("closes", _("This judgement closes the course. Say that it shall."))
        self._needs(said.get("protocol"), said.get("in_place", ()))
        if outcome.verdict == "fits":
            self._suits(said.get("condition"), said.get("protocol") or USUAL)
            self._consents(said.get("alone"), said.get("protocol") or USUAL)
            self._against(said)
        if (
            outcome.verdict != "elsewhere"
            and not said.get("next_on")
            and "next_on" not in self.errors
        ):
            self.add_error("next_on", _("Set a day, so that nobody waits without an end."))
        return said

    def _against(self, said):
        """IPT begins although a row speaks against it: only with a word why."""
        stops = [row.id for row in book_intake.rows() if said.get(f"rate_{row.id}") == "stop"]
        for row in stops:
            if not said.get(f"note_{row}", "").strip():
                self.add_error(f"note_{row}", _("Say why IPT begins although this speaks against."))

    def _needs(self, chosen, in_place):
        """What the chosen form needs has to be in place."""
        needed = protocol.load(chosen).requires if chosen else ()
        lacks = [id for id in needed if id not in (*self.met, *in_place)]
        for id in lacks:
            self.add_error("in_place", book.text(f"requires.{id}.missing"))

    def _suits(self, condition, chosen):
        """With bipolar or eating disorder only its own form of IPT begins (IPT13_10)."""
        if not condition or not book_conditions.unfit(condition, chosen):
            return
        own = protocol.load(book_conditions.condition(condition).protocol)
        self.add_error(
            "protocol",
            _("With this, plain IPT is not safe: choose “%(form)s”, or another outcome.")
            % {"form": book.text(own.title)},
        )

    def _consents(self, alone, chosen):
        """Who is too young to consent alone begins only where a guardian is asked (IPT13_15)."""
        if not alone:
            if "alone" not in self.errors:
                self.add_error("alone", _("Say who may consent: the form of IPT hangs on it."))
        elif self.young.age is not None and (alone == "yes") is not self.young.alone:
            words = _("By the birthday that is written down the age is %(age)s.")
            self.add_error("alone", words % {"age": self.young.age})
        elif alone == "no" and not consents.asks_assent(chosen):
            own = next(id for id in protocol.ids() if consents.asks_assent(id))
            self.add_error(
                "protocol",
                _("At this age choose “%(form)s”, or another outcome.")
                % {"form": book.text(protocol.load(own).title)},
            )

    def judgement(self):
        """The values as `actions.sign_fit` takes them."""
        said = self.cleaned_data
        ids = [row.id for row in book_intake.rows() if not self._unsaid(row.id)]
        return {
            "ratings": {id: said[f"rate_{id}"] for id in ids if said[f"rate_{id}"]},
            "notes": {id: said[f"note_{id}"] for id in ids if said[f"note_{id}"]},
            "in_place": said["in_place"],
            **{k: said[k] for k in KEPT},
            "too_young": {"yes": False, "no": True}.get(said["alone"]),
        }

    def _unsaid(self, row):
        """On the way without a diagnosis nothing is kept about one."""
        chosen = self.cleaned_data.get("condition")
        return row == "dx_match" and chosen and not book_conditions.condition(chosen).diagnosis

    take_private_version = PartForm.take_private_version
