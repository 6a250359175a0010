"""A list of people: every error at once, entered as a whole, once, and never in part."""

import io
import os
import re
import signal
import unicodedata
from concurrent.futures import ThreadPoolExecutor
from zipfile import ZipFile

import pytest
from allauth.account.forms import default_token_generator
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from openpyxl import Workbook, load_workbook

from courses import services
from courses.choices import Channel
from courses.exceptions import RegistrationClosed
from courses.exceptions.imports import ListHasErrors, ListIsBeingEntered
from courses.imports.grid import FileUnreadable, read_grid
from courses.imports.own_data import forget_registrar, my_lists
from courses.imports.workbooks import marked, template
from courses.models import Enrolment, EnrolmentEvent, EnrolmentImport, StoredFile
from courses.services import imports, placing, seats
from courses.services.enrolling import place
from tests.factories.accounts import UserFactory
from tests.factories.courses import NOW, SessionFactory, participant
from tests.factories.courses_imports import (
    HEADINGS,
    accounts_in_the_way,
    book_of,
    book_with_37_errors,
    list_of,
    office,
    person_row,
    world,
    xlsx,
)
from tests.factories.places import UnitFactory
from vkc.accounts.models import User
from vkc.core.states import TransitionRefused
from vkc.core.uploads import MEDIA_TYPES, UploadRefused
from vkc.notifications.models import Message


@pytest.fixture
def registrar(db):
    return UserFactory(registrar=True)


@pytest.fixture
def hue(db):
    return office(UnitFactory(name_vi="Huế Thử"))


@pytest.fixture(autouse=True)
def quiet(monkeypatch):
    """The worker is asked by hand."""
    monkeypatch.setattr(imports, "_wake", lambda import_id: None)


def hand_in(session, upload, registrar):
    return imports.upload_list(session=session, upload=upload, by=registrar, at=NOW)


def enter(imported, registrar):
    imports.start_import(imported=imported, by=registrar, at=NOW)
    return imports.apply_import(import_id=imported.pk, at=NOW)


def whole(imported):
    return {
        (row["sheet"], row["row"], row["column"], row["value"], row["rule"])
        for row in imported.problems
    }


def test_all_of_37_seeded_errors_are_found_at_once_and_nothing_is_stored(registrar):
    agencies = world()
    accounts_in_the_way(agencies)
    people, session = User.objects.count(), SessionFactory(open=True)
    book, expected = book_with_37_errors(agencies)
    assert len(expected) == 37
    imported = hand_in(session, xlsx(book), registrar)
    assert whole(imported) == expected
    assert imported.problem_count == 37
    with pytest.raises(ListHasErrors):
        imports.start_import(imported=imported, by=registrar, at=NOW)
    assert (User.objects.count(), Enrolment.objects.count()) == (people, 0)
    for problem in imports.problems_of(imported):
        assert "%(" not in problem.sentence + problem.remedy


