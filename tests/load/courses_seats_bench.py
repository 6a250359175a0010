"""`python -m tests.load.courses_seats_bench`: 500 people press “ghi danh” for 30 seats at once.

Over HTTP against gunicorn on the production settings and a database of its own: first without the
guard, to show the race, then by threads, then by processes. Afterwards the catalogue with 1,000
courses. CPU is that of the web processes and of their PostgreSQL backends together, from
/proc/<pid>/stat; the database must run on this machine. Figures are printed, never asserted.
"""

import http.client
import os
import re
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import django

from ops import clones
from ops.children import children
from ops.commands.run import wait_for
from tests.load.bench import BASE, PORT, latency, load, own_database, queries
from tests.load.machine import machine_speed

PEOPLE = int(os.environ.get("BENCH_PEOPLE", "500"))
SEATS, COURSES = 30, 1000
MOST_STATEMENTS, MOST_CPU, MOST_QUERIES = 12, 0.03, 10
TICKS = os.sysconf("SC_CLK_TCK")
# As in the Dockerfile.
THREADS = ("--workers", "3", "--worker-class", "gthread", "--threads", "4", "--preload")
PROCESSES = ("--workers", "4", "--worker-class", "sync")
RUNS = (
    ("without the guard", "tests.load.seats_without_guard:application", THREADS),
    ("threads (3 × 4)", "vkc.wsgi:application", THREADS),
    ("processes (4)", "vkc.wsgi:application", PROCESSES),
)


@dataclass(frozen=True)
class Visitor:
    """One signed-in person: the cookies of their session, and the key of their form."""

    cookies: str
    token: str
    key: str = ""


def main() -> None:
    url = os.environ["DATABASE_URL"]
    name = f"{clones.CLONE}{os.getpid()}_seats"
    os.environ["DATABASE_URL"] = clones.url_for(url, name)
    django.setup()
    with own_database(url, name):
        load()
        bench_enrolling()
        bench_catalogue()


def bench_enrolling() -> None:
    people = signed_in_people(PEOPLE)
    print(machine_speed())
    print(f"{PEOPLE} requests for {SEATS} seats, begun together")
    heads = ("confirmed", "waiting", "ranks", "4xx", "5xx", "seconds", "CPU s each")
    print(f"{'':<20}" + "".join(f"{head:>12}" for head in heads))
    for title, application, workers in RUNS:
        with children() as group:
            options = ["--bind", f"127.0.0.1:{PORT}", *workers, "--backlog", "2048"]
            group.start("bench", "gunicorn", application, *options, "--no-control-socket")
            wait_for(group, f"{BASE}/healthz")
            report(title, race(people, group.running["bench"].pid))
    print(machine_speed())
    statements()
    print(
        f"Targets: {SEATS} confirmed, {PEOPLE - SEATS} waiting with ranks 1 to {PEOPLE - SEATS}, no"
        f" 4xx or 5xx, ≤ {MOST_STATEMENTS} statements and ≤ {MOST_CPU} CPU-seconds an enrolment."
    )


def race(people: list[Visitor], server: int) -> dict[str, Any]:
    """All ask for their form, then all send it in one moment; only the sending is measured."""
    session = open_session(SEATS)
    path = f"/vi/courses/sessions/{session.pk}/enrol/"
    with ThreadPoolExecutor(24) as pool:
        ready = list(pool.map(lambda person: with_key(person, path), people))
    barrier, answers = threading.Barrier(len(ready) + 1), []

    def press(person: Visitor) -> None:
        barrier.wait()
        answers.append(send(person, path))

    threads = [threading.Thread(target=press, args=(person,)) for person in ready]
    for thread in threads:
        thread.start()
    before = cpu_of(server)
    barrier.wait()
    began = time.perf_counter()
    for thread in threads:
        thread.join()
    seconds = time.perf_counter() - began
    after = cpu_of(server)
    spent = sum(after.values()) - sum(before.get(pid, 0) for pid in after)
    return {**counts(session, answers), "seconds": seconds, "cpu": spent / len(ready)}


