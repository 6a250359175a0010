"""Parts of a file (RFC 9110, Range): a video can be started in the middle."""

import re
from collections.abc import Iterator

from django.http import (
    FileResponse,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    StreamingHttpResponse,
)

_RANGE = re.compile(r"^bytes=(\d*)-(\d*)$")
BLOCK = 64 * 1024


def ranged(request: HttpRequest, whole: FileResponse, *, size: int) -> HttpResponseBase:
    """The part a `Range` header asks for (206), the whole file, or 416 where there is no such part."""
    whole["Accept-Ranges"] = "bytes"
    found = _RANGE.match(request.headers.get("Range", ""))
    if not found or not any(found.groups()):
        return whole
    first, last = _bounds(found.group(1), found.group(2), size)
    if first > last:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    file = whole.file_to_stream
    file.seek(first)
    part = StreamingHttpResponse(
        _blocks(file, last - first + 1), status=206, content_type=whole["Content-Type"]
    )
    part["Content-Range"] = f"bytes {first}-{last}/{size}"
    part["Content-Length"] = str(last - first + 1)
    part["Accept-Ranges"] = "bytes"
    return part


def _bounds(first: str, last: str, size: int) -> tuple[int, int]:
    if not first:
        return max(0, size - int(last)), size - 1
    return int(first), min(int(last), size - 1) if last else size - 1


def _blocks(file, left: int) -> Iterator[bytes]:
    with file:
        while left > 0:
            block = file.read(min(BLOCK, left))
            if not block:
                return
            left -= len(block)
            yield block
