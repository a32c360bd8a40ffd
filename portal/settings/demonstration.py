"""What `make run` starts: one process, SQLite, a province with sample plans, and a click into every post."""

from .base import *
from .base import env

DEMONSTRATION = True
SECRET_KEY = env.str("SECRET_KEY", "demonstration-only-never-in-production")
SIGNING_SECRET = env.str("SIGNING_SECRET", "demonstration-only-never-in-production")
EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
