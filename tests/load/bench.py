"""`python -m tests.load.bench`: the four figures of the four main pages, against their targets.

One synchronous gunicorn worker on the production settings, a database holding the reference data,
the cache emptied before every request. Figures are printed, never asserted: machines differ.
"""

import io
import os
import statistics
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager

import django

from ops import clones, connecting
from ops.children import children
from ops.commands.run import wait_for
from tests.load.machine import at_known_speed
from tests.load.page_weight import weigh

REQUESTS = int(os.environ.get("BENCH_REQUESTS", "200"))
PORT = int(os.environ.get("BENCH_PORT", "8765"))
BASE = f"http://127.0.0.1:{PORT}"
MOST_QUERIES, MOST_BYTES, MOST_MAP_BYTES, SLOWEST = 12, 150_000, 60_000, 120


def main() -> None:
    url = os.environ["DATABASE_URL"]
    name = f"{clones.CLONE}{os.getpid()}_bench"
    os.environ["DATABASE_URL"] = clones.url_for(url, name)
    django.setup()
    with own_database(url, name), children() as group:
        load()
        options = ["--bind", f"127.0.0.1:{PORT}", "--workers", "1", "--worker-class", "sync"]
        group.start("bench", "gunicorn", "vkc.wsgi:application", *options, "--no-control-socket")
        wait_for(group, f"{BASE}/healthz")
        pages = addresses()
        with at_known_speed():
            report(pages, {title: measure(path) for title, path in pages.items()})


@contextmanager
def own_database(url: str, name: str) -> Iterator[None]:
    clones.clone(url, connecting.template(url), name)
    connecting.connect_to(name)
    try:
        yield
    finally:
        connecting.disconnect()
        clones.drop(url, name)


def load() -> None:
    from django.core.management import call_command

    print("Loading the reference data and collecting the static files …", flush=True)
    call_command("load_reference_data", "--json", stdout=io.StringIO())
    call_command("collectstatic", interactive=False, verbosity=0)


def addresses() -> dict[str, str]:
    from django.urls import reverse
    from django.utils.translation import override

    from projects.models import Programme

    with override("vi"):
        programme = Programme.objects.order_by("pk").first()
        return {
            "home": "/vi/",
            "library": reverse("guidelines:list"),
            "map": reverse("projects:list"),
            "programme": reverse("projects:detail", args=[programme.slug]),
        }


def measure(path: str) -> dict[str, float]:
    return {**weigh(BASE + path, fetch), **latency(BASE + path), "queries": queries(path)}


def fetch(address: str) -> bytes:
    with urllib.request.urlopen(address, timeout=60) as answer:
        return answer.read()


def latency(address: str) -> dict[str, float]:
    """Milliseconds over REQUESTS requests, each with an empty cache."""
    from django.core.cache import cache

    fetch(address)
    times = []
    for _number in range(REQUESTS):
        cache.clear()
        started = time.perf_counter()
        fetch(address)
        times.append((time.perf_counter() - started) * 1000)
    return {"p50": statistics.median(times), "p95": statistics.quantiles(times, n=20)[18]}


def queries(path: str) -> int:
    from django.core.cache import cache
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    client = Client(headers={"host": "127.0.0.1"})
    # The first request also fills what a process keeps for good, content types for example.
    client.get(path)
    cache.clear()
    with CaptureQueriesContext(
        connection,
    ) as captured:
        answer = client.get(path)
    if answer.status_code != 200:
        raise SystemExit(f"{path} answered {answer.status_code}")
    return len(captured)


def report(pages: dict[str, str], before: dict[str, dict[str, float]]) -> None:
    from tests.load.doubling import double_rows

    print("Doubling the rows …", flush=True)
    rows = double_rows()
    heads = ["page", "queries", "doubled", "html", "css", "js", "fonts", "total", "p50", "p95"]
    print("".join(f"{head:>10}" for head in heads))
    for title, path in pages.items():
        found = before[title]
        sizes = [f"{found[part] / 1000:.1f}" for part in heads[3:8]]
        times = [f"{found[part]:.0f}" for part in heads[8:]]
        cells = [title, f"{found['queries']:.0f}", str(queries(path)), *sizes, *times]
        print("".join(f"{cell:>10}" for cell in cells) + "  " + ", ".join(misses(title, found)))
    print(f"Sizes in kB, compressed; times in ms over {REQUESTS} uncached requests, one worker.")
    print(f"Doubled: {', '.join(f'{count} {name}' for name, count in rows.items())}.")
    print(
        f"Targets: ≤ {MOST_QUERIES} queries and no more when doubled, ≤ {MOST_BYTES // 1000} kB, "
        f"map page's HTML ≤ {MOST_MAP_BYTES // 1000} kB, p95 ≤ {SLOWEST} ms."
    )


def misses(title: str, found: dict[str, float]) -> list[str]:
    checks = {
        "too many queries": found["queries"] > MOST_QUERIES,
        "too heavy": found["total"] > MOST_BYTES,
        "map too heavy": title == "map" and found["html"] > MOST_MAP_BYTES,
        "too slow": found["p95"] > SLOWEST,
    }
    return [words for words, is_missed in checks.items() if is_missed]


if __name__ == "__main__":
    main()
