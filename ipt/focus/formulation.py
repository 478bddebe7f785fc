"""The sentence that a formulation can begin from; the client corrects it."""

from typing import Any

from ipt.words import Message


def sentence(
    *,
    diagnosis: str = "",
    onset: str,
    event: str,
    people: str,
    feeling: str,
    sessions: int,
    focus: str | Message,
    aim: str,
) -> Message:
    """Return the summary to say to a client, in the client's own words where they stand in it.

    diagnosis   as it was named; empty where no illness is named (counselling)
    onset       when it began, as it is told: "last spring"
    event       goes on after "at about the time"; people after "Since then", feeling after
                "It makes sense that", aim after "so that"
    focus       what is worked on, in the client's words

    Source: Kith's own wording.
    """
    values: dict[str, Any] = {
        "onset": onset,
        "event": event,
        "people": people,
        "feeling": feeling,
        "sessions": sessions,
        "focus": focus,
        "aim": aim,
    }
    if not diagnosis:
        return Message("formulation.no_illness", values)
    return Message("formulation.illness", {"diagnosis": diagnosis, **values})
