"""Settings shared by every environment; the only place that reads the environment."""

from pathlib import Path
from urllib.parse import urlsplit

import environ
from celery.schedules import crontab
from django.utils.translation import gettext_lazy as _

env = environ.Env()
# Tesseract reads one page at a time; its own threads would only fight with the other workers.
env.ENVIRON.setdefault("OMP_THREAD_LIMIT", "1")
BASE_DIR = Path(__file__).resolve().parent.parent.parent
VAR_DIR = Path(env.str("VKC_VAR_DIR", default=str(BASE_DIR / "var")))

INSTALLED_APPS = [
    "vkc.core",
    "vkc.places",
    "vkc.accounts",
    "vkc.topics",
    "vkc.notifications",
    "vkc.search",
    "guidelines",
    "courses",
    "projects",
    "vkc.cms",
    "wagtail_localize",
    "wagtail_localize.locales",
    "wagtail.contrib.forms",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.embeds",
    "wagtail.sites",
    "vkc.accounts.back_office.PeopleConfig",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    "django_htmx",
    "template_partials",
    "django_celery_beat",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    "csp",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.sitemaps",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "vkc.core.middleware.PortalCSPMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "vkc.core.middleware.PublicCacheMiddleware",
    "vkc.core.middleware.WrongMethodMiddleware",
    "vkc.core.middleware.PlainTextGuardMiddleware",
    "django.middleware.http.ConditionalGetMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "vkc.core.middleware.PortalLocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "vkc.accounts.middleware.AccountLanguageMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "vkc.accounts.middleware.ActivityMiddleware",
    "vkc.accounts.middleware.StaffSecondFactorMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
]

ROOT_URLCONF = "vkc.urls"
WSGI_APPLICATION = "vkc.wsgi.application"

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
                "vkc.core.context.site",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "vkc.core.templatetags.content",
                "vkc.core.templatetags.ui",
                "vkc.core.templatetags.pieces",
            ],
        },
    }
]

DATABASE = env.db("DATABASE_URL", default="postgresql:///vkc")
DATABASES = {
    "default": {
        **DATABASE,
        "ENGINE": "django.db.backends.postgresql",
        "ATOMIC_REQUESTS": False,
        "CONN_MAX_AGE": env.int("DATABASE_CONN_MAX_AGE", default=60),
        "CONN_HEALTH_CHECKS": True,
        # A statement asked three times on a connection keeps its plan: planning was half of what
        # PostgreSQL spent on an enrolment (docs/adr/0007).
        # What the address itself says stays: the host of a socket stands there.
        "OPTIONS": {
            **DATABASE.get("OPTIONS", {}),
            "server_side_binding": True,
            "prepare_threshold": 3,
        },
    }
}
REDIS_URL = env.str("REDIS_URL", default="redis://127.0.0.1:6379/0")
CACHES = {
    "default": {
        "BACKEND": "vkc.core.caching.KeptRedisCache",
        "LOCATION": REDIS_URL,
        "KEY_PREFIX": "vkc",
    },
    # Of each process, for parts of a page that all pages share.
    "local": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "local"},
}

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["vkc.accounts.backends.RoleBackend"]
AUTH_PASSWORD_VALIDATORS = [
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
LOGIN_REDIRECT_URL = "/my/"
LOGOUT_REDIRECT_URL = "/"

ACCOUNT_ADAPTER = "vkc.accounts.adapters.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_SIGNUP_FORM_CLASS = "vkc.accounts.forms.SignupForm"
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_SUBJECT_PREFIX = "[VKC] "
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_SESSION_REMEMBER = None
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "VKC"
MFA_TOTP_TOLERANCE = 1
MFA_FORMS = {
    "add_webauthn": "vkc.accounts.passkey_forms.AddPasskeyForm",
    "edit_webauthn": "vkc.accounts.passkey_forms.EditPasskeyForm",
}
SOCIALACCOUNT_ADAPTER = "vkc.accounts.adapters.SocialAccountAdapter"
SOCIALACCOUNT_EMAIL_AUTHENTICATION = False
SOCIALACCOUNT_ONLY = False
SOCIALACCOUNT_PROVIDERS = {}
OIDC_ORIGINS: list[str] = []
if env.str("OIDC_SERVER_URL", default=""):
    # Browsers hold the redirect after the sign-in form to form-action; name every host it visits.
    server = urlsplit(env.str("OIDC_SERVER_URL"))
    OIDC_ORIGINS = env.list("OIDC_ORIGINS", default=[f"{server.scheme}://{server.netloc}"])
    SOCIALACCOUNT_PROVIDERS["openid_connect"] = {
        "OAUTH_PKCE_ENABLED": True,
        "APPS": [
            {
                "provider_id": env.str("OIDC_PROVIDER_ID", default="sso"),
                "name": env.str("OIDC_NAME", default="VNeID"),
                "client_id": env.str("OIDC_CLIENT_ID"),
                "secret": env.str("OIDC_CLIENT_SECRET"),
                "settings": {"server_url": env.str("OIDC_SERVER_URL")},
            }
        ],
    }
USERSESSIONS_TRACK_ACTIVITY = True

LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", _("Vietnamese")), ("en", _("English")), ("ko", _("Korean"))]
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
WAGTAILADMIN_PERMITTED_LANGUAGES = [("vi", "Tiếng Việt"), ("en", "English"), ("ko", "한국어")]
LOCALE_PATHS = [BASE_DIR / "vkc/locale", BASE_DIR / "vkc/locale_packages"]
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_I18N = True
USE_TZ = True
WAGTAIL_I18N_ENABLED = True
FORMAT_MODULE_PATH = ["vkc.core.formats"]

STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_URL = "/media/"
MEDIA_ROOT = VAR_DIR / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    # What a view hands out only after asking for the state of what it belongs to.
    "private": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": VAR_DIR / "private", "base_url": None},
    },
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_INDEX_FILE = False

