"""Django settings of Wijkwerk. Values come from the environment, see `docs/settings.md`."""

import os
from pathlib import Path

import django_stubs_ext

from wijkwerk.config import environment as read

# Lets code write `CharField[str, str]` and `ModelForm[Team]`: types for the checker, nothing at run time.
django_stubs_ext.monkeypatch()

env = os.environ
PACKAGE = Path(__file__).resolve().parent.parent

DEBUG = read.switch(env, "WIJKWERK_DEBUG")
DEMO = read.switch(env, "WIJKWERK_DEMO")
INSECURE = read.switch(env, "WIJKWERK_INSECURE") or DEMO or DEBUG
SECRET_KEY, SECRET_IS_EPHEMERAL = read.secret(env)
TRACE_KEY = read.trace_key(env, SECRET_KEY)

# Where people reach this installation; letters need it, because a worker has no request to look at.
PUBLIC_URL = (env.get("WIJKWERK_URL") or "http://127.0.0.1:8000").rstrip("/")
ALLOWED_HOSTS = [
    *read.words(env, "WIJKWERK_HOSTS"),
    read.host_of(PUBLIC_URL),
    "localhost",
    "127.0.0.1",
    "[::1]",
]
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL, *(f"https://{host}" for host in read.words(env, "WIJKWERK_HOSTS"))]
SECURITY_CONTACT = env.get("WIJKWERK_SECURITY_CONTACT") or f"mailto:security@{read.host_of(PUBLIC_URL)}"

ROOMS = [
    "wijkwerk.ground.kit",
    "wijkwerk.ground.journal",
    "wijkwerk.ground.letters",
    "wijkwerk.ground.areas",
    "wijkwerk.ground.people",
    "wijkwerk.ground.subjects",
    "wijkwerk.work.answers",
    "wijkwerk.work.signals",
    "wijkwerk.work.plans",
    "wijkwerk.work.projects",
    "wijkwerk.work.calendars",
    "wijkwerk.faces.pages",
    "wijkwerk.faces.blueprints",
    "wijkwerk.faces.demo",
]
INSTALLED_APPS = [
    *ROOMS,
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
]
AUTH_USER_MODEL = "people.User"

MIDDLEWARE = [
    # Outermost, so that static files, redirects and error pages carry the headers as well.
    "wijkwerk.ground.kit.middleware.Headers",
    "wijkwerk.ground.kit.middleware.NoNul",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "wijkwerk.ground.areas.middleware.MunicipalityMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "wijkwerk.ground.people.middleware.AccessMiddleware",
    "wijkwerk.ground.people.middleware.StaffMfaMiddleware",
]
ROOT_URLCONF = "wijkwerk.config.urls"
WSGI_APPLICATION = "wijkwerk.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "wijkwerk.faces.pages.context.page",
            ]
        },
    }
]

DATABASES = {"default": read.database(env)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# In the database, because rate limits must hold over all web processes together.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "kit_cache",
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    }
}

LANGUAGE_CODE = "nl"
LANGUAGES = [("nl", "Nederlands"), ("en", "English")]
TIME_ZONE = "Europe/Amsterdam"
USE_TZ = True
USE_I18N = True
USE_THOUSAND_SEPARATOR = False

# Static and media files.
STATIC_URL = "/static/"
STATIC_ROOT = read.folder(env, "WIJKWERK_STATIC", "var/static")
MEDIA_URL = "/media/"
MEDIA_ROOT = read.folder(env, "WIJKWERK_MEDIA", "var/media")
WHITENOISE_MANIFEST_STRICT = False  # a command that renders a letter needs no collected files
WHITENOISE_USE_FINDERS = DEBUG
WHITENOISE_ALLOW_ALL_ORIGINS = False  # its default opens every file to scripts of other sites
PLAIN_STATIC = "django.contrib.staticfiles.storage.StaticFilesStorage"
HASHED_STATIC = "whitenoise.storage.CompressedManifestStaticFilesStorage"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": PLAIN_STATIC if DEBUG else HASHED_STATIC},
}
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024  # form fields; a photo is counted apart by the form that takes it
# A routing table of 150 lines is a form of some 1,500 fields. The limit is there against forms that cost more to read than
# to send; the megabyte above bounds that too, and 2,000 fields are read in a few milliseconds.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
DATA_UPLOAD_MAX_NUMBER_FILES = 5

