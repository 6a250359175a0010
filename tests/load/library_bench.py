"""`python -m tests.load.library_bench`: the library list with 20,000 documents, against 80 ms p95;
before it, the import of 700 articles (`import_bench`) and a redline of 300 (`redline_bench`).

One synchronous gunicorn worker on the production settings, a database of its own, the cache emptied
before every request. Made documents are plain rows with words that differ, effects on one in eight,
topics on two in three. Figures are printed, never asserted: machines differ.
"""

import os
import random
from datetime import date, timedelta

import django

from ops import clones
from ops.children import children
from ops.commands.run import wait_for
from tests.load.bench import BASE, PORT, latency, load, own_database, queries
from tests.load.import_bench import bench_import
from tests.load.machine import at_known_speed
from tests.load.reading_bench import bench_reading
from tests.load.redline_bench import bench_redline

DOCUMENTS = int(os.environ.get("BENCH_DOCUMENTS", "20000"))
SLOWEST = 80
FIRST = date(1996, 1, 1)
WORDS = (
    "quy hoạch đô thị thông minh xây dựng quản lý phát triển bền vững hạ tầng kỹ thuật dữ liệu "
    "nền tảng số giao thông cấp nước chiếu sáng môi trường đề án chương trình kế hoạch hướng dẫn "
    "tiêu chuẩn an toàn thông tin trung tâm điều hành giám sát dịch vụ công kiến trúc nhà ở"
)
PATHS = {
    "plain": "/vi/guidelines/",
    "q (a number)": "/vi/guidelines/?q=950",
    "q (two words)": "/vi/guidelines/?q=do+thi",
    "status facet": "/vi/guidelines/?status=partly_in_force",
    "three facets": "/vi/guidelines/?status=in_force&kind=quyet-dinh&year=2018",
    "as of 2012": "/vi/guidelines/?on=2012-06-01",
    "topic": "/vi/guidelines/?topic={topic}",
    "page 400": "/vi/guidelines/?page=400",
}


def main() -> None:
    url = os.environ["DATABASE_URL"]
    name = f"{clones.CLONE}{os.getpid()}_library"
    os.environ["DATABASE_URL"] = clones.url_for(url, name)
    django.setup()
    with own_database(url, name), children() as group:
        load()
        with at_known_speed():
            bench_import()
            bench_redline()
        fill(DOCUMENTS)
        options = ["--bind", f"127.0.0.1:{PORT}", "--workers", "1", "--worker-class", "sync"]
        group.start("bench", "gunicorn", "vkc.wsgi:application", *options, "--no-control-socket")
        wait_for(group, f"{BASE}/healthz")
        with at_known_speed():
            bench_library()
        with at_known_speed():
            bench_reading()


def bench_library() -> None:
    """Time every question of PATHS against the server that is running."""
    from guidelines.models import Document, StatusSpan

    print(f"{Document.objects.count()} documents, {StatusSpan.objects.count()} spans")
    print(f"{'question':<16}{'queries':>9}{'p50':>8}{'p95':>8}")
    for title, path in paths().items():
        found = {**latency(BASE + path), "queries": queries(path)}
        miss = "  too slow" if found["p95"] > SLOWEST else ""
        print(
            f"{title:<16}{found['queries']:>9}{found['p50']:>8.0f}{found['p95']:>8.0f}{miss}",
            flush=True,
        )
    print(f"Target: p95 ≤ {SLOWEST} ms, uncached, one worker.")


def paths() -> dict[str, str]:
    from vkc.topics.models import Topic

    topic = Topic.objects.order_by("pk").first()
    return {title: path.format(topic=topic.key if topic else "") for title, path in PATHS.items()}


def fill(wanted: int) -> None:
    """Add documents, topics, effects and spans until there are `wanted` documents."""
    from django.db import connection

    from guidelines.models import Document
    from guidelines.services.timeline import rebuild_missing

    chance = random.Random(950)
    missing = wanted - Document.objects.count()
    print(f"Making {missing} documents …", flush=True)
    made = Document.objects.bulk_create(documents(missing, chance), batch_size=2000)
    add_topics(made, chance)
    add_effects(made, chance)
    rebuild_missing()
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def documents(count: int, chance: random.Random) -> list:
    from django.utils import timezone

    from guidelines.choices import DocumentKind, DocumentState
    from guidelines.models import Document, Issuer
    from vkc.core.text import fold, slug_text

    issuers, words = list(Issuer.objects.all()), WORDS.split()
    now, rows = timezone.now(), []
    for number in range(count):
        issuer = chance.choice(issuers)
        title = "Về " + " ".join(chance.choices(words, k=22))
        text = f"{number % 2500 + 1}/{chance.randint(1996, 2025)}/VB-{number}"
        begins = FIRST + timedelta(days=chance.randint(0, 10_900))
        kind = chance.choice(DocumentKind.values)
        rows.append(
            Document(
                kind=kind,
                number=text,
                number_slug=slug_text(text),
                issuer=issuer,
                issued_on=begins if number % 50 else None,
                effective_on=begins + timedelta(days=45) if number % 10 else None,
                expires_on=begins + timedelta(days=4000) if number % 7 == 0 else None,
                title_vi=title,
                folded=fold(f"{kind} {text} {title} {issuer.name_vi}"),
                state=DocumentState.PUBLISHED,
                live=True,
                first_published_at=now,
                last_published_at=now,
            )
        )
    return rows


def add_topics(made: list, chance: random.Random) -> None:
    from guidelines.models import Document
    from vkc.topics.models import Topic

    topics = list(Topic.objects.values_list("pk", flat=True))
    through = Document.topics.through
    rows = [
        through(document_id=document.pk, topic_id=topic)
        for document in made
        for topic in chance.sample(topics, k=chance.randint(0, min(2, len(topics))))
    ]
    through.objects.bulk_create(rows, batch_size=5000)


def add_effects(made: list, chance: random.Random) -> None:
    from guidelines.choices import TOUCHING_VERBS
    from guidelines.models import Effect

    rows = []
    for target in made[: len(made) // 8]:
        acting = chance.choice(made)
        if acting.pk != target.pk:
            verb = chance.choice(TOUCHING_VERBS)
            rows.append(Effect(acting=acting, target=target, verb=verb, is_partial=True))
    Effect.objects.bulk_create(rows, batch_size=2000)


if __name__ == "__main__":
    main()
