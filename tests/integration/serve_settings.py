"""An installation started by a test: the demonstration's settings, without collected static files."""

from portal.settings.demonstration import *
from portal.settings.demonstration import STORAGES

STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
