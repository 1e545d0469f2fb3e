"""Django's settings, out of one folder: HOMEROOM_HOME holds everything of an installation."""

from __future__ import annotations

import os
import secrets
import tomllib
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from django.utils.csp import CSP

from homeroom.people.outside import providers
from homeroom.reports.languages import spoken
from homeroom.site.logs import logging_of


def read_home(home: Path) -> dict[str, Any]:
    """The installation's `settings.toml`; an absent file means defaults."""
    path = home / "settings.toml"
    return tomllib.loads(path.read_text("utf-8")) if path.exists() else {}


def secret_key(home: Path) -> str:
    """The installation's own key, made at first use and readable by its owner only."""
    path = home / "secret.key"
    if not path.exists():
        home.mkdir(mode=0o700, parents=True, exist_ok=True)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(50))
    return path.read_text("utf-8")


def database(url: str, home: Path) -> dict[str, Any]:
    """Django's database settings: SQLite in the home folder, or PostgreSQL where a URL is given."""
    if not url:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": home / "homeroom.sqlite3",
            "OPTIONS": {
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
                "transaction_mode": "IMMEDIATE",
                "timeout": 30,
            },
        }
    parts = urlsplit(url)
    if parts.scheme not in ("postgres", "postgresql"):
        raise ValueError(f"database: expected postgresql://…, got {parts.scheme}://…")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": parts.port or "",
    }


HOMEROOM_HOME = Path(os.environ.get("HOMEROOM_HOME", "homeroom-data")).absolute()
_chosen = read_home(HOMEROOM_HOME)

# The day the installation takes for today: None is the real one. Demonstrations and old data set it.
HOMEROOM_TODAY: date | None = _chosen.get("today")
HOMEROOM_SIMULATED: bool = _chosen.get("simulated", False)
# facts_engine and [spark]: what works derived tables out. `homeroom.facts.engine` reads them.
HOMEROOM_FACTS_ENGINE: str = _chosen.get("facts_engine", "duckdb")
HOMEROOM_SPARK: dict[str, Any] = _chosen.get("spark", {})
# engine: what estimates what children know, "filter" or "bkt". `homeroom.mastery.engines` reads it.
HOMEROOM_ENGINE: str = _chosen.get("engine", "filter")
# planner_seconds: CPU seconds that the night gives each school's flexible block.
HOMEROOM_PLANNER_SECONDS: int = _chosen.get("planner_seconds", 300)
# Folders beside the inbox that are looked at in every run; `homeroom.intake.sources` reads them.
HOMEROOM_SOURCES: list[Any] = _chosen.get("source", [])
# What every job ends with: derived tables follow what it brought.
HOMEROOM_AFTER_A_JOB = "homeroom.site.receiving.follow_up"
# What a worker begins with: what programs' doors were still to be told of, and plans that were asked for.
HOMEROOM_JOB_OF_A_STUDY = "homeroom.evidence.asked_runs.carry_out"
HOMEROOM_AS_A_WORKER_BEGINS = "homeroom.site.taking_up.take_up_again"
# Programs' doors that assignments go through; `homeroom.goals.channels.program_apis` reads them.
HOMEROOM_PROGRAM_APIS: list[Any] = _chosen.get("program_api", [])

# source_code: where the source of this installation can be read; the promises link to their tests there.
HOMEROOM_SOURCE_CODE: str = _chosen.get("source_code", "")

# How long each class of data is kept, where not the default: `homeroom.site.keeping.table` reads it.
HOMEROOM_KEEP: Any = _chosen.get("keep", {})
# The whole record of a child, for the page that hands it out.
HOMEROOM_RECORD = "homeroom.site.erasing.packages.exported"
# What goals weigh in next steps and groups; mastery does not know goals.
HOMEROOM_TARGETS = "homeroom.goals.targets.weights"

# Who is signed in in the learning lab just now: a class to be made without arguments, see `homeroom.people.presence`.
# The children's own door will be one; until then only a made-up school has any.
HOMEROOM_LAB_FEED: str = "homeroom.simulation.lab_feed.PlayedFeed" if HOMEROOM_SIMULATED else ""

