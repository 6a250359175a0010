"""The reading page of 700 articles (about 4,000 provisions), against 250 ms p95.

Called from `tests.load.library_bench`; alone: `python -m tests.load.reading_bench`.
"""

import os
from datetime import date

import django

from ops import clones
from ops.children import children
from ops.commands.run import wait_for
from tests.load.bench import BASE, PORT, latency, load, own_database, queries

ARTICLES = int(os.environ.get("BENCH_ARTICLES", "700"))
SLOWEST, MOST_QUERIES = 250, 15
WORDS = (
    "Cơ quan chủ trì tổ chức thu thập, chuẩn hóa, cập nhật và công bố dữ liệu; việc chia sẻ dữ liệu "
    "giữa các cơ quan bảo đảm an toàn thông tin, đúng mục đích và không trùng lặp với nhiệm vụ khác"
)
CITING = "Thực hiện theo khoản 1 Điều 1 Quyết định này và Quyết định số 950/QĐ-TTg ngày 01/8/2018."


def main() -> None:
    url = os.environ["DATABASE_URL"]
    name = f"{clones.CLONE}{os.getpid()}_reading"
    os.environ["DATABASE_URL"] = clones.url_for(url, name)
    django.setup()
    with own_database(url, name), children() as group:
        load()
        options = ["--bind", f"127.0.0.1:{PORT}", "--workers", "1", "--worker-class", "sync"]
        group.start("bench", "gunicorn", "vkc.wsgi:application", *options, "--no-control-socket")
        wait_for(group, f"{BASE}/healthz")
        bench_reading()


def bench_reading() -> None:
    """Time the page of a long text, and that of one of its articles."""
    document = long_text(ARTICLES)
    page = f"/vi/{document.path}"
    pages = {
        "reading page": page,
        "as of a day": f"{page}?on=2021-05-01",
        "one article": f"{page}provisions/dieu-{ARTICLES // 2}/",
    }
    print(f"{ARTICLES} articles, {document.versions.first().provisions.count()} provisions")
    print(f"{'page':<16}{'queries':>9}{'p50':>8}{'p95':>8}")
    for title, path in pages.items():
        found = {**latency(BASE + path), "queries": queries(path)}
        misses = "  too slow" if found["p95"] > SLOWEST else ""
        misses += "  too many queries" if found["queries"] > MOST_QUERIES else ""
        figures = f"{found['queries']:>9}{found['p50']:>8.0f}{found['p95']:>8.0f}"
        print(f"{title:<16}{figures}{misses}", flush=True)
    print(f"Target: p95 ≤ {SLOWEST} ms, uncached, one worker; ≤ {MOST_QUERIES} queries.")


def long_text(articles: int):
    """A published document with one text, citations in every fifth article, twenty effects."""
    from django.db import connection

    from guidelines.choices import Verb
    from guidelines.services.citations import record_citations
    from guidelines.services.rendering import store_rendering
    from tests.factories.guidelines import DocumentFactory, EffectFactory, text_of

    document = DocumentFactory(effective_on=date(2020, 1, 2))
    words = {}
    for number in range(1, articles + 1):
        path = f"dieu-{number}"
        words[path] = f"{WORDS} ({number})."
        words[f"{path}.khoan-1"] = f"{WORDS}, gồm:"
        words[f"{path}.khoan-2"] = CITING if number % 5 == 0 else f"{WORDS} {WORDS}."
    version = text_of(document, articles, words=words)
    record_citations(version=version)
    # As publication does; the factory that makes the text only writes its rows.
    store_rendering(version=version)
    for number in range(1, 21):
        path = f"dieu-{number * 7}"
        EffectFactory(target=document, verb=Verb.AMENDS, target_path=path, note=WORDS)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    return document


if __name__ == "__main__":
    main()