def counts(session: Any, answers: list[tuple[int, str]]) -> dict[str, Any]:
    from courses.models import Enrolment

    states = Counter(Enrolment.objects.filter(session=session).values_list("state", flat=True))
    said = sorted(int(found[1]) for code, page in answers if (found := rank_in(page)))
    stored = sorted(Enrolment.objects.ranks([session.pk]).values())
    whole = list(range(1, len(said) + 1))
    return {
        "confirmed": states["confirmed"],
        "waiting": states["waiting"],
        "ranks": f"1–{len(said)}" if said == stored == whole else "broken",
        "4xx": sum(400 <= code < 500 for code, _page in answers),
        "5xx": sum(code >= 500 or code == 0 for code, _page in answers),
    }


def rank_in(page: str) -> re.Match[str] | None:
    """The number in the heading of the answer, “số 7 trong danh sách chờ”."""
    heading = re.search(r"<h1[^>]*>(.*?)</h1>", page, re.DOTALL)
    return re.search(r"(\d+)", heading[1]) if heading else None


def report(title: str, found: dict[str, Any]) -> None:
    cells = [str(found[name]) for name in ("confirmed", "waiting", "ranks", "4xx", "5xx")]
    cells += [f"{found['seconds']:.1f}", f"{found['cpu']:.4f}"]
    misses = []
    if found["confirmed"] > SEATS:
        misses.append("oversold")
    if found["cpu"] > MOST_CPU:
        misses.append("too dear")
    print(
        f"{title:<20}" + "".join(f"{cell:>12}" for cell in cells) + "  " + ", ".join(misses),
        flush=True,
    )


def with_key(person: Visitor, path: str) -> Visitor:
    _code, page = ask(person, "GET", path)
    return Visitor(person.cookies, person.token, key_in(page))


def key_in(page: str) -> str:
    found = re.search(r'name="key" value="([0-9a-f-]{36})"', page)
    return found[1] if found else ""


def send(person: Visitor, path: str) -> tuple[int, str]:
    return ask(person, "POST", path, f"key={person.key}&csrfmiddlewaretoken={person.token}")


def ask(person: Visitor, verb: str, path: str, body: str | None = None) -> tuple[int, str]:
    """Status and page; status 0 where the connection broke."""
    connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=300)
    headers = {"Cookie": person.cookies}
    if body:
        headers["Content-Type"] = "application/x-www-form-urlencoded"
    try:
        connection.request(verb, path, body, headers)
        answer = connection.getresponse()
        return answer.status, answer.read().decode()
    except OSError:
        return 0, ""
    finally:
        connection.close()


