"""Pages of coordinators and the registrar's desk: who may come, what is answered, what is refused."""

from datetime import timedelta
from io import BytesIO
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from openpyxl import Workbook, load_workbook

from courses.demo import nominations as demo_nominations
from courses.models import Nomination, StoredFile
from courses.nominations import own_data as nominee_data
from courses.services import nominations
from tests.cms.test_back_office import signed_in
from tests.factories.accounts import UserFactory
from tests.factories.courses import SessionFactory, participant
from tests.factories.courses_nominations import coordinator, letter_of, scan

pytestmark = pytest.mark.django_db


def open_session(**fields):
    now = timezone.now()
    window = {"opens_at": now - timedelta(days=1), "closes_at": now + timedelta(days=9)}
    starts_on = (now + timedelta(days=30)).date()
    return SessionFactory(open=True, **{**window, "starts_on": starts_on, **fields})


@pytest.fixture
def by():
    return coordinator()


@pytest.fixture
def desk(by) -> Client:
    client = Client()
    client.force_login(by)
    return client


def drafted(by, people=1, **changes):
    return letter_of(by, open_session(), people, at=timezone.now(), **changes)


def sent(by, people=2, capacity=1):
    letter = letter_of(by, open_session(capacity=capacity), people, at=timezone.now())
    return nominations.submit_nomination(nomination=letter, by=by, at=timezone.now(), key=uuid4())


def at(letter, verb="", language="vi"):
    return f"/{language}/courses/nominations/{letter.pk}/{verb}"


def table(*rows, heads=("Họ và tên", "Thư điện tử", "Chức vụ")):
    book, out = Workbook(), BytesIO()
    for row in (heads, *rows):
        book.active.append(row)
    book.save(out)
    return SimpleUploadedFile("danh-sach.xlsx", out.getvalue())


class TestOneSitting:
    def test_from_the_session_to_the_answers(self, desk, by):
        session = open_session(capacity=1)
        assert f"/vi/courses/sessions/{session.pk}/nominate/" in (
            Client().get(f"/vi/courses/sessions/{session.pk}/").content.decode()
        )
        begun = desk.post(f"/vi/courses/sessions/{session.pk}/nominate/")
        letter = Nomination.objects.get()
        assert begun.url == at(letter)
        assert desk.get(f"/vi/courses/sessions/{session.pk}/nominate/").url == at(letter)
        day = timezone.localdate().strftime("%d/%m/%Y")
        said = {"letter_number": "12/SXD", "letter_on": day, "letter_issuer": "Sở", "scan": scan()}
        assert desk.post(at(letter, "letter/"), said).url == at(letter)
        for name in ("An", "Bình"):
            row = {"person-full_name": name, "person-email": f"{len(name)}@so.test"}
            assert desk.post(at(letter, "people/"), row).status_code == 302
        key = desk.get(at(letter)).context["submit_form"].initial["key"]
        answer = desk.post(at(letter, "submit/"), {"key": key})
        assert answer.status_code == 200
        people = answer.context["people"]
        assert [(row["name"], bool(row["why"])) for row in people] == [
            ("An", False),
            ("Bình", True),
        ]
        again = desk.post(at(letter, "submit/"), {"key": key})
        assert again.context["people"] == people
        assert session.enrolments.count() == 2
        glance = desk.get("/vi/courses/nominations/")
        assert [cell["text"] for cell in glance.context["rows"][0][2:6]] == [2, 1, 1, 0]

    @pytest.mark.parametrize("language", ["vi", "en", "ko"])
    def test_each_page_renders(self, desk, by, language):
        draft, letter = drafted(by, people=2), sent(by)
        one, other = letter.nominees.first().pk, draft.nominees.first().pk
        session = open_session()
        pages = [
            f"/{language}/courses/nominations/",
            f"/{language}/courses/sessions/{session.pk}/nominate/",
            at(draft, "", language),
            at(draft, "letter/", language),
            at(draft, "people/table/", language),
            at(draft, f"people/{other}/", language),
            at(letter, "", language),
            at(letter, "withdraw/", language),
            at(letter, f"people/{one}/substitute/", language),
        ]
        for page in pages:
            answer = desk.get(page)
            assert answer.status_code == 200, page
            assert answer.content.decode().count("<h1") == 1, page

    def test_the_list_costs_the_same_for_one_and_for_five(
        self, desk, by, django_assert_max_num_queries
    ):
        drafted(by)
        desk.get("/vi/courses/nominations/")
        with django_assert_max_num_queries(12) as few:
            desk.get("/vi/courses/nominations/")
        for _ in range(4):
            drafted(by)
        with django_assert_max_num_queries(len(few)):
            desk.get("/vi/courses/nominations/")

    def test_people_are_ordered_and_removed_by_buttons(self, desk, by):
        letter = drafted(by, people=3)
        last = letter.nominees.last()
        desk.post(at(letter, f"people/{last.pk}/move/"), {"to": "up"})
        desk.post(at(letter, f"people/{letter.nominees.first().pk}/remove/"))
        assert [one.full_name[-1] for one in letter.nominees.all()] == ["3", "2"]

    def test_people_of_the_agency_are_picked(self, desk, by):
        letter, known = drafted(by), participant(agency=by.agency)
        desk.post(at(letter, "people/pick/"), {"people": [known.pk]})
        assert letter.nominees.last().email == known.email
        refused = desk.post(at(letter, "people/pick/"), {"people": [participant().pk]})
        assert refused.status_code == 400

    def test_substituting_by_form(self, desk, by):
        letter = sent(by)
        one = letter.nominees.first()
        row = {"full_name": "Phạm Thay", "email": "thay@so.test"}
        assert desk.post(at(letter, f"people/{one.pk}/substitute/"), row).status_code == 302
        assert "Phạm Thay" in desk.get(at(letter)).context["substituted"][0]
        again = desk.post(at(letter, f"people/{letter.nominees.last().pk}/substitute/"), row)
        assert again.status_code == 400
        assert again.context["form"].non_field_errors()


