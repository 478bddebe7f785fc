"""On a device that others use too the browser is told to remember nothing of any form (PRIV-09)."""

import re

from . import sessions

FORM = re.compile(rb"<form(?=[\s>])(?![^>]*\sautocomplete=)")
# What the browser would offer again. A code that counts once is no harm.
FIELD = re.compile(rb'(<(?:input|select|textarea)\s[^>]*?\bautocomplete=")(?!one-time-code)[^"]*"')


def forgetful(request, answer):
    """The answer; on a shared device with each form and field marked as not to be remembered."""
    kind = answer.headers.get("Content-Type", "")
    if answer.streaming or not kind.startswith("text/html") or not sessions.on_shared(request):
        return answer
    marked = FORM.sub(b'<form autocomplete="off"', answer.content)
    answer.content = FIELD.sub(rb'\1off"', marked)
    return answer
