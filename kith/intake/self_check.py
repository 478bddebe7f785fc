"""Five statements somebody may think about before writing. They give things to talk about.

Nothing is added up, nothing is judged (IPT specification 2.1, consult.self_check).
"""

from django.utils.translation import gettext_lazy

ANSWERS = [
    ("yes", gettext_lazy("Yes")),
    ("partly", gettext_lazy("Partly")),
    ("no", gettext_lazy("No")),
]
STATEMENTS = {
    "conflict": (
        gettext_lazy("I feel worse after an argument or tension with someone."),
        gettext_lazy("Who it happens with, and what you would like them to know."),
    ),
    "lonely": (
        gettext_lazy("I feel lonely or cut off from others."),
        gettext_lazy("Who you miss, and where it feels a little easier to be with people."),
    ),
    "loss": (
        gettext_lazy("I have lost someone who matters to me."),
        gettext_lazy("Who it was, and how things have been since."),
    ),
    "change": (
        gettext_lazy("Something big in my life has changed."),
        gettext_lazy("What the change was, and what you left behind with it."),
    ),
    "focused": (
        gettext_lazy("I would like help for a set time that looks at life as it is now."),
        gettext_lazy("What you would like to be different in three or four months."),
    ),
}


def to_talk_about(answers) -> list[str]:
    """Sentences for what was answered yes or partly, in order; never a number."""
    return [
        str(talk)
        for id, (_statement, talk) in STATEMENTS.items()
        if answers.get(id) in ("yes", "partly")
    ]


def said(answers) -> list[tuple[str, str]]:
    """(statement, answer in words) for what was answered, for the person who reads it."""
    words = dict(ANSWERS)
    return [
        (str(statement), str(words[answers[id]]))
        for id, (statement, _talk) in STATEMENTS.items()
        if answers.get(id) in words
    ]
