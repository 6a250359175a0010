"""The Celery app: it only wakes work whose truth lies in the database."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vkc.settings.dev")

app = Celery("vkc")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
