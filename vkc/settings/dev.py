"""Development and `make run`: readable errors, mail to files, no secrets needed."""

from vkc.settings.base import *  # noqa: F403
from vkc.settings.base import CACHES, VAR_DIR, env

# What is written into a template shows at once.
CACHES = {**CACHES, "local": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}
DEBUG = env.bool("DEBUG", default=False)
SECRET_KEY = env.str("SECRET_KEY", default="development-only-" + "x" * 50)
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]"]
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = VAR_DIR / "mail"
DEMO_CONTENT_ALLOWED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True
