"""Wake a task by its name: what is not there yet, or cannot be reached, is found by the beat later."""

from functools import partial
from typing import Any

from celery import current_app
from django.db import transaction
from kombu.exceptions import OperationalError


def wake(name: str, *arguments: Any) -> None:
    """Ask the worker to run the task after the commit; a broker that is away loses no work."""
    transaction.on_commit(partial(_send, name, arguments))


def _send(name: str, arguments: tuple[Any, ...]) -> None:
    try:
        current_app.send_task(name, args=arguments, retry=False)
    except (OperationalError, OSError):
        return