def test_the_marked_workbook_quotes_every_cell_and_works_nothing_out(registrar):
    agencies = world()
    accounts_in_the_way(agencies)
    book, expected = book_with_37_errors(agencies)
    imported = hand_in(SessionFactory(open=True), xlsx(book), registrar)
    sheets, problems = imports.sheets_of(imported), imports.problems_of(imported)
    back = load_workbook(io.BytesIO(marked(sheets, problems)))
    assert back["Lỗi"].max_row == 38
    sheet = back["Danh sách"]
    cells = [cell for row in sheet.iter_rows() for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f"]
    noted = {cell.coordinate for cell in cells if cell.comment}
    assert noted == {f"{p[2] or 'A'}{p[1]}" for p in expected if p[0] == "Danh sách"}
    assert all(sheet[spot].fill.fgColor.rgb == "FFF6D5D5" for spot in noted)
    formula = next(p for p in expected if p[4] == "formula" and p[2] == "B")
    assert sheet[f"B{formula[1]}"].value == f"'{formula[3]}"


def test_a_right_list_gives_seats_in_its_order_then_places_in_line(registrar, hue):
    session = SessionFactory(open=True, capacity=3)
    imported = hand_in(session, list_of([person_row(n, hue) for n in range(1, 6)]), registrar)
    assert (imported.row_count, imported.new_accounts, imported.problem_count) == (5, 5, 0)
    assert Enrolment.objects.count() == 0
    done = enter(imported, registrar)
    assert (done.state, done.seated, done.waiting) == ("applied", 3, 2)
    rows = Enrolment.objects.filter(session=session).order_by("pk")
    assert [row.person.email for row in rows] == [f"nguoi.{n}@so.vkc.test" for n in range(1, 6)]
    assert [row.waiting_rank() for row in rows] == [None, None, None, 1, 2]
    assert {row.channel for row in rows} == {Channel.IMPORTED}
    assert services.recount_seats() == []
    asked = Message.objects.filter(event__startswith="courses.enrolment_")
    assert asked.filter(event="courses.enrolment_waiting").count() == 2
    assert asked.count() == 5
    assert "2" in asked.get(recipient="nguoi.5@so.vkc.test").subject


def test_the_first_link_is_one_that_the_sign_in_takes(registrar, hue):
    session = SessionFactory(open=True)
    enter(hand_in(session, list_of([person_row(1, hue)]), registrar), registrar)
    person = User.objects.get(email="nguoi.1@so.vkc.test")
    told = Message.objects.get(event="accounts.opened", recipient=person.email)
    # The token holds the second it was made in: it is read from the mail, not made anew.
    token = re.search(r"/[0-9a-zA-Z]+-([0-9a-z]+-[0-9a-f]{32})/", told.body)[1]
    assert default_token_generator.check_token(person, token)


def test_the_same_list_again_adds_nobody(registrar, hue):
    session = SessionFactory(open=True, capacity=9)
    rows = [person_row(n, hue) for n in range(1, 6)]
    enter(hand_in(session, list_of(rows), registrar), registrar)
    before = (Message.objects.count(), EnrolmentEvent.objects.count(), User.objects.count())
    again = hand_in(session, list_of(rows), registrar)
    assert (again.unchanged, again.new_accounts) == (5, 0)
    done = enter(again, registrar)
    assert (done.seated, done.waiting, done.unchanged) == (0, 0, 5)
    assert before == (Message.objects.count(), EnrolmentEvent.objects.count(), User.objects.count())


def test_an_entered_list_is_not_entered_twice_and_its_file_is_gone(registrar, hue):
    session = SessionFactory(open=True)
    imported = hand_in(session, list_of([person_row(1, hue)]), registrar)
    assert enter(imported, registrar).state == "applied"
    assert imports.apply_import(import_id=imported.pk, at=NOW) is None
    imported.refresh_from_db()
    assert (imported.file, StoredFile.objects.count()) == (None, 0)
    with pytest.raises(TransitionRefused):
        imports.start_import(imported=imported, by=registrar, at=NOW)


def test_what_changed_after_the_check_stops_the_whole_list(registrar, hue):
    session = SessionFactory(open=True)
    imported = hand_in(session, list_of([person_row(n, hue) for n in (1, 2)]), registrar)
    other = UserFactory(email="nguoi.2@so.vkc.test", official=True)
    failed = enter(imported, registrar)
    assert (failed.state, Enrolment.objects.count()) == ("failed", 0)
    checked = imports.check_import(imported=failed, by=registrar, at=NOW)
    assert [row["rule"] for row in checked.problems] == ["account_elsewhere"]
    User.objects.filter(pk=other.pk).update(agency=hue, full_name=person_row(2, hue)[1])
    checked = imports.check_import(imported=checked, by=registrar, at=NOW)
    assert enter(checked, registrar).seated == 2


def test_an_upload_lets_go_of_the_earlier_file(registrar, hue):
    session = SessionFactory(open=True)
    first = hand_in(session, list_of([[1, None, "x", "", "y", ""]]), registrar)
    hand_in(session, list_of([person_row(1, hue)]), registrar)
    first.refresh_from_db()
    assert (first.state, first.problems, StoredFile.objects.count()) == ("discarded", [], 1)


@pytest.mark.parametrize(
    ("state", "refusal"), [("closed", RegistrationClosed), ("cancelled", None), ("planned", None)]
)
def test_a_session_that_takes_no_enrolments_takes_no_list(registrar, hue, state, refusal):
    session = SessionFactory(capacity=5, state=state)
    with pytest.raises(refusal or services.enrolling.exceptions.SessionNotOpen):
        hand_in(session, list_of([person_row(1, hue)]), registrar)
    assert EnrolmentImport.objects.count() == 0


@pytest.mark.parametrize(
    ("upload", "refusal"),
    [
        (SimpleUploadedFile("a.xlsx", b""), UploadRefused),
        (SimpleUploadedFile("a.csv", b"<svg xmlns='http://www.w3.org/2000/svg'/>"), UploadRefused),
        (SimpleUploadedFile("a.xlsx", b"%PDF-1.7 abc"), UploadRefused),
        (SimpleUploadedFile("a.csv", "Họ và tên;Cơ quan\n".encode("cp1258", "replace") + b"\xff\xc3"),
         FileUnreadable),
    ],
)  # fmt: skip
def test_a_file_of_another_kind_is_refused_and_not_kept(registrar, upload, refusal):
    with pytest.raises(refusal):
        hand_in(SessionFactory(open=True), upload, registrar)
    assert (EnrolmentImport.objects.count(), StoredFile.objects.count()) == (0, 0)


def test_a_workbook_that_its_reader_stumbles_over_is_refused_in_words(hue):
    out = io.BytesIO()
    with ZipFile(list_of([person_row(1, hue)])) as old, ZipFile(out, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name.endswith("sheet1.xml"):
                content = content.replace(b' r="A1"', b' r="A1" s="9"', 1)
            new.writestr(name, content)
    with pytest.raises(FileUnreadable, match="XLSX"):
        read_grid(out, media_type=MEDIA_TYPES["xlsx"])


def test_a_csv_in_decomposed_letters_with_semicolons_is_read(registrar, hue):
    head = ";".join(("HỌ VÀ TÊN *", "email", "Đơn vị công tác", "Tỉnh/TP"))
    line = f"Nguyễn Thị Ðào;DAO@so.vkc.test;sở xây dựng;TP. {hue.unit.name_vi}"
    text = unicodedata.normalize("NFD", f"{head}\n{line}\n\n")
    upload = SimpleUploadedFile("ds.csv", text.encode("utf-16"))
    imported = hand_in(SessionFactory(open=True), upload, registrar)
    assert imported.problems == []
    enter(imported, registrar)
    person = User.objects.get(email="dao@so.vkc.test")
    assert (person.full_name, person.agency) == ("Nguyễn Thị Đào", hue)


@pytest.mark.parametrize(
    ("rows", "rules"),
    [
        ([], ["no_people"]),
        ([["STT", "Họ và tên", "Thư điện tử"]], ["column_missing"]),
        ([["một", "hai"], ["ba", "bốn"]], ["no_heading"]),
        ([[*HEADINGS, "Email"]], ["column_twice"]),
        ([HEADINGS, [1]], ["no_people"]),
    ],
)
def test_a_list_without_its_form_is_told_so(registrar, rows, rules):
    book = Workbook()
    for row in rows:
        book.active.append(row)
    imported = hand_in(SessionFactory(open=True), xlsx(book), registrar)
    assert [row["rule"] for row in imported.problems] == rules


def test_more_people_than_fit_are_refused_wherever_they_stand(registrar, hue, monkeypatch):
    book = book_of([person_row(1, hue)])
    book.active["B900000"] = "Người ở rất xa"
    imported = hand_in(SessionFactory(open=True), xlsx(book), registrar)
    assert [row["rule"] for row in imported.problems] == ["too_many_rows"]
    monkeypatch.setattr("courses.imports.layout.MOST_ROWS", 2)
    rows = [person_row(n, hue) for n in range(3)]
    imported = hand_in(SessionFactory(open=True), list_of(rows), registrar)
    assert [(row["rule"], row["row"]) for row in imported.problems] == [("too_many_rows", 4)]


def test_the_template_itself_is_a_list_without_people(registrar, hue):
    file = SimpleUploadedFile("mau.xlsx", template())
    assert {s.name for s in read_grid(file, media_type=MEDIA_TYPES["xlsx"])} == {
        "Danh sách", "Hướng dẫn", "Danh mục",
    }  # fmt: skip
    imported = hand_in(SessionFactory(open=True), file, registrar)
    assert [row["rule"] for row in imported.problems] == ["no_people"]


def test_many_are_placed_as_one_by_one(db):
    """The bulk twin gives the same pool, state, number and events as `place` for each."""
    units = [UnitFactory() for _ in range(3)]
    offices = [office(unit) for unit in units] + [None]
    people = [participant(agency=offices[n * 7 % 4]) if offices[n * 7 % 4] else participant()
              for n in range(24)]  # fmt: skip
    people = list(User.objects.filter(pk__in=[p.pk for p in people]).select_related("agency"))
    told = []
    for is_bulk in (False, True):
        session = SessionFactory(open=True, capacity=14)
        quotas = dict(zip([unit.pk for unit in units], (2, 5, 0), strict=True))
        seats.write_quotas(session, quotas, seats.lock_pools(session))
        locked = seats.lock(session.pk)
        # Somebody of the second province waits already, beside its free seats.
        first = people[1]
        Enrolment.objects.create(
            session=session, person=first, agency=first.agency, unit=first.agency.unit,
            state="waiting", waiting_sequence=1, submitted_at=NOW,
        )  # fmt: skip
        locked.waiting_issued = 1
        type(session).objects.filter(pk=session.pk).update(waiting_issued=1)
        rest = [person for person in people if person != first]
        if is_bulk:
            placing.place_many(session=locked, people=rest, at=NOW, by=first)
        else:
            for person in rest:
                place(session=locked, person=person, at=NOW, by=first)
        told.append((account_of(session), locked.seats_taken, locked.waiting_issued))
    assert told[0] == told[1]
    assert {row[1] for row in told[0][0]["people"]} == {"confirmed", "waiting"}
    assert services.recount_seats() == []


def account_of(session):
    session.refresh_from_db()
    rows = Enrolment.objects.filter(session=session).order_by("pk").prefetch_related("events")
    return {
        "people": [
            (
                row.person_id, row.state, row.pool and row.pool.unit_id, row.waiting_sequence,
                row.unit_id, row.agency_id,
                [(e.event, e.from_state, e.to_state, e.by_id) for e in row.events.all()],
            )
            for row in rows
        ],
        "pools": [(pool.unit_id, pool.quota, pool.taken) for pool in session.pools.all()],
        "counters": (session.seats_taken, session.waiting_issued),
    }  # fmt: skip


def test_a_list_costs_a_few_statements_whatever_its_length(
    registrar, hue, django_assert_max_num_queries
):
    session = SessionFactory(open=True, capacity=20)
    for n in range(1, 41):
        participant(email=f"nguoi.{n}@so.vkc.test", agency=hue, full_name=person_row(n, hue)[1])
    imported = hand_in(session, list_of([person_row(n, hue) for n in range(1, 41)]), registrar)
    imports.start_import(imported=imported, by=registrar, at=NOW)
    with django_assert_max_num_queries(45):
        done = imports.apply_import(import_id=imported.pk, at=NOW)
    assert (done.seated, done.waiting) == (20, 20)


@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_in_the_middle_leaves_nothing_and_the_list_is_entered_once():
    registrar = UserFactory(registrar=True)
    agency = office(UnitFactory(name_vi="Huế Thử"))
    session = SessionFactory(open=True, capacity=4)
    imported = hand_in(session, list_of([person_row(n, agency) for n in range(1, 8)]), registrar)
    imports.start_import(imported=imported, by=registrar, at=NOW)
    people = User.objects.count()
    assert status_of_killed_worker(imported.pk) == signal.SIGKILL
    assert (User.objects.count(), Enrolment.objects.count()) == (people, 0)
    assert (EnrolmentEvent.objects.count(), Message.objects.count()) == (0, 0)
    session.refresh_from_db()
    assert (session.seats_taken, session.waiting_issued) == (0, 0)
    imported.refresh_from_db()
    assert (imported.state, imports.is_being_entered(imported)) == ("applying", False)
    assert enter(imported, registrar).state == "applied"
    assert imports.apply_import(import_id=imported.pk, at=NOW) is None
    assert (Enrolment.objects.count(), services.recount_seats()) == (7, [])


def status_of_killed_worker(import_id: int) -> int:
    """Enter the list in a process of its own that is killed once seats and rows are written."""
    connection.close()
    child = os.fork()
    if child == 0:
        placing._record = lambda *args, **kwargs: os.kill(os.getpid(), signal.SIGKILL)
        try:
            imports.apply_import(import_id=import_id, at=NOW)
        finally:
            os._exit(0)
    return os.waitpid(child, 0)[1]


@pytest.mark.django_db(transaction=True)
def test_a_list_that_a_worker_holds_is_not_started_again():
    registrar, agency = UserFactory(registrar=True), office(UnitFactory(name_vi="Huế Thử"))
    session = SessionFactory(open=True)
    imported = hand_in(session, list_of([person_row(1, agency)]), registrar)
    imported = imports.start_import(imported=imported, by=registrar, at=NOW)
    with transaction.atomic():
        EnrolmentImport.objects.select_for_update().get(pk=imported.pk)
        assert in_another_connection(lambda: imports.is_being_entered(imported)) is True
        refusal = in_another_connection(
            lambda: imports.start_import(imported=imported, by=registrar, at=NOW)
        )
        assert isinstance(refusal, ListIsBeingEntered)
        skipped = in_another_connection(lambda: imports.apply_import(import_id=imported.pk, at=NOW))
        assert skipped is None
    assert imports.apply_import(import_id=imported.pk, at=NOW).seated == 1


def in_another_connection(act):
    def run():
        try:
            return act()
        except Exception as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        return pool.submit(run).result(timeout=20)


def test_a_registrar_sees_and_takes_the_name_off_lists_handed_in(registrar, hue):
    imported = hand_in(SessionFactory(open=True), list_of([person_row(1, hue)]), registrar)
    assert [row["file"] for row in my_lists(registrar)] == ["danh-sach.xlsx"]
    forget_registrar(registrar)
    imported.refresh_from_db()
    assert (imported.made_by, my_lists(registrar)) == (None, [])
    assert set(imported.events.values_list("by", flat=True)) == {None}