def cpu_of(server: int) -> dict[int, float]:
    """Process id → CPU seconds so far, of the server with its workers and their backends."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pid FROM pg_stat_activity WHERE datname = current_database()"
            " AND pid <> pg_backend_pid()"
        )
        pids = [pid for (pid,) in cursor.fetchall()]
    return {
        pid: seconds for pid in [server, *workers_of(server), *pids] if (seconds := spent_by(pid))
    }


def workers_of(server: int) -> list[int]:
    listed = Path(f"/proc/{server}/task/{server}/children").read_text().split()
    return [int(pid) for pid in listed]


def spent_by(pid: int) -> float:
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except FileNotFoundError:
        return 0
    return (int(fields[11]) + int(fields[12])) / TICKS


def signed_in_people(count: int) -> list[Visitor]:
    """Approved officials of five provinces, each with a session as the sign-in leaves it."""
    from allauth.usersessions.models import UserSession
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.cached_db import SessionStore
    from django.utils.crypto import get_random_string

    visitors, rows = [], []
    for person in officials(count):
        store, token = SessionStore(), get_random_string(32)
        store[SESSION_KEY] = str(person.pk)
        store[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
        store[HASH_SESSION_KEY] = person.get_session_auth_hash()
        store.create()
        rows.append(UserSession(user=person, session_key=store.session_key, ip="127.0.0.1"))
        names = (settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME)
        visitors.append(Visitor(f"{names[0]}={store.session_key}; {names[1]}={token}", token))
    UserSession.objects.bulk_create(rows)
    return visitors


def officials(count: int) -> list[Any]:
    from django.utils import timezone

    from vkc.accounts.choices import AccountState, Role
    from vkc.accounts.models import Agency, User
    from vkc.accounts.services.roles import group_for
    from vkc.places.models import Unit

    agencies = [
        Agency.objects.get_or_create(
            kind="province", name_vi="Cơ quan đo tốc độ ghi danh", unit=unit
        )[0]
        for unit in Unit.objects.current()[:5]
    ]
    rows = User.objects.bulk_create(
        User(
            email=f"do-{number}@ghi-danh.vkc.test", full_name=f"Nguyễn Thị {number}", password="!",
            agency=agencies[number % 5], state=AccountState.APPROVED, approved_at=timezone.now(),
        )
        for number in range(count)
    )  # fmt: skip
    through, group = User.groups.through, group_for(Role.OFFICIAL)
    through.objects.bulk_create(through(user=row, group=group) for row in rows)
    return rows


def open_session(capacity: int) -> Any:
    from django.utils import timezone

    from courses.models import Course, Session

    course = Course.objects.create(title_vi="Khóa học đo tốc độ ghi danh")
    starts_on = timezone.localdate() + timedelta(days=60)
    return Session.objects.create(
        course=course, state="open", capacity=capacity, starts_on=starts_on
    )


def statements() -> None:
    """SQL statements of one request, confirmed and waiting, counted in this process."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from vkc.accounts.models import User

    people = iter(User.objects.filter(email__endswith="@ghi-danh.vkc.test"))
    for title, capacity in (("confirmed", 5), ("waiting", 0)):
        client, session = Client(headers={"host": "127.0.0.1"}), open_session(capacity)
        client.force_login(next(people))
        path = f"/vi/courses/sessions/{session.pk}/enrol/"
        key = key_in(client.get(path).content.decode())
        with CaptureQueriesContext(connection) as captured:
            client.post(path, {"key": key})
        frame = sum(q["sql"] in ("BEGIN", "COMMIT") for q in captured)
        print(
            f"statements, {title}: {len(captured) - frame}, with BEGIN and COMMIT {len(captured)}"
        )


def bench_catalogue() -> None:
    """Queries and latency of the catalogue with COURSES courses, one session each."""
    from django.db import connection

    from courses.models import Course, Session

    made = Course.objects.bulk_create(
        Course(title_vi=f"Khóa học số {n}", slug=f"do-danh-muc-{n}", live=True)
        for n in range(COURSES - Course.objects.filter(live=True).count())
    )
    Session.objects.bulk_create(
        Session(course=course, state="open", capacity=20 + n % 30, form="in_person", place_vi="Huế")
        for n, course in enumerate(made)
    )
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    with children() as group:
        options = ["--bind", f"127.0.0.1:{PORT}", "--workers", "1", "--worker-class", "sync"]
        group.start("bench", "gunicorn", "vkc.wsgi:application", *options, "--no-control-socket")
        wait_for(group, f"{BASE}/healthz")
        print(f"{Course.objects.filter(live=True).count()} courses")
        for path in ("/vi/courses/", "/vi/courses/?page=30", "/vi/courses/?form=in_person"):
            asked, times = queries(path), latency(BASE + path)
            miss = "  too many queries" if asked > MOST_QUERIES else ""
            print(f"{path:<32}{asked:>4} queries{times['p50']:>8.0f}{times['p95']:>8.0f} ms{miss}")
    print(f"Target: ≤ {MOST_QUERIES} queries.")


if __name__ == "__main__":
    main()
