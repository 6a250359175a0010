"""Files to take away: whatever one holds, a browser does nothing with it."""

from typing import Any

from django.http import FileResponse, Http404

TAKE_AWAY = {
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex",
}


def take_away(file: Any, *, name: str, media_type: str, is_private: bool = True) -> FileResponse:
    """A stored file as an attachment under its name; 404 where its bytes are gone."""
    try:
        opened = file.open("rb")
    except OSError as error:
        raise Http404 from error
    answer = FileResponse(
        opened, as_attachment=True, filename=name, content_type=media_type, headers=TAKE_AWAY
    )
    if is_private:
        answer["Cache-Control"] = "private, no-store"
    return answer
