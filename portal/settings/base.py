"""What every installation shares. Embedded by default; DATABASE_URL and REDIS_URL make it a cluster."""

from pathlib import Path
from typing import Any

import environ
from csp.constants import NONCE, NONE, SELF

BASE_DIR = Path(__file__).resolve().parent.parent.parent
env = environ.Env()

SITE_URL = env.str("SITE_URL", "http://127.0.0.1:8000")  # what links in mails begin with
DATA_DIR = Path(env.str("THONG_SUOT_DATA", str(BASE_DIR / "var")))
DATA_DIR.mkdir(parents=True, exist_ok=True)
DEBUG = False
DEMONSTRATION = False
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])

INSTALLED_APPS = [
    "portal",
    "notifications",
    "processes",
    "workflow",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "guardian",
    "channels",
    "csp",
    "axes",
    "django_tasks",
    "django_tasks_db",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "portal.language.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "portal.access.AccessMiddleware",
    "portal.deployment.NewerDeploymentMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "portal.urls"
ASGI_APPLICATION = "portal.asgi.application"
WSGI_APPLICATION = "portal.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "portal" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "csp.context_processors.nonce",
                "portal.context.shell",
            ],
        },
    },
]

# --- database: SQLite in one file unless DATABASE_URL says otherwise

SQLITE_ENGINE = "portal.sqlite"  # WAL, BEGIN IMMEDIATE, one writers' queue


def sqlite(path: Path) -> dict[str, Any]:
    """Settings of an SQLite database in `path`."""
    return {
        "ENGINE": SQLITE_ENGINE,
        "NAME": str(path),
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; "
            "PRAGMA recursive_triggers=ON;",  # else INSERT OR REPLACE would pass the trail's delete trigger
        },
    }


if env.str("DATABASE_URL", ""):
    DATABASES = {"default": env.db("DATABASE_URL")}
    DATABASES["default"]["OPTIONS"] = {"pool": {"min_size": 2, "max_size": 10}}
else:
    DATABASES = {"default": sqlite(DATA_DIR / "thong-suot.sqlite3")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- doorbell and jobs

REDIS_URL = env.str("REDIS_URL", "")
if REDIS_URL:
    CHANNEL_LAYERS: dict[str, Any] = {
        "default": {"BACKEND": "channels_redis.pubsub.RedisPubSubChannelLayer", "CONFIG": {"hosts": [REDIS_URL]}}
    }
else:
    CHANNEL_LAYERS = {"default": {"BACKEND": "channels.layers.InMemoryChannelLayer"}}
TASKS = {
    "default": {
        "BACKEND": "django_tasks_db.DatabaseBackend",
        "QUEUES": ["default", "documents", "drafts", "notifications"],
    }
}

# --- people

AUTH_USER_MODEL = "workflow.Account"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "sign_in"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "sign_in"
ANONYMOUS_USER_NAME = None  # guardian: nobody without an account has rights
SILENCED_SYSTEM_CHECKS = ["guardian.W001"]  # no backend of guardian: rights are asked of workflow.authorization only
AXES_FAILURE_LIMIT = 8
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_TEMPLATE = "portal/locked_out.html"
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_VERBOSE = False
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 3600
CSRF_COOKIE_HTTPONLY = True

DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", "thong-suot@localhost")
EMAIL_TIMEOUT = 20  # seconds; a mail server that does not answer must not keep a job thread

# --- language and time: Vietnamese first

LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", "Tiếng Việt"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "portal" / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Ho_Chi_Minh"
FORMAT_MODULE_PATH = ["portal.formats"]
USE_THOUSAND_SEPARATOR = True

# --- files

STATIC_URL = "static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "portal.vendor.VendorFinder",
]
MEDIA_ROOT = DATA_DIR / "media"
SEAL_FOLDER = Path(env.str("SEAL_FOLDER", str(DATA_DIR / "seals")))  # best where the database's owner cannot write
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# --- signatures

SIGNING_KEYS = env.str(
    "SIGNING_KEYS", "processes.key_store.folder.FolderStore"
)  # or processes.key_store.token.TokenStore
SIGNING_KEY_FOLDER = Path(env.str("SIGNING_KEY_FOLDER", str(DATA_DIR / "keys")))
SIGNING_SECRET = env.str("SIGNING_SECRET", "")  # encrypts the keys of that folder
SIGNING_TOKEN_MODULE = env.str("SIGNING_TOKEN_MODULE", "")  # the token maker's PKCS#11 library
SIGNING_TOKEN = env.str("SIGNING_TOKEN", "")
SIGNING_TOKEN_PIN = env.str("SIGNING_TOKEN_PIN", "")
TRUSTED_ROOTS = Path(env.str("TRUSTED_ROOTS", str(DATA_DIR / "trusted")))  # authorities' certificates, *.pem
# A province without keys may run on consents alone; only on purpose, never because a key is missing.
ISSUE_WITHOUT_SIGNATURES = env.bool("ISSUE_WITHOUT_SIGNATURES", False)
PUBLIC_URL = env.str("PUBLIC_URL", SITE_URL)  # what the address printed on issued documents begins with
PRINT_CHECK_CODE = env.bool("PRINT_CHECK_CODE", True)

MAX_UPLOAD_BYTES = 50 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 30_000  # a plan of a hundred pages in the editor has seven for each task

# --- what a page may load: our own files, nothing else

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "frame-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "manifest-src": [SELF],
    }
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {
        name: {"level": "WARNING"}
        for name in (
            "axes",
            "django_tasks",
            "django_tasks_db",
            "fontTools",
            "weasyprint",
            "pdfminer",
            "pikepdf",
            "pyhanko",
        )
    },
}
