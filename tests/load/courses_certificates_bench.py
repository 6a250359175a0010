"""`python -m tests.load.courses_certificates_bench`: CPU seconds of a signed certificate, milliseconds of the public check.

Figures are printed, never asserted: machines differ. CPU is that of this process, without the
database's.
"""

import os
import statistics
import time
from datetime import timedelta

import django

from ops import clones
from tests.load.bench import load, own_database
from tests.load.machine import at_known_speed

CERTIFICATES, CHECKS = 60, 200
MOST_CPU, SLOWEST = 0.07, 100


def main() -> None:
    url = os.environ["DATABASE_URL"]
    name = f"{clones.CLONE}{os.getpid()}_certificates"
    os.environ["DATABASE_URL"] = clones.url_for(url, name)
    django.setup()
    with own_database(url, name):
        load()
        with at_known_speed():
            bench_certificates()


def bench_certificates() -> None:
    """Issue certificates one by one, then ask for their public pages in turn."""
    from django.core.cache import cache
    from django.test import Client
    from django.utils import timezone

    from courses.models import CertificateRegister
    from courses.services.certificates import issue

    at = timezone.now()
    register = CertificateRegister.objects.create(
        name=f"Đo tốc độ {at:%H%M%S}", suffix=f"/BENCH/{at:%H%M%S}", body_vi="Đo", signer_name="Đo",
        signer_title_vi="Đo",
    )  # fmt: skip
    enrolments = _enrolments(CERTIFICATES + 1, at)
    codes = [issue(enrolment=enrolments.pop(), by=None, at=at, register=register).code]
    began, busy = time.perf_counter(), time.process_time()
    codes += [issue(enrolment=row, by=None, at=at, register=register).code for row in enrolments]
    seconds = (time.perf_counter() - began) / CERTIFICATES
    busy = (time.process_time() - busy) / CERTIFICATES
    miss = "  too slow" if busy > MOST_CPU else ""
    print(f"{'signed certificate':<22}{seconds:>8.3f} s{busy:>8.3f} CPU s{miss}", flush=True)
    client, times = Client(headers={"host": "127.0.0.1"}), []
    for number in range(CHECKS):
        cache.clear()
        started = time.perf_counter()
        answer = client.get(f"/vi/certificates/{codes[number % len(codes)]}/")
        times.append((time.perf_counter() - started) * 1000)
        if answer.status_code != 200:
            raise SystemExit(f"the check page answered {answer.status_code}")
    p95 = statistics.quantiles(times, n=20)[18]
    miss = "  too slow" if p95 > SLOWEST else ""
    print(f"{'public check':<22}{statistics.median(times):>8.0f} ms p50{p95:>6.0f} ms p95{miss}")
    print(f"Targets: ≤ {MOST_CPU} CPU s a certificate, p95 ≤ {SLOWEST} ms.")


def _enrolments(count: int, at) -> list:
    from courses.models import Course, Enrolment, Session
    from vkc.accounts.models import User

    course = Course.objects.create(title_vi="Khóa đo tốc độ cấp chứng nhận", periods=40)
    session = Session.objects.create(
        course=course, state="finished", starts_on=(at - timedelta(days=9)).date()
    )
    people = [
        User(
            email=f"do-{at:%H%M%S}-{number}@bench.example", full_name=f"Nguyễn Thị Phượng {number}"
        )
        for number in range(count)
    ]
    people = User.objects.bulk_create(people)
    return Enrolment.objects.bulk_create(
        Enrolment(session=session, person=person, state="completed", submitted_at=at)
        for person in people
    )


if __name__ == "__main__":
    main()
