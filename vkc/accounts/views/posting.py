"""What a form is bound to."""

from django.http import HttpRequest, QueryDict


def posted(request: HttpRequest) -> QueryDict | None:
    """The posted fields, also when none was filled in; None on a first look."""
    return request.POST if request.method == "POST" else None