class TestTheTable:
    def test_the_template_is_read_back_and_added(self, desk, by):
        letter = drafted(by)
        given = load_workbook(BytesIO(desk.get(at(letter, "people/table.xlsx")).content))
        heads = [cell.value for cell in given.worksheets[0][1]]
        rows = [("Lê Ánh", "anh@so.test", "Trưởng phòng"), (), ("Vũ Đức", "duc@so.test", None)]
        answer = desk.post(at(letter, "people/table/"), {"people": table(*rows, heads=heads)})
        assert answer.status_code == 302
        names = list(letter.nominees.values_list("rank", "full_name"))
        assert names[1:] == [(2, "Lê Ánh"), (3, "Vũ Đức")]

    def test_every_error_is_told_at_once_and_nobody_is_added(self, desk, by):
        letter = drafted(by)
        foreign = UserFactory().email
        rows = [
            ("Lê Ánh", "anh@so.test", "x"),
            ("", "b@so.test", ""),
            ("C", "khong-phai", ""),
            ("D", "ANH@so.test", ""),
            ("E", foreign, ""),
            ("=1+1", "f@so.test", ""),
            ("G", letter.nominees.get().email, ""),
        ]
        answer = desk.post(at(letter, "people/table/"), {"people": table(*rows)})
        assert answer.status_code == 400
        wrong = [(row, column) for row, column, _value, _rule in answer.context["errors"]]
        mail = "Thư điện tử"
        assert wrong == [
            (3, "Họ và tên"), (4, mail), (5, mail), (6, mail), (7, "Họ và tên"), (8, mail),
        ]  # fmt: skip
        assert letter.nominees.count() == 1

    @pytest.mark.parametrize(
        "content",
        [
            "Họ và tên;Email;Chức vụ\nLê Ánh;anh@so.test;Phó phòng\n".encode(),
            "﻿Họ tên,E-mail\n\nLê Ánh,anh@so.test\n".encode(),
            "Full name\temail\nLê Ánh\tanh@so.test\n".encode("utf-16"),
            "Họ tên,E-mail\rLê Ánh,anh@so.test\r".encode(),
        ],
    )
    def test_a_csv_is_read_too(self, desk, by, content):
        letter = drafted(by, people=0)
        desk.post(at(letter, "people/table/"), {"people": SimpleUploadedFile("a.csv", content)})
        assert letter.nominees.get().full_name == "Lê Ánh"

    @pytest.mark.parametrize(
        "file",
        [
            SimpleUploadedFile("a.xlsx", b"<html>"),
            SimpleUploadedFile("a.csv", "Tên\nA".encode()),
            SimpleUploadedFile("a.csv", b"x" * (3 * 1024 * 1024)),
            SimpleUploadedFile("a.csv", "Họ tên,Email\n".encode()),
            SimpleUploadedFile("a.csv", b'Ho ten,Email\n"' + b"x" * 200_000),
        ],
        ids=["html", "heads", "3 MB", "empty", "quotation not closed"],
    )
    def test_a_file_that_is_no_list_is_refused_with_a_sentence(self, desk, by, file):
        letter = drafted(by, people=0)
        answer = desk.post(at(letter, "people/table/"), {"people": file})
        assert answer.status_code == 400
        assert answer.context["form"].errors["people"][0]
        assert not letter.nominees.exists()


