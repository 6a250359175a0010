"""The portal's project package; the Celery app is loaded with Django."""

from vkc.celery import app as celery_app

__all__ = ["celery_app"]
