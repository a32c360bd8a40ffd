"""Tests: cheap passwords, a throw-away data folder. DATABASE_URL and REDIS_URL choose other stores."""

import os
import tempfile
from pathlib import Path

from .base import *
from .base import CHANNEL_LAYERS, DATABASES, REDIS_URL, STORAGES, env, sqlite

DEMONSTRATION = env.bool("TEST_DEMONSTRATION", False)
SECRET_KEY = "tests-only-tests-only-tests-only-tests-only-tests-only"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
AXES_ENABLED = False

_folder = tempfile.TemporaryDirectory(prefix="thong-suot-tests-")  # gone when the process ends
DATA_DIR = Path(_folder.name)
MEDIA_ROOT = DATA_DIR / "media"
STATIC_ROOT = DATA_DIR / "static"
STATIC_ROOT.mkdir()
SEAL_FOLDER = DATA_DIR / "seals"
SIGNING_KEY_FOLDER = DATA_DIR / "keys"
TRUSTED_ROOTS = DATA_DIR / "trusted"
SIGNING_SECRET = "tests-only-tests-only"
ISSUE_WITHOUT_SIGNATURES = True  # most tests are of other matters; those of signing say otherwise
if not env.str("DATABASE_URL", ""):
    # a file and not memory, so that tests with threads meet the locks that an installation has
    DATABASES = {"default": sqlite(DATA_DIR / "tests.sqlite3")}
    DATABASES["default"]["OPTIONS"]["init_command"] += "PRAGMA synchronous=OFF;"  # no test survives a power cut
    DATABASES["default"]["TEST"] = {"NAME": str(DATA_DIR / "tests-run.sqlite3")}
if REDIS_URL:
    CHANNEL_LAYERS["default"]["CONFIG"]["prefix"] = f"tests-{os.getpid()}"  # several runs may share one Redis
