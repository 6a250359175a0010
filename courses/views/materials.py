"""Materials of a session: each is there for those whose turn it is, and for nobody else."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from courses.attendance.rooms import meeting_name
from courses.choices.attendance import MaterialAccess
from courses.models import Material, Session
from courses.services.materials import can_open, materials_of, open_access
from vkc.core.downloads import take_away
from vkc.core.uploads import KIND_NAMES, MEDIA_TYPES

KINDS = {MEDIA_TYPES[kind]: name for kind, name in KIND_NAMES.items()}


@never_cache
@require_safe
def session_materials(request: HttpRequest, pk: int) -> HttpResponse:
    """What this reader may open now; what comes later is named with its turn."""
    sessions = Session.objects.published().select_related("course")
    session = get_object_or_404(sessions, pk=pk)
    access = open_access(session=session, user=request.user)
    rows = [_row(row, row.access in access) for row in materials_of(session)]
    may_know = MaterialAccess.SEATED in access
    context = {
        "session": session,
        "course": session.course,
        "rows": [row for row in rows if row["is_open"]],
        "later": [row for row in rows if not row["is_open"]] if may_know else [],
        "is_anonymous": not request.user.is_authenticated,
    }
    return render(request, "courses/materials.html", context)


def _row(material: Material, is_open: bool) -> dict[str, Any]:
    file = material.file
    return {
        "title": material.title,
        "note": material.note,
        "about": meeting_name(material.meeting) if material.meeting else "",
        "of_course": material.course_id is not None,
        "is_open": is_open,
        "turn": material.get_access_display(),
        "key": material.pk,
        "link": material.link,
        "type": KINDS.get(file.media_type, _("file")) if file else "",
        "size": file.size if file else None,
    }


@never_cache
@require_safe
def material_file(request: HttpRequest, pk: int) -> HttpResponse:
    """The file itself, or the link; 404 for whoever may not, as though it were not there."""
    rows = Material.objects.select_related("file", "session__course", "course")
    material = get_object_or_404(rows, pk=pk)
    if not can_open(material=material, user=request.user):
        raise Http404
    if material.file is None:
        return redirect(material.link)
    stored = material.file
    return take_away(stored.file, name=stored.name, media_type=stored.media_type)
