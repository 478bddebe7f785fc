"""All settings of the house, in plain sight. docs/using/settings.md describes KITH_*."""

import os
from pathlib import Path
from urllib.parse import unquote, urlsplit

from csp.constants import NONCE, NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from kith.serving import places

BASE_DIR = Path(__file__).resolve().parent.parent
PORT = places.port()
KITH_DEMO = os.environ.get("KITH_DEMO") == "1"
KITH_DEVELOPMENT = os.environ.get("KITH_DEVELOPMENT") == "1"
KITH_DATA = places.data_folder()
KITH_KEYS = places.key_folder()
KITH_URL = os.environ.get("KITH_URL", f"http://localhost:{PORT}").rstrip("/")
KITH_RATE_FACTOR = int(os.environ.get("KITH_RATE_FACTOR", "1"))

_url = urlsplit(KITH_URL)
LOCAL_HOSTS = {"localhost", "127.0.0.1", "::1"}
HTTPS = _url.scheme == "https"
if not HTTPS and _url.hostname not in LOCAL_HOSTS:
    raise ImproperlyConfigured(
        f"KITH_URL is {KITH_URL}: http is for localhost only. Use https, behind a reverse proxy."
    )

DEBUG = KITH_DEVELOPMENT
if DEBUG and _url.hostname not in LOCAL_HOSTS:
    raise ImproperlyConfigured("KITH_DEVELOPMENT=1 works on localhost only. Unset it.")
ALLOWED_HOSTS = [_url.hostname, *LOCAL_HOSTS] if not HTTPS else [_url.hostname]
CSRF_TRUSTED_ORIGINS = [KITH_URL]

ROOT_URLCONF = "kith.urls"
WSGI_APPLICATION = "kith.serving.wsgi.application"
AUTH_USER_MODEL = "people.User"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
SITE_NAME = "Kith"

ROOMS = [
    "web",
    "vault",
    "audit",
    "people",
    "post",
    "care",
    "measures",
    "safety",
    "intake",
    "welcome",
    "inventory",
    "timeline",
    "leaflets",
    "worksheets",
    "focus",
    "schedule",
    "notes",
    "checkins",
    "ending",
    "glass",
    "keeping",
    "upkeep",
    "desk",
    "home",
]
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "template_partials",
    "django_tasks",
    "django_tasks_db",
    *(f"kith.{room}" for room in ROOMS),  # before allauth: our templates win
    "allauth",
    "allauth.account",
    "allauth.mfa",
]

MIDDLEWARE = [
    "kith.web.middleware.Visitor",
    "kith.web.middleware.RequestMark",
    "django.middleware.security.SecurityMiddleware",
    "kith.web.middleware.Headers",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "kith.web.middleware.Limits",
    "kith.web.middleware.Sessions",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "kith.web.middleware.SameOrigin",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "kith.web.middleware.Trouble",
    "kith.people.middleware.Standing",
    "kith.people.middleware.Idle",
    "kith.people.middleware.Access",
    "kith.audit.middleware.BrokenSeals",
    "kith.inventory.middleware.KeptNames",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "kith" / "demo" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "kith.people.context.house",
                "kith.desk.context.rail",
                "kith.home.context.dock",
            ],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.DjangoTemplates"

SQLITE = {
    "ENGINE": "django.db.backends.sqlite3",
    "NAME": KITH_DATA / "kith.sqlite3",
    "CONN_MAX_AGE": 600,  # a connection plans by the counts that were there when it was opened
    "OPTIONS": {
        "transaction_mode": "IMMEDIATE",
        "timeout": 5,
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
            "PRAGMA busy_timeout=5000; PRAGMA secure_delete=ON; PRAGMA journal_size_limit=67108864"
        ),
    },
    "TEST": {"NAME": os.environ.get("KITH_TEST_SQLITE")},
}


def postgres(url):
    """Django's settings for a postgresql:// address."""
    part = urlsplit(url)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": part.path.lstrip("/"),
        "USER": unquote(part.username or ""),
        "PASSWORD": unquote(part.password or ""),
        "HOST": part.hostname or "",
        "PORT": str(part.port or ""),
        "CONN_MAX_AGE": 0,
        "OPTIONS": {
            "pool": {"min_size": 0, "max_size": 12, "timeout": 10},
            "options": "-c lock_timeout=5000",
        },
    }


KITH_DATABASE_URL = os.environ.get("KITH_DATABASE_URL", "")
KITH_DATABASE_OWNER_URL = os.environ.get("KITH_DATABASE_OWNER_URL", "")
ON_POSTGRES = KITH_DATABASE_URL.startswith(("postgres://", "postgresql://"))
DATABASES = {"default": postgres(KITH_DATABASE_URL) if ON_POSTGRES else SQLITE}
DATABASE_APP_ROLE = DATABASES["default"].get("USER", "")

CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

