"""Who may do what with pages beyond what Wagtail asks itself."""

from typing import Any

from vkc.cms.models.tasks import wrote_latest


def can_publish_page(user: Any, page: Any) -> bool:
    """Four eyes: a page with a newer version is published by someone who did not write it."""
    return not wrote_latest(page, user)
