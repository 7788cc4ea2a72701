"""Django's settings, all of them read from this installation's ``node.toml`` and the environment."""

import os
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from comity.node import installation, sheet

INSTALLATION = installation.here()
_ADDRESS = urlsplit(INSTALLATION.url)

SECRET_KEY = INSTALLATION.secret
DEBUG = False
ALLOWED_HOSTS = [_ADDRESS.hostname or "localhost", "localhost", "127.0.0.1", "testserver"]
CSRF_TRUSTED_ORIGINS = [
    INSTALLATION.url,
    f"{_ADDRESS.scheme}://{_ADDRESS.hostname}",  # the desks, where nodes have a port of their own
]
USE_X_FORWARDED_HOST = False
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _ADDRESS.scheme == "https"
SESSION_COOKIE_NAME = (
    f"comity_{INSTALLATION.state.lower()}"  # several nodes on one host keep their sign-ins apart
)
CSRF_COOKIE_NAME = f"comity_csrf_{INSTALLATION.state.lower()}"
LANGUAGE_COOKIE_NAME = "comity_language"
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024

INSTALLED_APPS = [
    "comity.node",
    "comity.committee.documents",
    "comity.committee.text",
    "comity.committee.instruments",
    "comity.regime.evidence",
    "comity.regime.requests",
    "comity.desks",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "csp",
    "django_htmx",
    "allauth",
    "allauth.account",
    "allauth.mfa",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "comity.node.middleware.ActorMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "comity.desks.refusals.Refusals",
]

ROOT_URLCONF = "comity.desks.urls"
WSGI_APPLICATION = "comity.node.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]


LONGEST_WAL = 16_000  # pages; long before that the worker has carried the log over, see capabilities
# KiB. After a commit that split a page SQLite walks through all pages that it keeps, to find one beyond the end. In a
# long record a large cache costs more there than it saves in reading: the operating system keeps the same pages.
SQLITE_CACHE = 4000


def _database() -> dict[str, Any]:
    address = os.environ.get("COMITY_DATABASE") or INSTALLATION.database
    if not address:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": INSTALLATION.home / "comity.sqlite3",
            "CONN_MAX_AGE": None,  # opening costs more than most acts; a thread keeps its connection
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                # synchronous=NORMAL can lose the last commits on power loss: never sign a receipt from it
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
                "PRAGMA secure_delete=ON;"  # what is destroyed is overwritten, however this SQLite was built
                f"PRAGMA cache_size=-{SQLITE_CACHE};"
                f"PRAGMA wal_autocheckpoint={LONGEST_WAL};",
            },
        }
    sheet.require(address, sheet.DATABASE, "COMITY_DATABASE")
    parts = urlsplit(address)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "OPTIONS": {"pool": {"min_size": 1, "max_size": 8}},
    }


DATABASES = {"default": _database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "node.Officer"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.ScryptPasswordHasher"]
SHORTEST_PASSWORD = 12
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": SHORTEST_PASSWORD},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
CSRF_FAILURE_VIEW = "comity.desks.refusals.forged"
ACCOUNT_USER_MODEL_USERNAME_FIELD = "name"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_ADAPTER = "comity.desks.sign_in.ClosedDoor"
ACCOUNT_FORMS = {"login": "comity.desks.sign_in.SignInForm"}
ACCOUNT_SESSION_REMEMBER = False  # a sign-in ends with the browser
ACCOUNT_PRESERVE_USERNAME_CASING = True
MFA_SUPPORTED_TYPES = ["webauthn", "totp", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = _ADDRESS.hostname == "localhost"
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"

LANGUAGES = [
    ("ar", _("Arabic")),
    ("zh-hans", _("Chinese")),
    ("en", _("English")),
    ("fr", _("French")),
    ("ru", _("Russian")),
    ("es", _("Spanish")),
]
LOCALE_PATHS = [Path(__file__).parents[1] / "locale"]  # one catalogue a language, for every page
LANGUAGE_CODE = "en"
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

STATIC_URL = "static/"
STATIC_ROOT = INSTALLATION.home / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "manifest-src": [SELF],
    },
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"stderr": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["stderr"], "level": os.environ.get("COMITY_LOG", "WARNING")},
    "loggers": {"django.request": {"level": "ERROR"}},  # a refusal is an answer, not a fault of this node
}
