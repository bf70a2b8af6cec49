"""Settings of the portal: one file, safe by default.

`SAFECOMMUNITY_MODE=local` (set by `make run` and `make test`) is for one person on one machine:
SQLite, generated keys kept in `var/`, plain HTTP on the loopback address. Without it the settings
are those of a server and refuse to start when a secret, a host or a database is missing.
"""

from pathlib import Path
from typing import Any

import dj_database_url
from csp.constants import NONCE, NONE, SELF
from django.contrib.messages import constants as message_levels
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from lib.local_secrets import local_secret
from safecommunity import env
from safecommunity.base_maps import base_map

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = Path(env.text("SAFECOMMUNITY_VAR", str(BASE_DIR / "var")))
LOCAL = env.text("SAFECOMMUNITY_MODE", "server") == "local"
DEBUG = LOCAL and env.boolean("DEBUG", False)

# --- Secrets and hosts ---------------------------------------------------------------------------
if LOCAL:
    SECRET_KEY = local_secret(VAR_DIR, "secret-key")
    ENCRYPTION_KEYS = env.split(local_secret(VAR_DIR, "encryption-key"))
    ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]", *env.words("ALLOWED_HOSTS")]
else:
    SECRET_KEY = env.text("SECRET_KEY")
    # The first key encrypts, the others still decrypt: SECURITY.md says how one is retired.
    ENCRYPTION_KEYS = env.words("ENCRYPTION_KEYS")
    ALLOWED_HOSTS = env.words("ALLOWED_HOSTS")
    if len(SECRET_KEY) < 50 or not ENCRYPTION_KEYS or min(map(len, ENCRYPTION_KEYS)) < 32:
        raise ImproperlyConfigured(
            "SECRET_KEY needs 50 characters and every one of ENCRYPTION_KEYS 32 or more: "
            "make them with `python -c 'import secrets; print(secrets.token_urlsafe(48))'`."
        )
    if not ALLOWED_HOSTS or "*" in ALLOWED_HOSTS:
        raise ImproperlyConfigured("ALLOWED_HOSTS must name the hosts that serve the portal.")
SECRET_KEY_FALLBACKS = env.words("SECRET_KEY_FALLBACKS")
CSRF_TRUSTED_ORIGINS = env.words("CSRF_TRUSTED_ORIGINS")
# The portal's own address, "https://safe.example.org", for links in files and mails.
PORTAL_URL = env.address("PORTAL_URL")

# --- Applications --------------------------------------------------------------------------------
INSTALLED_APPS = [
    "safecommunity",
    # From the bottom up, as the code lists that they write after migrating build on each other.
    "accounts",
    "communities",
    "notices",
    "actions",
    "ledgers",
    "checklists",
    "premises",
    "programmes",
    "injuries",
    "grids",
    "training",
    "monitoring",
    "reports",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "safecommunity.apps.StaticFiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "crispy_forms",
    "crispy_bootstrap5",
    "django_filters",
    "django_htmx",
    "template_partials",
    "treebeard",
]

MIDDLEWARE = [
    "safecommunity.middleware.health",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "safecommunity.middleware.CompressText",
    "accounts.middleware.keep_from_caches",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accounts.middleware.RequireSignIn",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "accounts.middleware.remember_address",
    "accounts.middleware.credentials_in_order",
    "communities.middleware.forget_saved_drafts",
    "safecommunity.middleware.domain_errors",
]

ROOT_URLCONF = "safecommunity.urls"
WSGI_APPLICATION = "safecommunity.wsgi.application"
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
                "csp.context_processors.nonce",
                "safecommunity.context_processors.portal",
            ],
            "builtins": ["safecommunity.templatetags.ui"],
        },
    }
]
FORM_RENDERER = "lib.renderers.QuickRenderer"
CRISPY_ALLOWED_TEMPLATE_PACKS = CRISPY_TEMPLATE_PACK = "bootstrap5"
CRISPY_FAIL_SILENTLY = False
FILTERS_EMPTY_CHOICE_LABEL = pgettext_lazy("of a filter", "All")

