"""What the database itself refuses, and who in the source may write a state."""

import ast
from pathlib import Path

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.utils import DatabaseError

from courses import services
from courses.models import Enrolment, EnrolmentEvent, Session, SessionEvent
from tests.factories.courses import NOW, SessionFactory, participant
from vkc.core.append_only import purging

COURSES = Path(__file__).resolve().parents[2] / "courses"
WRITERS = {"services/moves.py", "services/marks.py", "services/certificate_acts.py"}
# The last two count whole lists and whole sessions at once, under the same lock.
COUNTERS = {f"services/{n}.py" for n in ("seats", "quotas", "audit", "placing", "moving")}
COUNTED = {"pool", "taken", "quota", "promised", "seats_taken", "waiting_issued"}
pytestmark = pytest.mark.django_db


def enrolled():
    session = SessionFactory(open=True)
    return services.enrol(session=session, person=participant(), at=NOW)


@pytest.mark.parametrize("model", [EnrolmentEvent, SessionEvent])
@pytest.mark.parametrize("verb", ["update", "delete"])
def test_events_refuse_to_be_changed_or_removed(model, verb):
    enrolment = enrolled()
    services.close_session(session=enrolment.session, by=None, at=NOW)
    rows = model.objects.all()
    assert rows.exists()
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        rows.update(reason="khác") if verb == "update" else rows._raw_delete(rows.db)


def test_an_enrolment_is_never_deleted_outside_the_removal_of_samples():
    enrolment = enrolled()
    with pytest.raises(DatabaseError, match="is not deleted"), transaction.atomic():
        enrolment.delete()
    with purging():
        Enrolment.objects.filter(pk=enrolment.pk).delete()
    assert not Enrolment.objects.exists()


@pytest.mark.parametrize("model", [Session, Enrolment])
def test_a_state_changed_without_an_event_is_refused_at_commit(model):
    enrolled()
    with pytest.raises(DatabaseError, match="has no event"), transaction.atomic():
        change_behind_the_services(model)


def change_behind_the_services(model):
    model.objects.update(state="no_show" if model is Enrolment else "cancelled")
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_save_writes_neither_state_nor_counters_of_a_stored_session():
    stale = SessionFactory(open=True)
    services.enrol(session=Session.objects.get(pk=stale.pk), person=participant(), at=NOW)
    services.close_session(session=Session.objects.get(pk=stale.pk), by=None, at=NOW)
    stale.place_vi = "Đà Nẵng"
    stale.save()
    stale.refresh_from_db()
    assert (stale.place_vi, stale.state, stale.seats_taken) == ("Đà Nẵng", "closed", 1)


@pytest.mark.parametrize("seats_taken", [-1, 6])
def test_the_counter_stays_between_none_and_all_seats(seats_taken):
    session = SessionFactory(open=True, capacity=5)
    with pytest.raises(IntegrityError), transaction.atomic():
        Session.objects.filter(pk=session.pk).update(seats_taken=seats_taken)


def test_an_open_session_needs_a_number_of_seats():
    session = SessionFactory(open=True)
    with pytest.raises(IntegrityError, match="open_session_has_seats"), transaction.atomic():
        Session.objects.filter(pk=session.pk).update(capacity=None)


def test_one_open_enrolment_a_person_and_session():
    enrolment = enrolled()
    with pytest.raises(IntegrityError, match="one_open_enrolment"), transaction.atomic():
        Enrolment.objects.create(
            session=enrolment.session, person=enrolment.person, state="confirmed", submitted_at=NOW
        )


def test_only_the_moves_module_updates_a_state():
    """Of sessions, enrolments and letters of nomination alike."""
    guilty = guilty_of(writes_state, allowed=WRITERS)
    # `save_session`, `_mirror` and `move_to` copy a fresh state into memory; no `save()` stores it.
    assert {entry.split(":")[0] for entry in guilty} <= {
        "services/running.py",
        "services/moving.py",
    }, guilty


def test_only_the_seat_services_update_a_counter():
    assert not guilty_of(writes_counter, allowed=COUNTERS)


def test_the_searches_find_what_they_look_for():
    bad = "Session.objects.filter(pk=1).update(seats_taken=2)\nrow.taken += 1\n"
    bad += "cursor.execute('UPDATE courses_seatpool SET quota = 1')\n"
    assert sum(writes_counter(node) for node in ast.walk(ast.parse(bad))) == 3
    assert any(writes_state(n) for n in ast.walk(ast.parse("nomination.state = 'approved'")))
    assert any(writes_state(n) for n in ast.walk(ast.parse("rows.update(state='open')")))


def guilty_of(is_guilty, *, allowed):
    found = []
    for path in COURSES.rglob("*.py"):
        name = str(path.relative_to(COURSES))
        # Sample material is built in states that the rules would take months to reach.
        if name in allowed or name.startswith(("migrations/", "demo/")):
            continue
        tree = ast.parse(path.read_text(encoding="utf-8"))
        found += [f"{name}:{node.lineno}" for node in ast.walk(tree) if is_guilty(node)]
    return found


def writes_state(node: ast.AST) -> bool:
    """`.update(state=…)`, `setattr(…, "state", …)` or an assignment to `x.state`."""
    if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "update":
        return any(keyword.arg == "state" for keyword in node.keywords)
    if isinstance(node, ast.Assign):
        targets = [t for target in node.targets for t in getattr(target, "elts", [target])]
        return any(isinstance(t, ast.Attribute) and t.attr == "state" for t in targets)
    return False


def writes_counter(node: ast.AST) -> bool:
    """`.update(taken=…)`, `x.taken += 1`, or SQL that updates the table of pools."""
    if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "update":
        return any(keyword.arg in COUNTED for keyword in node.keywords)
    if isinstance(node, ast.AugAssign) and isinstance(node.target, ast.Attribute):
        return node.target.attr in COUNTED
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return "UPDATE courses_seatpool" in node.value
    return False
