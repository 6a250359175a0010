"""`python -m tests.load.courses_attendance_bench`: check-ins a second, by code and by batches.

Over HTTP against gunicorn on the production settings and a database of its own. By code: each of
PEOPLE signed-in people opens the address of the room's QR code once. By batches: a desk that was
offline sends its marks, BATCH at a time. The client runs on the same machine and takes its share
of the processor. Figures are printed, never asserted.
"""

import json
import os
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any
from uuid import uuid4

import django

from ops import clones
from ops.children import children
from ops.commands.run import wait_for
from tests.load.bench import BASE, PORT, load, own_database
from tests.load.courses_seats_bench import Visitor, ask, cpu_of, signed_in_people
from tests.load.machine import machine_speed

PEOPLE = int(os.environ.get("BENCH_PEOPLE", "500"))
MEETINGS, BATCH, CLIENTS, FASTEST = 4, 100, 8, 130
WORKERS = ("--workers", "2", "--worker-class", "gthread", "--threads", "4")


def main() -> None:
    url = os.environ["DATABASE_URL"]
    name = f"{clones.CLONE}{os.getpid()}_attendance"
    os.environ["DATABASE_URL"] = clones.url_for(url, name)
    django.setup()
    with own_database(url, name):
        load()
        bench_attendance()


def bench_attendance() -> None:
    people, (session, meetings, enrolments) = signed_in_people(PEOPLE), running_session()
    with children() as group:
        options = ["--bind", f"127.0.0.1:{PORT}", *WORKERS, "--backlog", "2048"]
        group.start("bench", "gunicorn", "vkc.wsgi:application", *options, "--no-control-socket")
        wait_for(group, f"{BASE}/healthz")
        server = group.running["bench"].pid
        warm_up(people)
        print(machine_speed())
        print(f"{'':<34}{'check-ins':>11}{'seconds':>9}{'per second':>12}{'CPU s each':>12}")
        show("by the room's code", server, lambda: by_code(people, meetings[0]))
        marks = [(meeting, row) for meeting in meetings[1:] for row in enrolments]
        desk = teacher(session, people[0])
        show(f"by batches of {BATCH}", server, lambda: by_batches(desk, session, marks))
    print(machine_speed())
    from courses.models import AttendanceMark, AttendanceMarkEvent

    stored = (AttendanceMark.objects.count(), AttendanceMarkEvent.objects.count())
    print(f"Stored: {stored[0]} marks, {stored[1]} acts; expected {PEOPLE * MEETINGS} of each.")
    print(f"Target: ≥ {FASTEST} check-ins a second.")


def show(title: str, server: int, run: Any) -> None:
    before, began = cpu_of(server), time.perf_counter()
    count, wrong = run()
    seconds, after = time.perf_counter() - began, cpu_of(server)
    spent = sum(after.values()) - sum(before.get(pid, 0) for pid in after)
    rate = count / seconds
    miss = "" if rate >= FASTEST else "  too slow"
    print(
        f"{title:<34}{count:>11}{seconds:>9.1f}{rate:>12.0f}{spent / max(count, 1):>12.4f}{miss}"
        + (f"  other answers: {dict(wrong)}" if wrong else ""),
        flush=True,
    )


def by_code(people: list[Visitor], meeting: int) -> tuple[int, Counter]:
    """Each opens the code that is on the screen in that moment."""
    from django.utils import timezone

    from courses.attendance import codes

    def enter(person: Visitor) -> int:
        code = codes.room_code(meeting, codes.step_at(timezone.now()))
        return ask(person, "GET", f"/vi/courses/check-in/{code}/")[0]

    with ThreadPoolExecutor(CLIENTS) as pool:
        answers = Counter(pool.map(enter, people))
    return answers.pop(200, 0), answers


def by_batches(desk: Visitor, session: Any, marks: list[tuple[int, int]]) -> tuple[int, Counter]:
    """One device sends what it kept, one batch after the other."""
    answers: Counter = Counter()
    for start in range(0, len(marks), BATCH):
        page = send(desk, session, marks[start : start + BATCH])
        answers.update(row["answer"] for row in page["answers"])
    return answers.pop("recorded", 0), answers


def send(desk: Visitor, session: Any, marks: list[tuple[int, int]]) -> dict[str, Any]:
    import http.client

    from django.utils import timezone

    now = timezone.now().isoformat()
    rows = [
        {
            "key": str(uuid4()), "meeting": meeting, "enrolment": row, "state": "present",
            "source": "scan", "at": now, "offset_ms": 0,
        }
        for meeting, row in marks
    ]  # fmt: skip
    connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=300)
    headers = {
        "Cookie": desk.cookies, "X-CSRFToken": desk.token, "Content-Type": "application/json",
    }  # fmt: skip
    body = json.dumps({"sent_at": now, "marks": rows})
    connection.request("POST", f"/vi/courses/sessions/{session.pk}/desk/sync/", body, headers)
    return json.loads(connection.getresponse().read())


def warm_up(people: list[Visitor]) -> None:
    """Each worker loads its templates and catalogues before anything is measured."""
    with ThreadPoolExecutor(CLIENTS) as pool:
        list(pool.map(lambda who: ask(who, "GET", "/vi/courses/check-in/"), people[:24]))


def running_session() -> tuple[Any, list[int], list[int]]:
    """A session with everybody in it; its first meeting runs now."""
    from django.utils import timezone

    from courses.models import Course, Enrolment, Meeting, Session
    from vkc.accounts.models import User

    now = timezone.now()
    course = Course.objects.create(title_vi="Khóa học đo tốc độ điểm danh")
    session = Session.objects.create(course=course, state="running", capacity=PEOPLE)
    meetings = [
        Meeting.objects.create(
            session=session,
            starts_at=now - timedelta(days=number, hours=1),
            ends_at=now - timedelta(days=number) + timedelta(hours=2),
        ).pk
        for number in range(MEETINGS)
    ]
    people = User.objects.filter(email__endswith="@ghi-danh.vkc.test").order_by("pk")
    rows = Enrolment.objects.bulk_create(
        Enrolment(session=session, person=person, state="confirmed", submitted_at=now)
        for person in people
    )
    return session, meetings, [row.pk for row in rows]


def teacher(session: Any, visitor: Visitor) -> Visitor:
    """The first person teaches here, too."""
    from vkc.accounts.models import User

    people = User.objects.filter(email__endswith="@ghi-danh.vkc.test").order_by("pk")
    session.teachers.add(people[0])
    session.save()
    return visitor


if __name__ == "__main__":
    main()