# --- Database, cache, broker ---------------------------------------------------------------------
DATABASE_URL = env.text(
    "DATABASE_URL", f"sqlite:///{VAR_DIR / 'portal.sqlite3'}" if LOCAL else None
)
DATABASES = {"default": dj_database_url.parse(DATABASE_URL, conn_max_age=60)}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # Web, worker and beat write to one file: WAL lets readers go on, IMMEDIATE makes writers queue
    # for the lock instead of failing half-way with "database is locked".
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 30,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; "
        "PRAGMA cache_size=-64000; PRAGMA mmap_size=268435456;",
    }
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = env.text("REDIS_URL", "" if LOCAL else None)
IN_PROCESS = "django.core.cache.backends.locmem.LocMemCache"
CACHES: dict[str, dict[str, Any]] = {
    "default": {
        "BACKEND": "lib.outages.PatientRedisCache",
        "LOCATION": REDIS_URL,
        "OPTIONS": {"socket_connect_timeout": 0.5, "socket_timeout": 0.5},
    }
    if REDIS_URL
    else {"BACKEND": IN_PROCESS},
    # What `{% cache %}` keeps: the frame of pages, some 5 kB for each menu and page of it.
    "template_fragments": {
        "BACKEND": IN_PROCESS,
        "LOCATION": "template_fragments",
        "OPTIONS": {"MAX_ENTRIES": 500},
    },
}

# Without a broker (a command run by hand) bells are refused at once and wait for the sweeper.
CELERY_BROKER_URL = REDIS_URL or "redis://127.0.0.1:1/0"
#: What `lib.bells` rings with.
TASK_APPLICATION = "safecommunity.celery.app"
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
# KB: a worker process that a large import or statistics have made fat ends after its task.
CELERY_WORKER_MAX_MEMORY_PER_CHILD = 250_000
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
# Enqueueing in a request gives up after about a second: the row stays and the sweeper rings.
CELERY_TASK_PUBLISH_RETRY_POLICY = {"max_retries": 1, "interval_start": 0.2, "interval_max": 0.2}
CELERY_BROKER_TRANSPORT_OPTIONS = {
    # What a killed worker held comes back after some 15 seconds instead of 94.
    "unacked_restore_interval": 2,
    "unacked_restore_throttle": 1,
    "visibility_timeout": 3600,
    "socket_connect_timeout": 2,
    "socket_timeout": 10,
}

# --- Sign-in -------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS: list[dict[str, Any]] = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
AUTH_PASSWORD_VALIDATORS[1]["OPTIONS"] = {"min_length": 10}
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "accounts.adapter.PortalAccounts"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # a stranger's address gets no mail from the office
ACCOUNT_FORMS = {"reset_password": "accounts.forgotten.ForgottenForm"}
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
# Who has chosen a password by a link would type it once more; a second factor is still asked.
ACCOUNT_LOGIN_ON_PASSWORD_RESET = True
ACCOUNT_SESSION_REMEMBER = False
# A whole office stands behind one address. Wrong passwords are counted by accounts.guesses;
# `login_failed` is what is left to allauth: codes of a second factor, for each account.
ACCOUNT_RATE_LIMITS = {"login": "600/m/ip", "login_failed": "10/15m/key"}
ACCOUNT_REAUTHENTICATION_REQUIRED = True
MFA_ADAPTER = "accounts.second_factors.PortalFactors"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = LOCAL
SESSION_ENGINE = "django.contrib.sessions.backends.cached_db"
SESSION_COOKIE_AGE = env.number("SESSION_HOURS", 12) * 3600
SESSION_COOKIE_HTTPONLY = True