# Mail.
LETTERS_FOLDER = read.folder(env, "WIJKWERK_LETTERS", "var/letters")
DEFAULT_FROM_EMAIL = env.get("WIJKWERK_FROM") or f"wijkwerk@{read.host_of(PUBLIC_URL)}"
SERVER_EMAIL = DEFAULT_FROM_EMAIL
globals().update(read.mail(env, LETTERS_FOLDER))

# Sessions, cookies and transport.
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_NAME = "wijkwerk"
SESSION_COOKIE_AGE = 8 * 3600
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = not INSECURE
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
SECURE_SSL_REDIRECT = read.switch(env, "WIJKWERK_SSL_REDIRECT", default=not INSECURE)
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
SECURE_HSTS_SECONDS = 0 if INSECURE else 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = not INSECURE
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
BEHIND_PROXY = read.switch(env, "WIJKWERK_BEHIND_PROXY")
if BEHIND_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
# Without a proxy of our own a client could write any address in X-Forwarded-For and slip past a limit.
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if BEHIND_PROXY else 0

# Logging in.
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "wijkwerk.ground.people.adapter.AccountAdapter"
MFA_ADAPTER = "wijkwerk.ground.people.adapter.MfaAdapter"
LOGIN_FORMS = "wijkwerk.ground.people.login_forms"
ACCOUNT_FORMS = {
    "login": f"{LOGIN_FORMS}.Login",
    "signup": f"{LOGIN_FORMS}.Signup",
    "add_email": f"{LOGIN_FORMS}.AddEmail",
    "change_email": f"{LOGIN_FORMS}.ChangeEmail",
    "confirm_email_verification_code": f"{LOGIN_FORMS}.ConfirmEmail",
    "change_password": f"{LOGIN_FORMS}.ChangePassword",
    "set_password": f"{LOGIN_FORMS}.SetPassword",
    "reset_password": f"{LOGIN_FORMS}.ResetPassword",
    "reset_password_from_key": f"{LOGIN_FORMS}.NewPassword",
    "reauthenticate": f"{LOGIN_FORMS}.Reauthenticate",
}
MFA_FORMS = {
    "authenticate": f"{LOGIN_FORMS}.ShowSecondStep",
    "reauthenticate": f"{LOGIN_FORMS}.ShowSecondStepAgain",
    "activate_totp": f"{LOGIN_FORMS}.ActivateApp",
    "add_webauthn": f"{LOGIN_FORMS}.AddKey",
    "edit_webauthn": f"{LOGIN_FORMS}.EditKey",
}
# Addresses at these domains belong to staff; nobody signs up with one as a resident.
STAFF_DOMAINS = [domain.lower() for domain in read.words(env, "WIJKWERK_STAFF_DOMAINS")]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_SESSION_REMEMBER = False  # a session ends with the browser, at the latest after SESSION_COOKIE_AGE
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 600
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "http" if INSECURE else "https"
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": "5/15m/key,20/15m/ip",
    "signup": "10/m/ip",
    "reset_password": "10/m/ip,3/15m/key",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Wijkwerk"
MFA_TOTP_TOLERANCE = 1
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = INSECURE
USERSESSIONS_TRACK_ACTIVITY = False
SOCIALACCOUNT_PROVIDERS = read.oidc_providers(env)
SOCIALACCOUNT_STORE_TOKENS = False

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"hide_tokens": {"()": "wijkwerk.config.logs.HideTokens"}},
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {
        "stderr": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["hide_tokens"]}
    },
    "root": {"handlers": ["stderr"], "level": env.get("WIJKWERK_LOG_LEVEL", "WARNING").upper()},
    # The head of the sealed journal leaves the machine with the log, whatever its level is.
    "loggers": {"wijkwerk.journal": {"level": "INFO"}},
}
SILENCED_SYSTEM_CHECKS: list[str] = []
