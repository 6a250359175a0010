"""Work for the Celery worker; each task is an edge that calls a service. Arguments are ids.

Every module of tasks is imported here, where Celery looks for them.
"""

from guidelines.tasks import citations, imports, outputs, publication

__all__ = ["citations", "imports", "outputs", "publication"]
