"""Who may do what with pages beyond what Wagtail asks itself."""

from typing import Any

from vkc.cms.models.tasks import wrote_latest


def can_publish_directly(user: Any) -> bool:
    """Only the technical account publishes without a second person; no role does."""
    return user.is_superuser


def can_publish_page(user: Any, page: Any) -> bool:
    """Four eyes: a version is published by someone who did not write it."""
    return not wrote_latest(page, user)
