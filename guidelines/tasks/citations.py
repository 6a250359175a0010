"""Citations in the worker."""

from celery import shared_task
from django.db import connection

GROWN = "ANALYZE guidelines_provision, guidelines_provisiontext, guidelines_citation"


@shared_task(name="guidelines.tasks.citations.record_citations", acks_late=True, ignore_result=True)
def record_citations(version_id: int) -> None:
    """Find and resolve the citations of one text; a text that is gone has none."""
    from guidelines.models import Version
    from guidelines.services import citations

    version = Version.objects.select_related("document").filter(pk=version_id).first()
    if version is None:
        return
    citations.record_citations(version=version)
    with connection.cursor() as cursor:
        # Thousands of rows came at once: until the database has counted them, it plans the reading
        # page as if the tables were empty, and takes seconds.
        cursor.execute(GROWN)
