"""What the first page and the first tick would load: loaded once, before there are children.

Memory that both children would fill with the same things is then shared by them. Nothing here
opens the database: a connection must not be carried into a child.
"""

from importlib import import_module

from django.conf import settings
from django.template.loader import get_template
from django.urls import get_resolver
from django.utils import translation
from django.utils.module_loading import import_string

PAGES = ("base.html", "plain.html", "desk.html", "home.html", "error_base.html")
PAGES += ("account/login.html", "components/ribbon.html")
EVERYWHERE = ("django.conf.locale.en.formats", "django.db.models.sql.compiler")
EVERYWHERE += ("kith.people.adapter", "kith.desk.context", "kith.home.context")
WORKER = "django_tasks_db.management.commands.db_worker"


def load() -> None:
    """Addresses, words, the matrix, pages, and what the process in the background runs."""
    with translation.override(settings.LANGUAGE_CODE):
        translation.gettext("Sign in")
        _ = get_resolver().reverse_dict
    import_module("kith.people.access").table()
    for page in PAGES:
        get_template(page)
    tick = import_module("kith.post.tick")
    for work in (*tick.DUE, *getattr(tick, "HOUSE_DUE", ())):
        import_string(work)
    for each in (WORKER, *EVERYWHERE):
        import_module(each)
