"""Django's settings of the peer: only its own application, and a database as durable as ours."""

import os
from pathlib import Path

HOME = Path(os.environ["PEER_HOME"])

SECRET_KEY = "a throwaway peer on loopback"
DEBUG = False
ALLOWED_HOSTS = ["127.0.0.1"]
INSTALLED_APPS = ["django.contrib.auth", "django.contrib.contenttypes", "pyas2"]
MIDDLEWARE: list[str] = []
ROOT_URLCONF = "urls"
USE_TZ = True
DATA_UPLOAD_MAX_MEMORY_SIZE = 64 * 1024 * 1024
DEFAULT_AUTO_FIELD = "django.db.models.AutoField"
MEDIA_ROOT = HOME / "files"
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": HOME / "peer.sqlite3",
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-32000;",
        },
    }
}
LOGGING = {"version": 1, "disable_existing_loggers": True}