class TestBadInput:
    @pytest.mark.parametrize(
        "file",
        [
            SimpleUploadedFile("cv.pdf", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
            SimpleUploadedFile("cv.pdf", b"<!doctype html><p>12/SXD"),
            SimpleUploadedFile("cv.pdf", b"%PDF-1.7\n1 0 obj<</S/JavaScript>>"),
            SimpleUploadedFile("cv.pdf", b"%PDF-1.7" + bytes(21 * 1024 * 1024)),
        ],
        ids=["svg", "html", "script", "too large"],
    )
    def test_a_scan_that_is_none_is_refused_beside_its_field(self, desk, by, file):
        letter = drafted(by, scan=None)
        answer = desk.post(at(letter, "letter/"), {"letter_number": "9/CV", "scan": file})
        assert answer.status_code == 400
        assert "cv.pdf" in answer.context["form"].errors["scan"][0]
        assert answer.context["form"]["letter_number"].value() == "9/CV"
        letter.refresh_from_db()
        assert (letter.letter, letter.letter_number) == (None, "12/SXD-QH")

    def test_a_note_of_the_length_of_a_book_is_refused_beside_its_field(self, desk, by):
        letter = drafted(by)
        answer = desk.post(at(letter, "letter/"), {"note": "x" * 2001})
        assert answer.status_code == 400
        assert answer.context["form"].errors["note"]

    def test_the_csrf_check_still_stands_before_the_upload(self, by):
        letter, client = drafted(by), Client(enforce_csrf_checks=True)
        client.force_login(by)
        assert client.post(at(letter, "letter/"), {"letter_number": "1"}).status_code == 403

    def test_a_form_without_its_key_submits_nothing(self, desk, by):
        letter = drafted(by)
        assert desk.post(at(letter, "submit/"), {"key": "x"}).status_code == 400
        letter.refresh_from_db()
        assert letter.state == "draft"

    def test_a_letter_that_cannot_be_submitted_says_why(self, desk, by):
        letter = drafted(by, scan=None)
        key = desk.get(at(letter)).context["submit_form"].initial["key"]
        answer = desk.post(at(letter, "submit/"), {"key": key})
        assert (answer.status_code, bool(answer.context["problem"])) == (409, True)

    def test_an_official_is_told_who_nominates(self):
        client = Client()
        client.force_login(participant())
        answer = client.get(f"/vi/courses/sessions/{open_session().pk}/nominate/")
        assert answer.status_code == 403
        assert client.get("/vi/courses/nominations/").status_code == 403


VERBS = ("", "letter/", "scan/", "people/table/", "withdraw/")


@pytest.mark.parametrize("who", ["other coordinator", "official", "registrar", "nobody"])
def test_a_letter_of_another_agency_is_not_there(by, who):
    letter, client = drafted(by), Client()
    person = letter.nominees.get().pk
    people = {
        "other coordinator": coordinator,
        "official": lambda: participant(agency=by.agency),
        "registrar": lambda: UserFactory(registrar=True),
    }
    if who == "registrar":
        client = signed_in(people[who]())
    elif who != "nobody":
        client.force_login(people[who]())
    wanted = 302 if who == "nobody" else 404
    assert {client.get(at(letter, verb)).status_code for verb in VERBS} == {wanted}
    posts = ("submit/", "people/", f"people/{person}/remove/", f"people/{person}/substitute/")
    assert {client.post(at(letter, verb)).status_code for verb in posts} == {wanted}


def test_the_scan_is_taken_away_and_does_nothing(desk, by):
    answer = desk.get(at(drafted(by), "scan/"))
    assert answer["Content-Disposition"].startswith("attachment")
    assert "sandbox" in answer["Content-Security-Policy"]
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "private" in answer["Cache-Control"]


class TestTheDesk:
    @pytest.fixture
    def registrar(self) -> Client:
        return signed_in(UserFactory(registrar=True))

    def test_letters_stand_by_what_they_need(self, registrar, by):
        complete, missing = sent(by), letter_of(
            coordinator(), open_session(), 1, at=timezone.now(), scan=None,
            letter_due_on=timezone.localdate() + timedelta(days=3),
        )  # fmt: skip
        maker = missing.made_by
        nominations.submit_nomination(nomination=missing, by=maker, at=timezone.now(), key=uuid4())
        drafted(by)
        Nomination.objects.filter(pk=missing.pk).update(
            letter_due_on=timezone.localdate() - timedelta(days=1)
        )
        seen = {}
        for view in ("to_approve", "missing", "overdue", "returned", "all"):
            page = registrar.get(f"/cms/courses/nominations/?view={view}")
            seen[view] = [row["agency"] for row in page.context["rows"]]
        ours, theirs = str(complete.agency), str(missing.agency)
        assert seen == {
            "to_approve": [ours], "missing": [theirs], "overdue": [theirs], "returned": [],
            "all": [ours, theirs],
        }  # fmt: skip

    def test_one_click_approves_and_a_form_returns(self, registrar, by):
        letter = sent(by)
        address = f"/cms/courses/nominations/{letter.pk}/"
        page = registrar.get(address)
        assert page.context["can_approve"]
        assert registrar.get(f"{address}scan/")["Content-Disposition"].startswith("attachment")
        assert registrar.post(f"{address}approve/").url == address
        late = {"reason": "Thiếu dấu", "correct_by": "01/01/2020"}
        assert registrar.post(f"{address}return/", late).context["form"].non_field_errors()
        day = (timezone.localdate() + timedelta(days=2)).strftime("%d/%m/%Y")
        registrar.post(f"{address}return/", {"reason": "Thiếu dấu", "correct_by": day})
        letter.refresh_from_db()
        assert letter.state == "returned"
        registrar.post(f"{address}refuse/", {"reason": "Sai đối tượng"})
        letter.refresh_from_db()
        assert letter.state == "refused"

    def test_drafts_are_not_there_and_coordinators_do_not_come(self, registrar, by):
        draft = drafted(by)
        assert registrar.get(f"/cms/courses/nominations/{draft.pk}/").status_code == 404
        editor = signed_in(UserFactory(editor=True))
        assert editor.get(f"/cms/courses/nominations/{sent(by).pk}/").status_code in (302, 403)


def test_a_person_sees_and_erases_their_name_in_the_letters(by):
    letter = sent(by)
    one = letter.nominees.select_related("enrolment__person").first()
    person, name, email = one.enrolment.person, one.full_name, one.email
    assert [(row["rank"], row["full_name"]) for row in nominee_data.my_data(person)] == [(1, name)]
    nominee_data.erase_my_data(person)
    one.refresh_from_db()
    assert (one.full_name, one.position) == ("—", "")
    assert email not in one.email
    assert nominee_data.my_data(person)[0]["full_name"] == "—"


def test_sample_letters_come_and_go_with_all_they_hold():
    people = [UserFactory(is_demo=True)]
    session = open_session(is_demo=True)
    real = sent(coordinator())
    assert demo_nominations.load(people=people, at=timezone.now()) == 2
    sample = Nomination.objects.filter(is_demo=True)
    assert sorted(sample.values_list("state", flat=True)) == ["draft", "submitted"]
    assert StoredFile.objects.get(nominations__in=sample).media_type == "application/pdf"
    demo_nominations.remove()
    assert not sample.exists()
    assert set(Nomination.objects.all()) == {real}
    assert not session.enrolments.filter(nomination__isnull=False).exists()