WAGTAIL_SITE_NAME = "VKC"
WAGTAILADMIN_BASE_URL = env.str("PUBLIC_URL", default="http://127.0.0.1:8000")
PUBLIC_URL = WAGTAILADMIN_BASE_URL
# The picker turns a date it cannot read into today's: it must expect what people type.
WAGTAIL_DATE_FORMAT = "%d/%m/%Y"
WAGTAIL_DATETIME_FORMAT = "%d/%m/%Y %H:%M"
WAGTAIL_USER_TIME_ZONES = ["Asia/Ho_Chi_Minh", "Asia/Seoul"]
WAGTAILIMAGES_IMAGE_MODEL = "cms.PortalImage"
WAGTAILIMAGES_EXTENSIONS = ["gif", "jpg", "jpeg", "png", "webp"]
WAGTAILDOCS_EXTENSIONS = ["pdf", "docx", "xlsx", "pptx", "csv", "txt", "odt", "ods"]
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_WORKFLOW_REQUIRE_REAPPROVAL_ON_EDIT = True
WAGTAILADMIN_LOGIN_URL = "account_login"
WAGTAIL_FRONTEND_LOGIN_URL = "/accounts/login/"
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
# A page copied for translation stays a draft until somebody may and does publish it.
WAGTAILLOCALIZE_SYNC_LIVE_STATUS_ON_TRANSLATE = False
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}

# PEM text, or the path of a PEM file; without both a test key is made in VAR_DIR at the first use.
CERTIFICATE_SIGNING_KEY = env.str("CERTIFICATE_SIGNING_KEY", default="", multiline=True)
CERTIFICATE_SIGNING_CERT = env.str("CERTIFICATE_SIGNING_CERT", default="", multiline=True)
CERTIFICATE_SIGNING_PASSPHRASE = env.str("CERTIFICATE_SIGNING_PASSPHRASE", default="")
CERTIFICATE_TEST_KEY_DIR = VAR_DIR / "test-signing-key"

EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="VKC <no-reply@vkc.localhost>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
CONTACT_RECIPIENTS = env.list("CONTACT_RECIPIENTS", default=[])
# Mail that comes back: to bounces+<token>@… if an address is given, else to the sender. Reports are
# read from the Maildir, if there is one; so many in a row and an address counts as undeliverable.
BOUNCE_ADDRESS = env.str("BOUNCE_ADDRESS", default="")
BOUNCE_MAILDIR = env.str("BOUNCE_MAILDIR", default="")
BOUNCES_UNTIL_FLAGGED = env.int("BOUNCES_UNTIL_FLAGGED", default=3)

CELERY_BROKER_URL = REDIS_URL
CELERY_TASK_ALWAYS_EAGER = False
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_TIME_LIMIT = 600
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BEAT_SCHEDULER = "django_celery_beat.schedulers:DatabaseScheduler"
CELERY_TIMEZONE = TIME_ZONE
# Days before (or after) the day in question on which people are reminded of their courses.
COURSE_REMINDERS = {
    "start": env.list("COURSE_REMINDER_START_DAYS", cast=int, default=[7, 1]),
    "letter": env.list("COURSE_REMINDER_LETTER_DAYS", cast=int, default=[3]),
    "letter_overdue": env.int("COURSE_REMINDER_LETTER_OVERDUE_DAYS", default=1),
    "unfinished": env.int("COURSE_REMINDER_UNFINISHED_DAYS", default=3),
    "survey": env.int("COURSE_REMINDER_SURVEY_DAYS", default=1),
}
# A list of people handed in for import and not entered goes after so many days without a step.
COURSE_LIST_DAYS = env.int("COURSE_LIST_DAYS", default=30)
CELERY_BEAT_SCHEDULE = {
    "publish-scheduled": {
        "task": "vkc.cms.tasks.publish_scheduled",
        "schedule": 60.0,
    },
    "send-due-messages": {
        "task": "vkc.notifications.tasks.send_due_messages",
        "schedule": 60.0,
    },
    "read-bounces": {
        "task": "notifications.read_bounces",
        "schedule": 300.0,
    },
    "end-old-lists": {
        "task": "courses.end_old_lists",
        "schedule": crontab(hour=2, minute=15),
    },
    "sweep-private-files": {
        "task": "core.sweep_private_files",
        "schedule": crontab(hour=2, minute=45),
    },
    "resume-imports": {
        "task": "guidelines.resume_imports",
        "schedule": 60.0,
    },
    "publish-due-texts": {
        "task": "guidelines.publish_due_texts",
        "schedule": 60.0,
    },
    "index-texts-of-today": {
        "task": "guidelines.index_texts_of_today",
        "schedule": crontab(hour=0, minute=5),
    },
    "resume-issuing": {
        "task": "courses.resume_issuing",
        "schedule": 120.0,
    },
    "check-deadlines": {
        "task": "courses.check_deadlines",
        "schedule": 300.0,
    },
    "expire-offers": {
        "task": "courses.expire_offers",
        "schedule": 180.0,
    },
    "send-course-reminders": {
        "task": "courses.send_reminders",
        "schedule": crontab(hour=7, minute=30),
    },
}

NONE, SELF = "'none'", "'self'"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF, *OIDC_ORIGINS],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
    }
}
BACK_OFFICE_CSP = {
    "script-src": [SELF, "'unsafe-inline'", "'unsafe-eval'"],
    "style-src": [SELF, "'unsafe-inline'"],
    "img-src": [SELF, "data:", "blob:"],
    "frame-src": [SELF],
    "frame-ancestors": [SELF],
}
PERMISSIONS_POLICY = {
    name: [] for name in ("camera", "geolocation", "microphone", "payment", "usb", "midi")
}
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "vkc.core.views.csrf_failure"
# Read from Redis, kept in the database: a restart of Redis signs nobody out.
SESSION_ENGINE = "django.contrib.sessions.backends.cached_db"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "loggers": {"django_tasks": {"level": "WARNING"}, "wagtail": {"level": "WARNING"}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="INFO")},
}
