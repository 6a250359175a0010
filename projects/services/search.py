"""Keep the portal's search true to what is published."""

from projects.models import Programme
from vkc.search.services import index, remove


def refresh_search(*, programme: Programme) -> None:
    """Put a published programme into the index, take any other out."""
    if programme.live:
        index(programme)
    else:
        remove(programme)
