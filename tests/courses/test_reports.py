"""Reports: the numbers are those of a plain recount, also over a merger, and open figures tell nobody."""

import io
from collections import Counter
from datetime import date
from uuid import uuid4

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from courses.choices.attendance import MarkSource, MarkState
from courses.models import AttendanceMark, Enrolment, HoursRecord
from courses.report_tables import LEAST, few, open_rows, withheld
from courses.services import reports
from courses.services.hours import record_hours
from courses.services.reports import BackwardSplit, Narrow, Report, Row
from tests.courses.test_back_office import sign_in
from tests.factories.accounts import UserFactory
from tests.factories.courses import NOW, CourseFactory, SessionFactory
from tests.factories.courses_attendance import room
from tests.factories.courses_imports import office
from tests.factories.places import SuccessionFactory, UnitFactory

pytestmark = pytest.mark.django_db
STATES = ("confirmed", "completed", "not_completed", "no_show", "waiting", "withdrawn", "completed")


@pytest.fixture
def world():
    """Hòa Bình and Vĩnh Phúc went into Phú Thọ, which was a province before, too; Huế stayed."""
    now = UnitFactory(name_vi="Phú Thọ Thử")
    old = [
        UnitFactory(old=True, name_vi=name)
        for name in ("Hòa Bình Thử", "Vĩnh Phúc Thử", "Phú Thọ cũ")
    ]
    hue, former_hue = UnitFactory(name_vi="Huế Thử"), UnitFactory(old=True, name_vi="Huế cũ")
    for unit in old:
        SuccessionFactory(predecessor=unit, successor=now)
    SuccessionFactory(predecessor=former_hue, successor=hue)
    units = [*old, now, hue, former_hue, None]
    offices = [office(unit) if unit else UserFactory().agency for unit in units]
    courses = [CourseFactory(periods=16), CourseFactory(periods=None)]
    sessions = [
        SessionFactory(course=courses[n % 2], finished=True, starts_on=date(2024 + n, 3, 1))
        for n in range(3)
    ]
    for n in range(84):
        agency = offices[n % 7]
        row = Enrolment.objects.create(
            session=sessions[n % 3], person=UserFactory(agency=agency), agency=agency,
            unit=agency.unit, state=STATES[n // 7 % 7], submitted_at=NOW,
            waiting_sequence=n if STATES[n // 7 % 7] == "waiting" else None,
        )  # fmt: skip
        if row.state == "completed" and n % 5:
            record_hours(enrolment=row, at=NOW)
    return {"now": now, "old": old, "hue": hue, "former_hue": former_hue, "sessions": sessions}


def recount(key) -> dict[str, Counter]:
    """The same in plain Python, row by row, without one line of the service."""
    found: dict[str, Counter] = {}
    sessions: dict[str, set] = {}
    for row in Enrolment.objects.select_related("session", "unit"):
        if row.state not in ("confirmed", "completed", "not_completed", "no_show"):
            continue
        name = key(row)
        counts = found.setdefault(name, Counter())
        counts["enrolled"] += 1
        counts[row.state] += 1
        hours = HoursRecord.objects.filter(enrolment=row).first()
        counts["periods"] += (hours.periods or 0) if hours else 0
        known = hours is not None and hours.periods is not None
        counts["periods_unknown"] += row.state == "completed" and not known
        sessions.setdefault(name, set()).add(row.session_id)
    for name, held in sessions.items():
        found[name]["sessions"] = len(held)
    return found


def told(report: Report) -> dict[str, dict]:
    return {row.key: row.values for row in report.rows}


MEASURES = ("sessions", "enrolled", "completed", "not_completed", "no_show", "periods_unknown")


def assert_same(report, counted):
    found = told(report)
    assert set(found) == set(counted)
    for key, values in found.items():
        assert {m: values[m] for m in MEASURES} == {m: counted[key][m] for m in MEASURES}
        assert (values["periods"] or 0) == counted[key]["periods"]


def test_figures_of_merged_provinces_are_summed_forward_and_equal_a_plain_recount(world):
    becomes = {unit.pk: world["now"].key for unit in [*world["old"], world["now"]]}
    becomes |= {unit.pk: world["hue"].key for unit in (world["hue"], world["former_hue"])}
    report = reports.report("province", scheme=34)
    assert_same(report, recount(lambda row: becomes[row.unit_id] if row.unit_id else "none"))
    merged = told(report)[world["now"].key]
    parts = [Enrolment.objects.filter(unit=u, state__in=reports.HAD_A_SEAT) for u in world["old"]]
    assert merged["enrolled"] > max(part.count() for part in parts) > 0
    assert (report.total.values["enrolled"], report.refused) == (63, [])


@pytest.mark.parametrize("by", ["agency", "course", "year"])
def test_other_reports_equal_a_plain_recount(world, by):
    keys = {
        "agency": lambda row: str(row.agency_id),
        "course": lambda row: str(row.session.course_id),
        "year": lambda row: str(row.session.starts_on.year),
    }
    assert_same(reports.report(by), recount(keys[by]))


def test_the_63_units_are_told_and_a_backward_split_is_refused_with_its_reason(world):
    report = reports.report("province", scheme=63)
    found = told(report)
    assert set(found) == {*(unit.key for unit in world["old"]), world["former_hue"].key, "none"}
    # Huế stayed what it was: its later people count for the former unit, too.
    both = Enrolment.objects.filter(unit__in=[world["hue"], world["former_hue"]])
    assert found[world["former_hue"].key]["enrolled"] == both.filter(
        state__in=reports.HAD_A_SEAT
    ).count()  # fmt: skip
    (sentence,) = report.refused
    assert all(unit.name_vi in sentence for unit in [world["now"], *world["old"]])
    with pytest.raises(BackwardSplit):
        reports.split_back(world["now"], world["old"])


@pytest.mark.parametrize(("by", "scheme"), [("province", 34), ("province", 63), ("agency", 34),
                                            ("course", 34), ("year", 34)])  # fmt: skip
def test_each_figure_is_the_length_of_its_list(world, by, scheme):
    report = reports.report(by, scheme=scheme)
    for row in [*report.rows, report.total]:
        where = {"by": by, "key": row.key, "scheme": scheme}
        for measure in reports.MEASURES:
            if measure == "sessions":
                assert row.values[measure] == reports.sessions_of(**where).count()
            elif measure == "periods":
                listed = reports.people(measure, **where).select_related("hours")
                assert (row.values[measure] or 0) == sum(e.hours.periods for e in listed)
            else:
                assert (row.values[measure] or 0) == reports.people(measure, **where).count()


def test_a_report_may_be_narrowed_to_a_year_and_a_course(world):
    session = world["sessions"][1]
    report = reports.report("year", narrow=Narrow(2025, session.course_id))
    counted = Enrolment.objects.filter(session=session, state__in=reports.HAD_A_SEAT).count()
    assert [(row.key, row.values["enrolled"]) for row in report.rows] == [("2025", counted)]
    assert reports.report("agency", narrow=Narrow(2019)).rows == []


def test_what_nobody_recorded_is_unknown_and_never_zero():
    session = SessionFactory(open=True)
    agency = office(UnitFactory())
    Enrolment.objects.create(
        session=session, person=UserFactory(agency=agency), agency=agency, unit=agency.unit,
        state="confirmed", submitted_at=NOW,
    )  # fmt: skip
    values = reports.report("agency").rows[0].values
    assert (values["enrolled"], values["sessions"]) == (1, 1)
    for measure in ("attended", "completed", "no_show", "periods", "certificates"):
        assert values[measure] is None


def test_attendance_is_counted_by_person_where_it_was_taken():
    place = room(people=3)
    for enrolment, state in zip(
        place.enrolments, (MarkState.PRESENT, MarkState.ABSENT), strict=False
    ):
        AttendanceMark.objects.create(
            meeting=place.meeting, enrolment=enrolment, state=state, source=MarkSource.STAFF,
            client_key=uuid4(), marked_at=NOW, received_at=NOW, decided_at=NOW,
        )  # fmt: skip
    values = reports.report("course").rows[0].values
    assert (values["enrolled"], values["attended"]) == (3, 1)
    listed = reports.people("attended", by="course", key="all")
    assert [row.pk for row in listed] == [place.enrolments[0].pk]


def test_a_report_asks_few_questions(world, django_assert_max_num_queries):
    for by in reports.DIMENSIONS:
        with django_assert_max_num_queries(5):
            reports.report(by)


def test_the_desk_shows_links_and_hands_out_the_same_numbers(client, world):
    sign_in(client, registrar=True)
    page = client.get(reverse("courses_desk:reports"))
    report = reports.report("province")
    assert [row["label"] for row in page.context["rows"]][:-1] == [r.label for r in report.rows]
    link = page.context["rows"][0]["cells"][1]
    assert client.get(link["url"]).context["count"] == link["value"]
    assert client.get(page.context["rows"][0]["cells"][0]["url"]).status_code == 200
    for by in ("agency", "course", "year"):
        assert client.get(reverse("courses_desk:reports"), {"by": by}).status_code == 200
    refused = client.get(reverse("courses_desk:reports"), {"scheme": "63"})
    assert refused.context["refused"]
    file = client.get(reverse("courses_desk:reports"), {"format": "xlsx"})
    sheet = load_workbook(io.BytesIO(file.content)).worksheets[0]
    assert [row[2] for row in sheet.iter_rows(min_row=2, values_only=True)] == [
        row.values["enrolled"] for row in [*report.rows, report.total]
    ]
    csv = client.get(reverse("courses_desk:reports"), {"format": "csv"}).content.decode("utf-8-sig")
    assert len(csv.splitlines()) == len(report.rows) + 2
    assert (
        client.get(
            reverse("courses_desk:report_list"), {"key": "x", "measure": "enrolled"}
        ).status_code
        == 404
    )


def test_reports_are_for_those_who_manage_sessions(client):
    sign_in(client, verifier=True)
    assert client.get(reverse("courses_desk:reports")).status_code != 200


def line(key, enrolled, completed=None, **values):
    known = {"sessions": 1, "periods": None, "certificates": None}
    return Row(key, key, {**known, "enrolled": enrolled, "completed": completed, **values})


def cells(*rows):
    return {row["key"]: row["cells"] for row in open_rows(Report(list(rows)))}


def test_open_figures_never_tell_fewer_than_five_people():
    found = cells(line("a", 2, 2, periods=8), line("b", 40, 3, periods=12), line("c", 60, 60))
    assert found["a"]["enrolled"] == few()
    assert {found["a"][m] for m in ("completed", "periods")} == {withheld()}
    # One hidden line could be worked out from the total: the next smallest is hidden with it.
    assert found["b"]["enrolled"] == withheld()
    assert found["c"]["enrolled"] == 60
    alone = cells(line("a", 40, 38), line("b", 40, 3, periods=9), line("c", 50, 20))
    assert alone["a"]["completed"] == withheld()
    assert (alone["b"]["completed"], alone["b"]["periods"]) == (few(), withheld())
    assert alone["c"]["completed"] == 20
    numbers = [v for row in (found | alone).values() for m, v in row.items() if m != "sessions"]
    assert not [v for v in numbers if isinstance(v, int) and 0 < v < LEAST]


@pytest.mark.parametrize("language", ["vi", "en", "ko"])
def test_the_open_page_tells_no_small_number_and_no_name(client, world, language):
    person = Enrolment.objects.filter(state="completed").first().person
    page = client.get(f"/{language}/courses/figures/")
    html = page.content.decode()
    assert page.status_code == 200
    assert "<svg" in html
    assert person.email not in html
    assert "sessionid" not in page.cookies
    told = [cell for part in page.context["parts"] for row in part["rows"] for cell in row[2:]]
    assert told
    assert not [cell for cell in told if isinstance(cell, int) and 0 < cell < LEAST]
    assert f"/{language}/courses/figures/" in client.get(f"/{language}/courses/").content.decode()


def test_open_files_hold_the_table_of_the_page(client, world):
    rows = open_rows(reports.report("year"))
    answer = client.get("/vi/courses/figures/year.csv").content.decode("utf-8-sig")
    assert len(answer.splitlines()) == len(rows) + 1
    book = load_workbook(io.BytesIO(client.get("/vi/courses/figures/province.xlsx").content))
    assert book.worksheets[0].max_row == len(open_rows(reports.report("province"))) + 1
    assert client.get("/vi/courses/figures/agency.csv").status_code == 404


def test_the_open_page_without_enrolments_says_why_it_is_empty(client):
    assert client.get("/vi/courses/figures/").context["parts"] == []
