"""Wagtail says that a programme was published or withdrawn: the search follows."""

from typing import Any

from projects.models import Programme
from projects.services import refresh_search


def follow_publication(sender: type, instance: Programme, **kwargs: Any) -> None:
    refresh_search(programme=instance)
