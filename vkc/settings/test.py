"""The test suite: real PostgreSQL and Redis, plain static storage, mail in memory."""

from vkc.settings.base import *  # noqa: F403
from vkc.settings.base import CACHES, STORAGES, VAR_DIR, env

DEBUG = False
SECRET_KEY = "test-only-" + "x" * 50
ALLOWED_HOSTS = ["*"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
if mail_folder := env.str("VKC_TEST_MAIL_DIR", default=""):  # a worker in a process of its own
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = mail_folder
MEDIA_ROOT = VAR_DIR / "test-media"
STORAGES["private"]["OPTIONS"]["location"] = VAR_DIR / "test-private"
WHITENOISE_AUTOREFRESH = True
DEMO_CONTENT_ALLOWED = True
CACHES = {
    **CACHES,
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
}
