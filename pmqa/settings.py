"""Every setting, each from the environment with a default that is safe for one machine."""

import os
import re
from pathlib import Path

import dj_database_url
import fontpkg_sarabun
from bootstrap_wrapper import get_bootstrap_css_dir
from csp.constants import NONCE, NONE, SELF
from django.utils.translation import gettext_lazy as _

from pmqa.keys import secret_key
from pmqa.mail import mail_server
from pmqa.storage.address import storages

BASE_DIR = Path(__file__).resolve().parent.parent
PMQA_DATA = Path(os.environ.get("PMQA_DATA", BASE_DIR / "data")).resolve()
PMQA_DATA.mkdir(parents=True, exist_ok=True)

DEBUG = os.environ.get("PMQA_DEBUG", "") == "1"
# Files in S3 instead of a folder of this machine: pmqa/storage/address.py says how it is written.
PMQA_STORAGE_URL = os.environ.get("PMQA_STORAGE_URL", "")
SECRET_KEY = secret_key(PMQA_DATA, is_shared=bool(PMQA_STORAGE_URL))
ALLOWED_HOSTS = os.environ.get("PMQA_HOSTS", "localhost,127.0.0.1,[::1]").split(",")
CSRF_TRUSTED_ORIGINS = [host for host in os.environ.get("PMQA_ORIGINS", "").split(",") if host]
SECURE_TRANSPORT = os.environ.get("PMQA_HTTPS", "") == "1"

INSTALLED_APPS = [
    "pmqa",
    "pmqa.headquarters",
    "pmqa.annual",
    "pmqa.reminders",
    "pmqa.shelf",
    "pmqa.likeness",
    "pmqa.followup",
    "pmqa.discussion",
    "pmqa.assessing",
    "pmqa.statistics",
    "pmqa.rollup",
    "pmqa.reports",
    "pmqa.exchange",
    "pmqa.judging",
    "pmqa.scoring",
    "pmqa.freezing",
    "customers",
    "channels",
    "complaints",
    "participation",
    "satisfaction",
    "standards",
    "pmqa.personal",
    "pmqa.evidence",
    "pmqa.profile",
    "pmqa.cycle",
    "pmqa.door",
    "pmqa.notices",
    "pmqa.audit",
    "pmqa.organization",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "axes",
    "crispy_forms",
    "crispy_bootstrap5",
    "csp",
    "django_htmx",
    "django_q",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "pmqa.door.busy.in_turn",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "axes.middleware.AxesMiddleware",
    "pmqa.freezing.middleware.SubmittedMeanwhile",
]

ROOT_URLCONF = "pmqa.urls"
WSGI_APPLICATION = "pmqa.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "pmqa.organization.context.page",
                "pmqa.notices.context.inbox",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"

# SQLite: IMMEDIATE takes the write lock at the start of a transaction, so that two writers wait instead of failing;
# write-ahead logging is left out because releases before 3.51.3 can damage the file with it.
SQLITE = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA recursive_triggers=ON;",
}
DATABASES = {
    "default": dj_database_url.parse(
        os.environ.get("PMQA_DATABASE_URL") or f"sqlite:///{PMQA_DATA / 'pmqa.sqlite3'}", conn_max_age=60
    )
}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = SQLITE
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "organization.Person"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("UserAttributeSimilarityValidator", "MinimumLengthValidator", "CommonPasswordValidator")
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_ADAPTER = "pmqa.organization.accounts.ClosedAccounts"
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_RATE_LIMITS = {"login_failed": False}
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_LOCKOUT_TEMPLATE = "account/locked.html"
AXES_RESET_ON_SUCCESS = True
AXES_ENABLE_ADMIN = False

LANGUAGE_CODE = "th"
LANGUAGES = [("th", _("Thai")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Asia/Bangkok"
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = PMQA_DATA / "static"
STATICFILES_DIRS = [
    BASE_DIR / "static",
    ("bootstrap", get_bootstrap_css_dir()),
    ("fonts", Path(fontpkg_sarabun.__file__).parent / "files"),
]
STORAGES = {
    **storages(PMQA_STORAGE_URL),
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
MEDIA_ROOT = PMQA_DATA / "files"
# The folder of the nightly backups, on another disk if possible; "off" where somebody else makes them.
_backups = os.environ.get("PMQA_BACKUPS", "")
PMQA_BACKUPS = None if _backups == "off" else Path(_backups or PMQA_DATA / "backups").resolve()
DATA_UPLOAD_MAX_MEMORY_SIZE = 8 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000
FILE_UPLOAD_PERMISSIONS = 0o640
FILE_UPLOAD_HANDLERS = [
    "pmqa.door.uploads.BoundedUpload",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

# A worker that takes longer is ended; one that was lost has its task handed out again a little later.
JOB_SECONDS = int(os.environ.get("PMQA_JOB_SECONDS", "600"))
# Where jobs wait: in the database, or in Redis (redis://HOST:PORT/0).
PMQA_BROKER_URL = os.environ.get("PMQA_BROKER_URL", "")
Q_CLUSTER = {
    "name": "pmqa",
    **(
        {"broker_class": "pmqa.redis_queue.RedisQueue", "redis": PMQA_BROKER_URL}
        if PMQA_BROKER_URL
        else {"orm": "default"}
    ),
    "workers": int(os.environ.get("PMQA_WORKERS", "2")),
    "timeout": JOB_SECONDS,
    "retry": JOB_SECONDS * 6 // 5,
    "max_attempts": 3,
    "poll": 0.5,
    "catch_up": False,
    "label": _("Background jobs"),
}

globals().update(mail_server(os.environ.get("PMQA_EMAIL_URL", "")))
DEFAULT_FROM_EMAIL = os.environ.get("PMQA_EMAIL_FROM", "pmqa@localhost")
# The address of the site as people type it, for links in messages; without one there are none.
PMQA_SITE = os.environ.get("PMQA_SITE", "").rstrip("/")

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = SECURE_TRANSPORT
SESSION_COOKIE_SECURE = SECURE_TRANSPORT
CSRF_COOKIE_SECURE = SECURE_TRANSPORT
SECURE_HSTS_SECONDS = 31_536_000 if SECURE_TRANSPORT else 0
SESSION_COOKIE_HTTPONLY = True
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "form-action": [SELF],
    }
}
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"axes": {"level": "ERROR"}, "django_q": {"level": "WARNING"}},
}
# Names and contacts that the public leaves are removed so many days after their matter is closed.
PMQA_CONTACT_DAYS = int(os.environ.get("PMQA_CONTACT_DAYS", "365"))
# Proxies before the web server that add to X-Forwarded-For; with none, that heading is not believed.
PMQA_PROXIES = int(os.environ.get("PMQA_PROXIES", "0"))
# Seconds in the queue of connections after which a visitor without an account is asked to come back.
PMQA_LONGEST_WAIT = float(os.environ.get("PMQA_LONGEST_WAIT", "20"))
DEMONSTRATION = os.environ.get("PMQA_DEMONSTRATION", "1") == "1"
IGNORABLE_404_URLS = [re.compile(r"^/favicon\.ico$")]