# --- Mail ----------------------------------------------------------------------------------------
# Without a server nothing is mailed, and who forgot a password is sent to the administrator.
EMAIL_HOST = env.text("EMAIL_HOST", "")
EMAIL_PORT = env.number("EMAIL_PORT", 587)
EMAIL_HOST_USER = env.text("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = env.text("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = env.boolean("EMAIL_USE_TLS", True)
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = env.text("DEFAULT_FROM_EMAIL", EMAIL_HOST_USER)

# --- Notices -------------------------------------------------------------------------------------
# Hosts inside the operator's own network that robots and webhooks may be called at, also by http.
# All others must be public and answer by https.
NOTICE_LOCAL_HOSTS = env.words("NOTICE_LOCAL_HOSTS")

# --- Documents -----------------------------------------------------------------------------------
# The font for characters that the pinned one lacks, where Debian's fonts-hanazono has put it.
FALLBACK_FONT = env.text("FALLBACK_FONT", "/usr/share/fonts/truetype/hanazono/HanaMinB.ttf")

# --- Transport and content security --------------------------------------------------------------
SECURE_COOKIES = not LOCAL
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_COOKIES
LANGUAGE_COOKIE_SECURE = SECURE_COOKIES
SECURE_SSL_REDIRECT = not LOCAL and env.boolean("SECURE_SSL_REDIRECT", True)
SECURE_HSTS_SECONDS = 0 if LOCAL else env.number("SECURE_HSTS_SECONDS", 31_536_000)
SECURE_HSTS_INCLUDE_SUBDOMAINS = not LOCAL
SECURE_HSTS_PRELOAD = not LOCAL
SECURE_REFERRER_POLICY = "same-origin"
if env.boolean("BEHIND_PROXY", not LOCAL):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
# How many proxies in front append to X-Forwarded-For; 0 trusts only the socket's own address.
TRUSTED_PROXIES = env.number("TRUSTED_PROXIES", 0 if LOCAL else 1)
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXIES
X_FRAME_OPTIONS = "DENY"
BASE_MAP = base_map(
    env.text("MAP_SERVICE", ""),
    env.text("MAP_KEY", ""),
    env.text("MAP_TILE_URL", ""),
    env.text("MAP_TILE_SYSTEM", "wgs84"),
)
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:", "blob:", *BASE_MAP.origins],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "worker-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_HANDLERS = [
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "lib.uploads.CarefulUploadHandler",
]
# The largest workbook and the largest photograph taken, in bytes. The proxy in front has the same
# limit, so that a larger file is refused before it has crossed the network.
UPLOAD_MAX_WORKBOOK = 30 * 1024 * 1024
# The largest workbook that is read at once (population, corrected rows): its sender's page waits.
UPLOAD_MAX_TABLE = 5 * 1024 * 1024
# All settings of an office are some 50 kB; each row of a larger file would be checked and saved.
UPLOAD_MAX_SETTINGS = 1024 * 1024
UPLOAD_MAX_PHOTO = 15 * 1024 * 1024

# --- Language and time ---------------------------------------------------------------------------
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("Chinese (simplified)")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
LANGUAGE_COOKIE_NAME = "language"
TIME_ZONE = env.text("TIME_ZONE", "Asia/Shanghai")
USE_TZ = True
USE_THOUSAND_SEPARATOR = True
FIRST_DAY_OF_WEEK = 1
FORMAT_MODULE_PATH = ["safecommunity.formats"]

# --- Files ---------------------------------------------------------------------------------------
NODE_MODULES = BASE_DIR / "node_modules"
STATIC_URL = "static/"
STATIC_ROOT = Path(env.text("STATIC_ROOT", str(VAR_DIR / "static")))
STATICFILES_DIRS = [
    BASE_DIR / "static",
    *(
        ("npm/" + name.rpartition("/")[2], NODE_MODULES / name / folder)
        for name, folder in {
            "bootstrap": "dist",
            "htmx.org": "dist",
            "leaflet": "dist",
            "@geoman-io/leaflet-geoman-free": "dist",
            "vega": "build",
            "vega-lite": "build",
            "vega-embed": "build",
            "vega-interpreter": "build",
        }.items()
        if (NODE_MODULES / name / folder).is_dir()
    ),
]
STORAGES = {
    "default": {"BACKEND": "lib.storage.CarefulStorage"},
    "staticfiles": {
        "BACKEND": "safecommunity.staticstorage.PortalStaticFilesStorage",
        # They are public, and who collects them (root, an image's build) is not who serves them.
        "OPTIONS": {"file_permissions_mode": 0o644, "directory_permissions_mode": 0o755},
    },
}
MEDIA_ROOT = VAR_DIR / "media"
#: Where `make backup` leaves its files: the administrator's home page says how old the newest is.
BACKUPS_DIR = Path(env.text("SAFECOMMUNITY_BACKUPS", str(BASE_DIR / "backups")))
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = DEBUG
MESSAGE_TAGS = {message_levels.ERROR: "danger", message_levels.DEBUG: "secondary"}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.text("LOG_LEVEL", "INFO")},
}
# treebeard's MP path needs no check of ours; everything else that `check --deploy` says counts.
SILENCED_SYSTEM_CHECKS: list[str] = []
