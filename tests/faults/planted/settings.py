"""The settings of a version that is not out yet."""

from kith.settings import *  # noqa: F403

INSTALLED_APPS = [*INSTALLED_APPS, "tests.faults.planted"]  # noqa: F405
