"""All settings, from the environment. docs/reference/settings.md lists each; a test holds the two together."""

import os
import secrets
from pathlib import Path
from urllib.parse import unquote, urlsplit

ROOT = Path(os.environ.get("KITH_ROOT", Path(__file__).resolve().parents[3]))
VAR = Path(os.environ.get("KITH_VAR", ROOT / "var"))
VAR.mkdir(parents=True, exist_ok=True)

DEMO = os.environ.get("KITH_DEMO") == "1"
DEBUG = os.environ.get("KITH_DEBUG") == "1"
FOUNDING = os.environ.get("KITH_FOUNDING", "accounts")  # who may found a co-op here
ADDRESS = os.environ.get("KITH_ADDRESS", "http://localhost:8000")


def _kept_secret() -> str:
    """The signing key: from the environment, else made once and kept beside the database."""
    given = os.environ.get("KITH_SECRET_KEY")
    if given:
        return given
    file = VAR / "secret-key"
    if not file.exists():
        whole = VAR / f"secret-key.{os.getpid()}"
        whole.touch(mode=0o600)
        whole.write_text(secrets.token_urlsafe(48))
        whole.replace(file)  # another process that starts now never reads half a key
    return file.read_text()


def _database() -> dict[str, object]:
    """KITH_DATABASE is postgresql://user:password@host:port/name; without it, SQLite under var/."""
    address = os.environ.get("KITH_DATABASE", "")
    if not address:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": VAR / "kith.sqlite3",
            "OPTIONS": {
                "timeout": 20,
                "transaction_mode": "IMMEDIATE",
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; "
                "PRAGMA cache_size=-32000; PRAGMA temp_store=MEMORY;",
            },
        }
    parts = urlsplit(address)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
    }


def _cores(given: str) -> int:
    """How many searches one suggestion runs side by side. No more than there are cores: they would only wait."""
    there = os.cpu_count() or 1
    if not given.isdecimal() or not 1 <= int(given) <= there:
        most = f"from 1 to {there}, the cores of this machine" if there > 1 else "1"
        raise SystemExit(
            f"KITH_ROTA_CORES is “{given}”. It must be a number: {most}. Nothing was started."
        )
    return int(given)


SECRET_KEY = _kept_secret()
_host = urlsplit(ADDRESS).hostname or "localhost"
ALLOWED_HOSTS = [_host, "localhost", "127.0.0.1"]
CSRF_TRUSTED_ORIGINS = [ADDRESS]
SECURE = ADDRESS.startswith("https://")

INSTALLED_APPS = [
    "kith.foundation",
    "kith.design",
    "kith.people",
    "kith.articles",
    "kith.membership",
    "kith.membership.founding",
    "kith.membership.amending",
    "kith.membership.duties",
    "kith.membership.shares",
    "kith.membership.offers",
    "kith.decisions",
    "kith.elections",
    "kith.meetings",
    "kith.membership.loans",
    "kith.teams",
    "kith.support",
    "kith.asking",
    "kith.rota",
    "kith.becoming",
    "kith.imports",
    "kith.api",
    "kith.archive",
    "kith.web",
    "kith.demo",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "django.contrib.staticfiles",
    "django_tasks",
    "django_tasks_db",
    "allauth",
    "allauth.account",
    "allauth.mfa",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "kith.web.middleware.SecurityHeaders",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "kith.people.middleware.WhoIsAsking",
]

ROOT_URLCONF = "kith.config.urls"
WSGI_APPLICATION = "kith.config.wsgi.application"

_CONTEXT = [
    "django.template.context_processors.request",
    "django.contrib.auth.context_processors.auth",
    "django.contrib.messages.context_processors.messages",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "APP_DIRS": True,
        "OPTIONS": {
            "environment": "kith.config.jinja.environment",
            "context_processors": [
                *_CONTEXT,
                "kith.web.context.page",
                "kith.demo.context.hats_to_try",
            ],
        },
    },
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": _CONTEXT},
    },
]

DATABASES = {"default": _database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}

AUTH_USER_MODEL = "people.Account"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
CSRF_FAILURE_VIEW = "kith.web.errors.not_from_here"
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "home"

ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_ADAPTER = "kith.people.sign_in.Adapter"
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 5
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
MFA_ADAPTER = "kith.people.sign_in.SecondStepAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not SECURE
MFA_TOTP_ISSUER = "Kith"

SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
SESSION_COOKIE_AGE = 60 * 60 * 24 * 14
SECURE_HSTS_SECONDS = 31_536_000 if SECURE else 0
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

PRINCIPLES_IN_LIFE = (  # who shows how the co-op keeps the seven principles, beside its articles
    "kith.membership.evidence.principles_in_membership",
    "kith.membership.loans.evidence.principles_in_money",
)

ROTA_CORES = _cores(os.environ.get("KITH_ROTA_CORES", "1"))

EMAIL_HOST = os.environ.get("KITH_MAIL_HOST", "")
EMAIL_PORT = int(os.environ.get("KITH_MAIL_PORT", "25"))
EMAIL_HOST_USER = os.environ.get("KITH_MAIL_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("KITH_MAIL_PASSWORD", "")
EMAIL_USE_TLS = os.environ.get("KITH_MAIL_TLS") == "1"
EMAIL_BACKEND = (
    "django.core.mail.backends.smtp.EmailBackend"
    if EMAIL_HOST and not DEMO  # the demo writes to nobody
    else "django.core.mail.backends.filebased.EmailBackend"
)
EMAIL_FILE_PATH = VAR / "mail"
DEFAULT_FROM_EMAIL = os.environ.get("KITH_MAIL_FROM", "kith@localhost")

LANGUAGE_CODE = "en-gb"
LANGUAGES = [("en-gb", "English")]
TIME_ZONE = "UTC"
USE_TZ = True
USE_I18N = True

STATIC_URL = "/static/"
STATICFILES_DIRS = [ROOT / "src" / "kith" / "static"]
STATIC_ROOT = VAR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = DEBUG
# One process can count sign-in attempts in its own memory; many machines must count together.
_shared = DATABASES["default"]["ENGINE"] != "django.db.backends.sqlite3"
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends."
        + ("db.DatabaseCache" if _shared else "locmem.LocMemCache"),
        "LOCATION": "kith_cache",
    }
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": os.environ.get("KITH_LOG", "WARNING")},
}
