"""`python -m tests.load.courses_imports_bench`: a list of 5,000 people checked and entered, against 20 s.

All are new to the portal, from as many agencies as there are provinces, for a session of 2,000
seats with a quota for each second province. Figures are printed, never asserted.
"""

import io
import os
import time

import django

from ops import clones
from tests.load.bench import load, own_database
from tests.load.machine import at_known_speed, peak_megabytes

PEOPLE = 5_000
SEATS = 2_000
SLOWEST = 20


def main() -> None:
    url = os.environ["DATABASE_URL"]
    name = f"{clones.CLONE}{os.getpid()}_imports"
    os.environ["DATABASE_URL"] = clones.url_for(url, name)
    django.setup()
    with own_database(url, name):
        load()
        with at_known_speed():
            bench_course_imports()


def bench_course_imports() -> None:
    """Hand the list in, enter it, hand it in again."""
    from django.utils import timezone

    from courses.models import EnrolmentImport
    from courses.services import imports

    imports._wake = lambda import_id: None
    registrar, session, content = _world()
    print(f"{'import':<26}{'s':>8}{'CPU s':>8}{'MB':>8}")

    def hand_in() -> EnrolmentImport:
        from django.core.files.uploadedfile import SimpleUploadedFile

        upload = SimpleUploadedFile("danh-sach.xlsx", content)
        return imports.upload_list(session=session, upload=upload, by=registrar, at=timezone.now())

    def enter(imported: EnrolmentImport) -> EnrolmentImport | None:
        imports.start_import(imported=imported, by=registrar, at=timezone.now())
        return imports.apply_import(import_id=imported.pk, at=timezone.now())

    first = _timed(f"{PEOPLE} people, checked", hand_in)
    done = _timed(f"{PEOPLE} people, entered", lambda: enter(first))
    again = _timed("the same again, checked", hand_in)
    twice = _timed("the same again, entered", lambda: enter(again))
    print(
        f"{done.seated} seats, {done.waiting} in line, {done.new_accounts} accounts opened;"
        f" again: {twice.seated + twice.waiting} added, {twice.unchanged} unchanged."
    )
    print(f"Target: {PEOPLE} people entered in ≤ {SLOWEST} s, the same again adds nobody.")


def _timed(title: str, act):
    began, busy = time.perf_counter(), time.process_time()
    answer = act()
    seconds, busy = time.perf_counter() - began, time.process_time() - busy
    memory = peak_megabytes()
    miss = "  too slow" if seconds > SLOWEST else ""
    print(f"{title:<26}{seconds:>8.2f}{busy:>8.2f}{memory:>8.0f}{miss}", flush=True)
    return answer


def _world():
    from datetime import timedelta

    from django.db import transaction
    from django.utils import timezone
    from openpyxl import Workbook

    from courses.models import Course, Session
    from courses.services import seats
    from vkc.accounts.models import Agency, User
    from vkc.places.models import Unit

    registrar = User.objects.create_superuser("do-toc-do-danh-sach@vkc.test", None)
    units = list(Unit.objects.current())
    agencies = [
        Agency.objects.get_or_create(
            kind="province", name_vi="Cơ quan đo tốc độ nhập danh sách", unit=unit
        )[0]
        for unit in units
    ]
    course = Course.objects.create(title_vi="Khóa học đo tốc độ nhập danh sách")
    session = Session.objects.create(
        course=course,
        state="open",
        capacity=SEATS,
        starts_on=timezone.localdate() + timedelta(days=60),
    )
    quotas = {unit.pk: 20 for unit in units[::2]}
    with transaction.atomic():
        seats.write_quotas(session, quotas, seats.lock_pools(session))
    book = Workbook()
    sheet = book.active
    sheet.append(["STT", "Họ và tên", "Thư điện tử", "Chức vụ", "Cơ quan", "Tỉnh, thành phố"])
    for n in range(PEOPLE):
        agency = agencies[n * 7 % len(agencies)]
        name = f"Nguyễn Thị {chr(65 + n % 26)}{chr(97 + n // 26 % 26)}"
        sheet.append(
            [n + 1, name, f"do.{n}@so.vkc.test", "Chuyên viên", agency.name_vi, agency.unit.name_vi]
        )
    out = io.BytesIO()
    book.save(out)
    return registrar, session, out.getvalue()


if __name__ == "__main__":
    main()
