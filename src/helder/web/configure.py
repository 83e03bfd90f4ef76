"""The Django project's settings, made from Helder's own."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from helder.errors import BadSetting
from helder.i18n import NAMES
from helder.settings import Settings
from helder.web.accounts.company import of_settings
from helder.web.keys import secret_key

PACKAGE = Path(__file__).parent

_MIDDLEWARE = [
    "helder.web.headers.protect",
    "helder.web.files.Files",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "helder.web.accounts.asking.Asking",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "helder.web.problems.tell",
    "axes.middleware.AxesMiddleware",
]

_LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"django.request": {"level": "ERROR"}, "django.security.DisallowedHost": {"level": "CRITICAL"}},
}

_CONTEXT = [
    "django.template.context_processors.request",
    "django.contrib.auth.context_processors.auth",
    "django.contrib.messages.context_processors.messages",
]


def configure(settings: Settings) -> None:
    """Set Django up for one home folder; once in a process.

    Raises BadSetting for a database URL that names no known database.
    """
    import django
    from django.conf import settings as django_settings

    django_settings.configure(**options(settings))
    django.setup()


def options(settings: Settings) -> dict[str, Any]:
    """Django's settings for one home folder. Raises BadSetting for settings that do not go together."""
    of_settings(settings)
    hosts = [host.strip() for host in settings["allowed_hosts"].split(",") if host.strip()]
    return {
        "DEBUG": settings["debug"],
        "SECRET_KEY": settings["secret_key"] or secret_key(settings.home),
        "ALLOWED_HOSTS": hosts,
        "ROOT_URLCONF": "helder.web.urls",
        "INSTALLED_APPS": [
            "django.contrib.auth",
            "django.contrib.contenttypes",
            "django.contrib.sessions",
            "django.contrib.messages",
            "django.contrib.staticfiles",
            "django_htmx",
            "axes",
            "allauth.account",
            "allauth.mfa",
            "allauth.socialaccount",
            "helder.web.accounts",
            "helder.web.boards",
            "helder.web.building",
            "helder.web.sharing",
            "helder.web.upload",
            "helder.web.surveys",
            "helder.web.tracker",
            "helder.web.referrals",
            "helder.web.tokens",
            "helder.web.api",
            "helder.web.webhooks",
            "helder.web.inviting",
            "helder.web.sources",
            "helder.web.alerts",
            "helder.web.follow_ups",
            "helder.web.reports",
            "helder.web.privacy",
        ],
        "MIDDLEWARE": _MIDDLEWARE,
        "DATABASES": {"default": database(settings)},
        "DATA_UPLOAD_MAX_NUMBER_FIELDS": 10_000,  # the mapping of a survey of hundreds of questions is one form
        "DEFAULT_AUTO_FIELD": "django.db.models.BigAutoField",
        "TEMPLATES": [
            {
                "BACKEND": "django.template.backends.django.DjangoTemplates",
                "DIRS": [PACKAGE / "templates"],
                "APP_DIRS": True,
                "OPTIONS": {"context_processors": _CONTEXT},
            }
        ],
        "LOGGING": _LOGGING,
        **_words(settings),
        **_static(settings),
        **_accounts(),
    }


def database(settings: Settings) -> dict[str, Any]:
    """Where accounts and boards are kept: a SQLite file in the home folder, or what `database_url` names."""
    if settings.accounts is not None:
        return _sqlite(settings.accounts)
    url = settings["database_url"]
    parts = urlsplit(url)
    if parts.scheme in ("postgres", "postgresql") and parts.path.strip("/"):
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path.strip("/")),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": parts.hostname or "",
            "PORT": parts.port or "",
        }
    raise BadSetting(
        f"No database answers to a URL that begins with {parts.scheme or url[:12]!r}.",
        where="database_url",
        fix="Name one as sqlite:///PATH or postgresql://USER:PASSWORD@HOST/NAME.",
    )


def _sqlite(path: Path) -> dict[str, Any]:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(path.absolute()),
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 10,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA secure_delete=ON",
        },
    }


def _words(settings: Settings) -> dict[str, Any]:
    return {
        "LANGUAGE_CODE": settings["language"],
        "LANGUAGES": list(NAMES.items()),
        "LOCALE_PATHS": [PACKAGE / "locale"],
        "FORMAT_MODULE_PATH": ["helder.web.formats"],
        "TIME_ZONE": settings["zone"],
        "USE_TZ": True,
    }


def _static(settings: Settings) -> dict[str, Any]:
    return {
        "STATIC_URL": "/static/",
        "WHITENOISE_KEEP_ONLY_HASHED_FILES": True,
        "STATIC_ROOT": str((settings.home / "web" / "static").absolute()),
        "STATICFILES_DIRS": [PACKAGE / "static", (settings.home / "web" / "made").absolute()],
        "STATICFILES_FINDERS": [
            "django.contrib.staticfiles.finders.FileSystemFinder",
            "django.contrib.staticfiles.finders.AppDirectoriesFinder",
        ],
        "STORAGES": {
            "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
            "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
        },
    }


def _accounts() -> dict[str, Any]:
    validators = (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
    lengths = {"MinimumLengthValidator": {"min_length": 12}}
    return {
        "AUTH_USER_MODEL": "accounts.Person",
        "AUTHENTICATION_BACKENDS": ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"],
        "AUTH_PASSWORD_VALIDATORS": [
            {"NAME": f"django.contrib.auth.password_validation.{name}", "OPTIONS": lengths.get(name, {})} for name in validators
        ],
        "LOGIN_URL": "sign-in",
        "LOGIN_REDIRECT_URL": "board",
        "LOGOUT_REDIRECT_URL": "sign-in",
        "SESSION_COOKIE_NAME": "helder_session",
        "SESSION_COOKIE_AGE": 14 * 24 * 3600,
        "CSRF_COOKIE_NAME": "helder_csrf",
        "CSRF_COOKIE_HTTPONLY": True,
        "CSRF_FAILURE_VIEW": "helder.web.problems.stale_form",
        "AXES_FAILURE_LIMIT": 8,
        "AXES_COOLOFF_TIME": 0.25,
        "AXES_LOCKOUT_PARAMETERS": [["username", "ip_address"]],
        "AXES_LOCKOUT_CALLABLE": "helder.web.accounts.views.locked_out",
        "AXES_RESET_ON_SUCCESS": True,
        "AXES_VERBOSE": False,
        "ACCOUNT_ADAPTER": "helder.web.accounts.adapters.Accounts",
        "ACCOUNT_EMAIL_VERIFICATION": "none",  # administrators say whose an address is
        "MFA_ADAPTER": "helder.web.accounts.adapters.SecondFactors",
        "MFA_TOTP_ISSUER": "Helder",
        "MFA_TOTP_TOLERANCE": 1,  # the clocks of people's devices
        "SOCIALACCOUNT_ADAPTER": "helder.web.accounts.adapters.Company",
        "SOCIALACCOUNT_LOGIN_ON_GET": True,
    }
