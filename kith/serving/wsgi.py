"""The web application, as a WSGI server loads it."""

import os

import kith  # noqa: F401  (chooses the embedded database before Django is imported)

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kith.settings")

from django.core.wsgi import get_wsgi_application

application = get_wsgi_application()
