import json
import re

from django.template.loader import render_to_string

from kith.people import access
from kith.web import tenancy
from kith.web.forms import LEFT_OUT

from .veil import SHARED_SCREEN, Screen, Veil

PAPER = "intake:letter_print"  # what leaves the house says names, also while a screen hides them
ALONE = re.compile(r"<!--alone-->.*?<!--/alone-->", re.DOTALL)  # asked alone: for no other eyes
FIELD = re.compile(r'<(?:input|textarea|select)\b[^>]*?\bname="([^"]+)"')


class KeptNames:
    """No page about a client shows others a name that the client keeps to themself (PRIV-02).

    While staff hide names on a screen that others see, the pages of a course name nobody, tell of
    no event that the client keeps from joint sessions, and hold nothing that was asked or noted
    alone; a page that is all of that kind (`alone` in the matrix) says so instead. A form says
    which of its fields were not there, so that nothing of them is lost (`web.forms.LEFT_OUT`).

    Which clients a page is about is known from the trace of reading: every page that shows a
    record notes it before it is shown.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        answer = self.get_response(request)
        clients = tenancy.kept().get("opened", ())
        kind = answer.get("Content-Type", "")
        if clients and not answer.streaming and ("html" in kind or "json" in kind):
            self._veil(request, answer, clients)
        return answer

    def _veil(self, request, answer, clients):
        own = getattr(request.user, "own_client", None)
        for client_id in clients:
            if client_id is None or (own is not None and own.pk == client_id):
                continue
            for veil in self._veils(request, client_id):
                if veil:
                    answer.content = _over(veil, answer)
        if not (self._others_look(request) and "html" in answer["Content-Type"]):
            return
        row = access.route(request.resolver_match.view_name)
        if row and row.alone and request.method == "GET":
            here = {"course_id": request.resolver_match.kwargs["course_id"], "here": request.path}
            answer.content = render_to_string("inventory/for_one.html", here, request)
        else:
            answer.content = ALONE.sub(_left_out, answer.content.decode(answer.charset))

    def _veils(self, request, client_id):
        yield Veil(client_id)
        if self._others_look(request):
            yield Screen(client_id)

    def _others_look(self, request):
        route = request.resolver_match
        shown = route and request.path.startswith("/courses/") and route.view_name != PAPER
        return shown and request.session.get(SHARED_SCREEN)


def _left_out(block):
    """In the place of a block the names of its fields; of a whole form nothing is left to send."""
    names = " ".join(dict.fromkeys(FIELD.findall(block[0])))
    if not names or "<form" in block[0]:
        return ""
    return f'<input type="hidden" name="{LEFT_OUT}" value="{names}">'


def _over(veil, answer):
    if "json" not in answer.get("Content-Type", ""):
        return veil.over_page(answer.content.decode(answer.charset))
    if isinstance(veil, Screen):  # what a script takes may be saved again: only pages are covered
        return answer.content
    return json.dumps(veil.over(json.loads(answer.content)))
