"""`/api/v1/`: the open read API, no key. Each domain registers its router in `ready()`."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from ninja import NinjaAPI
from ninja.errors import ValidationError

from vkc.core.api import as_json
from vkc.core.registry import api_routers

api = NinjaAPI(
    title="VKC",
    version="1",
    description="Open read API of the VKC portal. Missing values are null, never zero.",
    docs_url=None,
    urls_namespace="api",
)
for _name, _router in api_routers.items():
    api.add_router("", _router, tags=[_name])


@api.exception_handler(ValidationError)
def explain(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """Which parameter, which rule: one sentence each."""
    details = [
        {"parameter": str(item["loc"][-1]), "rule": item["msg"], "value": _short(item.get("input"))}
        for item in error.errors
    ]
    return as_json({"detail": details}, status=400)


@api.get("/", include_in_schema=False)
def index(request: HttpRequest) -> HttpResponse:
    """The resources and where they are."""
    found = api.get_openapi_schema()["paths"]
    paths = {
        next(iter(methods.values()))["summary"]: f"{settings.PUBLIC_URL}{path}"
        for path, methods in found.items()
    }
    return as_json({"resources": paths, "openapi": f"{settings.PUBLIC_URL}/api/v1/openapi.json"})


@require_safe
def api_docs(request: HttpRequest) -> HttpResponse:
    """The documentation, drawn from the schema on the server: no script, no other host."""
    schema = api.get_openapi_schema()
    operations = [
        {"path": path, "method": method.upper(), **_operation(found)}
        for path, methods in schema["paths"].items()
        for method, found in methods.items()
    ]
    context = {"operations": operations, "title": _("Open data interface (API)")}
    return render(request, "core/api_docs.html", context)


def _operation(found: dict[str, Any]) -> dict[str, Any]:
    parameters = [
        {
            "name": item["name"],
            "place": item["in"],
            "is_required": item.get("required", False),
            "what": item.get("description") or item["schema"].get("description", ""),
        }
        for item in found.get("parameters", [])
    ]
    return {
        "summary": found.get("summary", ""),
        "description": found.get("description", ""),
        "parameters": parameters,
    }


def _short(value: Any) -> str:
    return "" if value is None else str(value)[:100]