SECRET_KEY = secret_key(HOMEROOM_HOME)
DEBUG = False
ALLOWED_HOSTS = _chosen.get("hosts", ["localhost", "127.0.0.1", "[::1]"])
DATABASES = {"default": database(os.environ.get("HOMEROOM_DATABASE", _chosen.get("database", "")), HOMEROOM_HOME)}
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "django_tasks_db",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "homeroom.people",
    "homeroom.standards",
    "homeroom.facts",
    "homeroom.intake",
    "homeroom.mastery",
    "homeroom.goals",
    "homeroom.rotation",
    "homeroom.evidence",
    "homeroom.reports",
    "homeroom.pages",
]
MIDDLEWARE = [
    "homeroom.people.request_id.RequestId",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "homeroom.pages.sessions.Sessions",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "homeroom.pages.speaking.Speaking",
    "homeroom.pages.odd_text.OddText",
    "homeroom.pages.sign_in.gate.Gate",
    "homeroom.pages.view_as.looking.Looking",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "homeroom.pages.refusals.Refusals",
]
ROOT_URLCONF = "homeroom.site.urls"
WSGI_APPLICATION = "homeroom.site.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [Path(__file__).parents[1] / "pages"],
        "OPTIONS": {
            "context_processors": ["django.template.context_processors.request", "homeroom.pages.frame.frame"],
            "builtins": ["homeroom.pages.kit.tags", "homeroom.pages.kit.words"],
        },
    }
]
FORM_RENDERER = "homeroom.pages.kit.forms.Renderer"
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
AUTH_USER_MODEL = "people.User"
LOGIN_URL = "sign-in"
LOGIN_REDIRECT_URL = "home"
SESSION_COOKIE_AGE = 30 * 60
SESSION_SAVE_EVERY_REQUEST = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _chosen.get("https", False)
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CSP = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "form-action": [CSP.SELF],
    "base-uri": [CSP.NONE],
    "frame-ancestors": [CSP.NONE],
    "object-src": [CSP.NONE],
}
X_FRAME_OPTIONS = "DENY"
STATIC_URL = "static/"
STATICFILES_DIRS = [Path(__file__).parents[1] / "pages" / "static"]
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
WHITENOISE_ALLOW_ALL_ORIGINS = False
LANGUAGE_CODE = spoken.ENGLISH.code
# English in disguise shows what is not marked yet; only a made-up school may speak it.
LANGUAGES = [(one.code, one.name) for one in (*spoken.LANGUAGES, *([spoken.PSEUDO] if HOMEROOM_SIMULATED else []))]
LOCALE_PATHS = [spoken.FOLDER]
TIME_ZONE = _chosen.get("time_zone", "America/Los_Angeles")
USE_TZ = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# The audit log. Where the ends of its chains are written down: another disk than the database's is better.
HOMEROOM_AUDIT_HEADS: str = _chosen.get("audit_heads", "")
# Lines without children's names, in logs/homeroom.log of the home folder.
LOGGING = logging_of(HOMEROOM_HOME)
# Sign-ins of families: "made" with the roster and opened one by one, or "open" from the start.
HOMEROOM_FAMILY_ACCOUNTS: str = _chosen.get("family_accounts", "made")
# Signing in. allauth is used for the second step, OpenID Connect and SAML; none of its own addresses is open.
HOMEROOM_IDENTITY_PROVIDERS = providers.read(_chosen.get("identity_provider", []), HOMEROOM_HOME)
# In a made-up school the printed links sign in at one click.
HOMEROOM_SECOND_STEP = not HOMEROOM_SIMULATED
AUTHENTICATION_BACKENDS = ["homeroom.people.backend.Accounts"]
PASSWORD_HASHERS = ["homeroom.people.hashers.Argon2id"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "homeroom.people.passwords.LongEnough", "OPTIONS": {"min_length": 12}},
    {"NAME": "homeroom.people.passwords.NotCommon"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "homeroom.people.passwords.NoWordsOfTheSchool"},
]
ACCOUNT_ADAPTER = "homeroom.pages.sign_in.letting_in.AccountAdapter"
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*"]
# allauth counts per address, and a lab of 120 sits behind one; `people.guesses` counts per account.
ACCOUNT_RATE_LIMITS = False
SOCIALACCOUNT_ADAPTER = "homeroom.pages.sign_in.outside.OutsideAdapter"
SOCIALACCOUNT_AUTO_SIGNUP = False
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_REQUESTS_TIMEOUT = 10
SOCIALACCOUNT_UID_MAX_LENGTH = 255
MFA_ADAPTER = "homeroom.people.second_step.SecondStepAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "homeroom"
# A code counts for its own half minute alone.
MFA_TOTP_PERIOD = 30
MFA_TOTP_TOLERANCE = 0
MFA_RECOVERY_CODE_DIGITS = 12

# Over https the browser is told to use nothing else, and cookies carry the name that only https and this host may set.
_https: bool = _chosen.get("https", False)
_HOST = "__Host-" if _https else ""
SECURE_SSL_REDIRECT = _https
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if _https else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = _https
SESSION_COOKIE_NAME = f"{_HOST}homeroom-session"
CSRF_COOKIE_NAME = f"{_HOST}homeroom-csrf"
# A browser that somebody signed in from before; see `people.device`.
HOMEROOM_BROWSER_COOKIE_NAME = f"{_HOST}homeroom-browser"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "homeroom.pages.error_pages.too_old"
# The language that somebody chose before signing in; gone when the browser is closed.
LANGUAGE_COOKIE_NAME = f"{_HOST}homeroom-language"
LANGUAGE_COOKIE_SECURE = _https
LANGUAGE_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
