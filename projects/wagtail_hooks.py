from wagtail import hooks
from wagtail.snippets.models import register_snippet

from projects.models import Programme
from projects.viewsets import ProgrammeGroup
from vkc.search.services import remove

register_snippet(ProgrammeGroup)


@hooks.register("before_delete_snippet")
def forget_programmes(request, instances) -> None:
    """What is deleted must not be found any more."""
    if request.method == "POST":
        for programme in instances:
            if isinstance(programme, Programme):
                remove(programme)
