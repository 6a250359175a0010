"""Work for the Celery worker; each task is an edge that calls a service. Arguments are ids.

Every module of tasks is imported here, where Celery looks for them.
"""

from guidelines.tasks import imports, publication

__all__ = ["imports", "publication"]
