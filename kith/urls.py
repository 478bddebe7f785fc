"""Every address of the house. Each name has a row in kith/people/matrix.toml."""

from importlib.util import find_spec

from django.conf import settings
from django.urls import include, path


def _has_urls(room):
    return room != "web" and find_spec(f"kith.{room}.urls")


urlpatterns = [path("", include("kith.web.urls"))]
urlpatterns += [
    path("", include(f"kith.{room}.urls")) for room in settings.ROOMS if _has_urls(room)
]
if settings.KITH_DEMO:
    urlpatterns.append(path("demo/", include("kith.demo.urls")))

handler400 = "kith.web.trouble.bad_request"
handler403 = "kith.web.trouble.forbidden"
handler404 = "kith.web.trouble.not_found"
handler500 = "kith.web.trouble.went_wrong"
