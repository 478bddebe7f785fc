from kith.web import tenancy

from .veil import SHARED_SCREEN, Screen, Veil

PAPER = "intake:letter_print"  # what leaves the house says names, also while a screen hides them


class KeptNames:
    """No page about a client shows others a name that the client keeps to themself (PRIV-02).

    While staff hide names on a screen that others see, the pages of a course name nobody.

    Which clients a page is about is known from the trace of reading: every page that shows a
    record notes it before it is shown.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        answer = self.get_response(request)
        clients = tenancy.kept().get("opened", ())
        if clients and not answer.streaming and "html" in answer.get("Content-Type", ""):
            self._veil(request, answer, clients)
        return answer

    def _veil(self, request, answer, clients):
        own = getattr(request.user, "own_client", None)
        for client_id in clients:
            if client_id is None or (own is not None and own.pk == client_id):
                continue
            for veil in self._veils(request, client_id):
                if veil:
                    answer.content = veil.over_page(answer.content.decode(answer.charset))

    def _veils(self, request, client_id):
        yield Veil(client_id)
        route = request.resolver_match
        shown = route and request.path.startswith("/courses/") and route.view_name != PAPER
        if shown and request.session.get(SHARED_SCREEN):
            yield Screen(client_id)
