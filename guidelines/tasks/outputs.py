from celery import shared_task
from django.utils import timezone

from guidelines.models import Version
from guidelines.services import outputs


@shared_task
def make_outputs(version_id: int) -> None:
    """Make the files of a text that has just been published."""
    version = Version.objects.published().filter(pk=version_id).first()
    if version is not None:
        now = timezone.now()
        outputs.make_outputs(version=version, on=timezone.localdate(now), at=now)
