"""The open read API: pages, formats and errors that every resource shares.

A resource gives a queryset (or list), `describe(row) -> dict` and, for spreadsheets, columns.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, Literal

from django.conf import settings
from django.core.paginator import Paginator
from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.utils.text import slugify
from ninja import Schema
from ninja.errors import HttpError
from pydantic import Field

from vkc.core import tabular

MOST_PER_PAGE = 200
JSONL_TYPE = "application/jsonl; charset=utf-8"
Describe = Callable[[Any], dict[str, Any]]


class Asked(Schema):
    """What every list takes."""

    page: int = Field(1, ge=1, le=1_000_000, description="Page, from 1.")
    per_page: int = Field(50, ge=1, le=MOST_PER_PAGE, description="Rows a page.")
    format: Literal["json", "csv", "xlsx"] = Field("json", description="Form of the answer.")


class PageOut(Schema):
    """One page of a list."""

    count: int
    page: int
    pages: int
    next: str | None
    previous: str | None
    results: list[dict[str, Any]]


def answer(
    request: HttpRequest,
    rows: Any,
    describe: Callable[[Any], Any],
    asked: Asked,
    *,
    name: str,
    in_bulk: bool = False,
) -> HttpResponse:
    """One page of rows in the form asked for; 404 beyond the last page.

    `describe` takes one row, or with `in_bulk` the page's list of rows at once.
    """
    paginator = Paginator(rows, asked.per_page)
    if asked.page > paginator.num_pages:
        raise HttpError(404, f"page {asked.page} does not exist; the last is {paginator.num_pages}")
    page = paginator.page(asked.page)
    results = describe(list(page)) if in_bulk else [describe(row) for row in page]
    if asked.format != "json":
        return spreadsheet(results, asked.format, name=name)
    body = {
        "count": paginator.count,
        "page": asked.page,
        "pages": paginator.num_pages,
        "next": _page_url(request, asked.page + 1) if page.has_next() else None,
        "previous": _page_url(request, asked.page - 1) if page.has_previous() else None,
        "results": results,
    }
    return as_json(body)


def as_json(body: Any, status: int = 200) -> JsonResponse:
    """JSON with Vietnamese and Hangul written as they are."""
    return JsonResponse(
        body, status=status, safe=False, json_dumps_params={"ensure_ascii": False, "indent": 1}
    )


def spreadsheet(results: Sequence[dict[str, Any]], form: str, *, name: str) -> HttpResponse:
    """The rows as CSV or XLSX; nested values are written as JSON in their cell."""
    names = list(dict.fromkeys(key for row in results for key in row))
    columns = [tabular.Column(key, "") for key in names]
    cells = [[_cell(row.get(key)) for key in names] for row in results]
    if form == "csv":
        response = HttpResponse(
            tabular.as_csv(columns, cells), content_type="text/csv; charset=utf-8"
        )
    else:
        content = tabular.as_xlsx(columns, cells, title=name)
        response = HttpResponse(content, content_type=tabular.XLSX_TYPE)
    response["Content-Disposition"] = f'attachment; filename="{slugify(name)}.{form}"'
    return response


def as_lines(rows: Iterable[Any], describe: Describe) -> StreamingHttpResponse:
    """All rows as JSON lines, streamed: one object a line."""

    def lines() -> Iterator[str]:
        for row in rows:
            yield json.dumps(describe(row), ensure_ascii=False, cls=DjangoJSONEncoder) + "\n"

    return StreamingHttpResponse(lines(), content_type=JSONL_TYPE)


def absolute(path: str) -> str:
    """The public address of a path of this site."""
    return settings.PUBLIC_URL + path


def _page_url(request: HttpRequest, page: int) -> str:
    query = request.GET.copy()
    query["page"] = str(page)
    return absolute(f"{request.path}?{query.urlencode()}")


def _cell(value: Any) -> Any:
    if isinstance(value, list | dict):
        return json.dumps(value, ensure_ascii=False, cls=DjangoJSONEncoder)
    return value if value is None or isinstance(value, int | float | str) else str(value)