# What a browser is told
CSP_POLICY = {
    "default-src": [NONE],
    "script-src": [SELF, NONCE],
    "style-src": [SELF],
    "img-src": [SELF, "data:"],
    "font-src": [SELF],
    "connect-src": [SELF],
    "manifest-src": [SELF],
    "worker-src": [SELF],
    "object-src": [NONE],
    "form-action": [SELF],
    "base-uri": [NONE],
    "frame-ancestors": [NONE],
    "require-trusted-types-for": ["'script'"],
    "trusted-types": ["htmx"],
}
CONTENT_SECURITY_POLICY = {"DIRECTIVES": CSP_POLICY}
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = 63072000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
SECURE_REFERRER_POLICY = "no-referrer"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
KITH_METRICS_FROM = os.environ.get("KITH_METRICS_FROM", "").replace(",", " ").split()
KITH_TRUSTED_PROXY = os.environ.get("KITH_TRUSTED_PROXY", "")
KITH_BACKUP_TO = os.environ.get("KITH_BACKUP_TO", "")
KITH_BACKUP_COMMAND = os.environ.get("KITH_BACKUP_COMMAND", "")
KITH_BACKUP_FETCH = os.environ.get("KITH_BACKUP_FETCH", "")
KITH_BACKUP_KEYS_TO = os.environ.get("KITH_BACKUP_KEYS_TO", "")
KITH_BACKUP_KEYS_WHOLE = os.environ.get("KITH_BACKUP_KEYS_WHOLE") == "1"
KITH_BACKUP_EVERY = int(os.environ.get("KITH_BACKUP_EVERY") or 50)  # minutes
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_NAME = "__Host-kith" if HTTPS else "kith"
CSRF_COOKIE_NAME = "__Host-kith-csrf" if HTTPS else "kith-csrf"
LANGUAGE_COOKIE_NAME = "kith-language"
KITH_LEAST_AT_DOOR = 0.25  # s that asking for a code takes, known or not (SEC-14)
KITH_DEVICE_COOKIE = "__Host-kith-device" if HTTPS else "kith-device"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_ENGINE = "django.contrib.sessions.backends.db"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
CSRF_FAILURE_VIEW = "kith.web.trouble.csrf_failed"
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1_000

# Who may come in
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["kith.people.passwords.Argon2"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "kith.people.passwords.LengthByRole"},
    {"NAME": "kith.people.passwords.Common"},
    {"NAME": "kith.people.passwords.PracticeWords"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "web:front"
ACCOUNT_LOGOUT_REDIRECT_URL = "web:front"
ACCOUNT_ADAPTER = "kith.people.adapter.AccountAdapter"
MFA_ADAPTER = "kith.people.adapter.FactorAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 600
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 5
ACCOUNT_PREVENT_ENUMERATION = "strict"
ACCOUNT_REAUTHENTICATION_TIMEOUT = 600
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_USER_DISPLAY = "kith.people.adapter.display"
ACCOUNT_EMAIL_NOTIFICATIONS = False
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
ACCOUNT_FORMS = {
    "login": "kith.people.forms.SignIn",
    "request_login_code": "kith.people.forms.AskForCode",
    "reset_password": "kith.people.forms.AskForReset",
}
ACCOUNT_RATE_LIMITS = False  # kith.people.limits counts, for all processes together
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_PASSKEY_SIGNUP_ENABLED = False
MFA_TOTP_TOLERANCE = 1
MFA_RECOVERY_CODE_COUNT = 10
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS
MFA_TOTP_ISSUER = "Kith"

# Words and time
USE_TZ = True
TIME_ZONE = "UTC"
USE_I18N = True
LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "kith" / "locale"]
if KITH_DEVELOPMENT or os.environ.get("KITH_PSEUDO_LOCALE") == "1":
    LANGUAGES.append(("en-xa", "Pseudo"))

# Files the browser asks for
STATIC_URL = "static/"
STATIC_ROOT = places.static_folder()
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}


def WHITENOISE_ADD_HEADERS_FUNCTION(headers, path, url):
    """The headers of static files are those of pages."""
    from kith.web.middleware import static_headers

    static_headers(headers, path, url)


# Letters and work in the background
_smtp = urlsplit(os.environ.get("KITH_SMTP_URL", ""))
if _smtp.scheme == "smtp" and HTTPS and _smtp.hostname not in LOCAL_HOSTS:
    raise ImproperlyConfigured(
        "KITH_SMTP_URL is smtp://: letters would travel open. Use smtps:// or smtp+tls://,"
        " or a mail server on this machine."
    )
if _smtp.hostname:
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    EMAIL_HOST = _smtp.hostname
    EMAIL_PORT = _smtp.port or (465 if _smtp.scheme == "smtps" else 587)
    EMAIL_HOST_USER = unquote(_smtp.username or "")
    EMAIL_HOST_PASSWORD = unquote(_smtp.password or "")
    EMAIL_USE_SSL = _smtp.scheme == "smtps"
    EMAIL_USE_TLS = _smtp.scheme == "smtp+tls"
    EMAIL_TIMEOUT = 20
else:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = KITH_DATA / "mail"
DEFAULT_FROM_EMAIL = os.environ.get("KITH_MAIL_FROM", f"Kith <kith@{_url.hostname}>")
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}

# What is written down about the running of the house: no words of people (SEC-36)
LOGGING_CONFIG = "kith.web.logs.configure"
LOGGING = {"version": 1}  # empty would mean: do not configure

SECRET_KEY = places.secret_key()
SILENCED_SYSTEM_CHECKS = (
    # On localhost there is no https to demand; with https none of these is silenced.
    []
    if HTTPS
    else ["security.W004", "security.W008", "security.W012", "security.W016", "security.W018"]
)
