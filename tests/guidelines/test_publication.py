"""The life of a text: four eyes, a note, a moment, a dated end; two approvers at once."""

from datetime import date, timedelta
from threading import Barrier, Thread

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from guidelines.choices import ChangeKind, DocumentState
from guidelines.exceptions import (
    AnotherTextThatDay,
    ChangeNoteMissing,
    DocumentNotOut,
    EmptyText,
    MomentPassed,
    NotReadThrough,
    OwnTextRefused,
    OwnWorkRefused,
    ReasonMissing,
)
from guidelines.models import Change, Document, Version, VersionEvent
from guidelines.services import publication
from guidelines.services.publication import (
    approve_text,
    discard_text,
    mark_read_through,
    publish_due_texts,
    return_text,
    submit_text,
    unschedule_text,
    withdraw_text,
    write_change_note,
)
from guidelines.states import DISCARDED, TEXT_TRANSITIONS
from tests.factories.accounts import UserFactory
from tests.factories.guidelines import DocumentFactory, VersionFactory, text_of
from vkc.core.states import Refusal, TransitionRefused
from vkc.notifications.models import Message

AT = timezone.now()
LATER = AT + timedelta(days=2)
S = DocumentState


@pytest.fixture
def editor(db):
    return UserFactory(editor=True)


@pytest.fixture
def approver(db):
    return UserFactory(approver=True)


def waiting(author, *, document=None, **fields):
    """A text in review with a note, written by somebody."""
    document = document or DocumentFactory()
    fields.setdefault("change_note_vi", "Đăng toàn văn.")
    return text_of(document, 1, draft=True, state=S.IN_REVIEW, author=author, **fields)


def state_of(version):
    return Version.objects.get(pk=version.pk).state


def events_of(version):
    return list(VersionEvent.objects.filter(subject_id=version.pk).values_list("event", flat=True))


@pytest.mark.django_db
def test_a_text_goes_from_draft_to_public_with_an_event_at_each_step(editor, approver):
    version = text_of(DocumentFactory(), 2, draft=True, author=editor)
    write_change_note(version=version, notes={"vi": "Đăng toàn văn."}, by=editor, at=AT)
    submit_text(version=version, by=editor, at=AT)
    approve_text(version=version, by=approver, at=AT)
    held = Version.objects.get(pk=version.pk)
    assert (held.state, held.approved_by, held.published_at) == (S.PUBLISHED, approver, AT)
    assert events_of(version) == ["edit", "submit", "publish"]
    assert version.state == S.PUBLISHED
    change = Change.objects.get(version=version)
    assert (change.kind, change.note_vi, change.by) == (ChangeKind.TEXT, "Đăng toàn văn.", approver)


@pytest.mark.django_db
@pytest.mark.parametrize("role", ["approver", "is_superuser"])
def test_nobody_approves_a_text_they_brought_in(role):
    person = UserFactory(**{role: True})
    version = waiting(person)
    with pytest.raises(OwnTextRefused):
        approve_text(version=version, by=person, at=AT)
    assert state_of(version) == S.IN_REVIEW


@pytest.mark.django_db
def test_nobody_approves_a_text_whose_note_they_wrote(editor, approver):
    version = text_of(DocumentFactory(), 1, draft=True, author=editor)
    write_change_note(version=version, notes={"vi": "Do tôi viết."}, by=approver, at=AT)
    submit_text(version=version, by=editor, at=AT)
    with pytest.raises(OwnTextRefused):
        approve_text(version=version, by=approver, at=AT)


@pytest.mark.django_db
def test_the_database_itself_refuses_the_author_as_approver(approver):
    version = waiting(approver)
    with pytest.raises(IntegrityError, match="nobody_approves_own_text"), transaction.atomic():
        Version.objects.filter(pk=version.pk).update(
            state=S.PUBLISHED, approved_by=approver, published_at=AT
        )


@pytest.mark.django_db
@pytest.mark.parametrize("role", ["editor", "official", "administrator", "registrar", "verifier"])
def test_other_roles_approve_return_withdraw_nothing(role, editor):
    person = UserFactory(**{role: True})
    version = waiting(editor)
    public = text_of(DocumentFactory(), 1)
    for act in (
        lambda: approve_text(version=version, by=person, at=AT),
        lambda: approve_text(version=version, by=person, at=AT, publish_at=LATER),
        lambda: return_text(version=version, by=person, reason="Sai", at=AT),
        lambda: withdraw_text(version=public, by=person, reason="Sai", at=AT),
    ):
        with pytest.raises(PermissionDenied):
            act()
    assert (state_of(version), state_of(public)) == (S.IN_REVIEW, S.PUBLISHED)


@pytest.mark.django_db
def test_nothing_is_submitted_without_a_note_for_readers(editor):
    version = text_of(DocumentFactory(), 1, draft=True, author=editor)
    with pytest.raises(ChangeNoteMissing):
        submit_text(version=version, by=editor, at=AT)


@pytest.mark.django_db
def test_a_scan_is_approved_only_after_somebody_read_it_through(editor, approver):
    version = waiting(editor, is_ocr=True)
    with pytest.raises(NotReadThrough):
        approve_text(version=version, by=approver, at=AT)
    mark_read_through(version=version, by=editor, at=AT)
    approve_text(version=version, by=approver, at=AT)
    assert state_of(version) == S.PUBLISHED


@pytest.mark.django_db
def test_a_text_without_provisions_and_one_of_a_withdrawn_document_are_refused(editor, approver):
    empty = VersionFactory(
        draft=True, state=S.IN_REVIEW, author=editor, change_note_vi="Đăng toàn văn."
    )
    with pytest.raises(EmptyText):
        approve_text(version=empty, by=approver, at=AT)
    withdrawn = DocumentFactory(state=S.WITHDRAWN, withdrawn_at=AT, withdrawal_reason="Sai số")
    with pytest.raises(DocumentNotOut):
        approve_text(version=waiting(editor, document=withdrawn), by=approver, at=AT)


@pytest.mark.django_db
def test_two_texts_are_not_public_for_one_day_and_language(editor, approver):
    document = DocumentFactory()
    text_of(document, 1)
    with pytest.raises(AnotherTextThatDay):
        approve_text(version=waiting(editor, document=document), by=approver, at=AT)
    other = waiting(editor, document=document, valid_from=date(2021, 1, 1))
    approve_text(version=other, by=approver, at=AT)
    assert state_of(other) == S.PUBLISHED


@pytest.mark.django_db
def test_a_draft_document_goes_out_with_its_text(editor, approver):
    document = DocumentFactory(draft=True)
    document.save_revision(user=editor)
    version = waiting(editor, document=document)
    approve_text(version=version, by=approver, at=AT)
    document = Document.objects.get(pk=document.pk)
    assert document.state == S.PUBLISHED
    assert document in Document.objects.published()
    kinds = list(Change.objects.order_by("pk").values_list("kind", flat=True))
    assert kinds == [ChangeKind.PUBLISHED, ChangeKind.TEXT]


@pytest.mark.django_db
def test_a_draft_document_does_not_go_out_by_the_hand_that_wrote_it(editor, approver):
    document = DocumentFactory(draft=True)
    document.save_revision(user=approver)
    version = waiting(editor, document=document)
    with pytest.raises(OwnWorkRefused):
        approve_text(version=version, by=approver, at=AT)
    assert state_of(version) == S.IN_REVIEW
    assert Document.objects.get(pk=document.pk).state == S.DRAFT


@pytest.mark.django_db
def test_a_scheduled_text_waits_for_its_moment_and_then_goes_out(editor, approver):
    version = waiting(editor)
    approve_text(version=version, by=approver, at=AT, publish_at=LATER)
    assert state_of(version) == S.SCHEDULED
    assert version not in Version.objects.readable()
    assert publish_due_texts(at=LATER - timedelta(minutes=1)) == {"published": [], "refused": []}
    assert not Change.objects.exists()
    assert publish_due_texts(at=LATER)["published"] == [version.pk]
    held = Version.objects.get(pk=version.pk)
    assert (held.state, held.published_at, held.approved_by) == (S.PUBLISHED, LATER, approver)
    assert publish_due_texts(at=LATER)["published"] == []


@pytest.mark.django_db
def test_the_command_publishes_what_is_due(editor, approver, capsys):
    version = waiting(editor)
    approve_text(version=version, by=approver, at=AT - LATER_BY, publish_at=AT - timedelta(hours=1))
    call_command("publish_due_texts", "--json")
    assert f'"published": [{version.pk}]' in capsys.readouterr().out


LATER_BY = timedelta(days=1)


@pytest.mark.django_db
def test_a_moment_that_has_passed_is_refused(editor, approver):
    with pytest.raises(MomentPassed):
        approve_text(version=waiting(editor), by=approver, at=AT, publish_at=AT)


@pytest.mark.django_db
def test_a_scheduled_text_that_can_no_longer_go_out_waits_again_and_mail_says_why(editor, approver):
    document = DocumentFactory()
    version = waiting(editor, document=document)
    approve_text(version=version, by=approver, at=AT, publish_at=LATER)
    text_of(document, 1)
    assert publish_due_texts(at=LATER) == {"published": [], "refused": [version.pk]}
    assert state_of(version) == S.IN_REVIEW
    told = Message.objects.filter(event="guidelines.text_not_published")
    assert set(told.values_list("recipient", flat=True)) == {editor.email, approver.email}


@pytest.mark.django_db
def test_a_scheduled_text_waits_for_the_moment_of_its_document(editor, approver):
    document = DocumentFactory(draft=True, state=S.SCHEDULED)
    version = waiting(editor, document=document)
    with pytest.raises(DocumentNotOut):
        approve_text(version=version, by=approver, at=AT)
    approve_text(version=version, by=approver, at=AT, publish_at=LATER)
    assert publish_due_texts(at=LATER) == {"published": [], "refused": []}
    assert state_of(version) == S.SCHEDULED


@pytest.mark.django_db
def test_a_schedule_is_taken_back(editor, approver):
    version = waiting(editor)
    approve_text(version=version, by=approver, at=AT, publish_at=LATER)
    unschedule_text(version=version, by=approver, at=AT)
    held = Version.objects.get(pk=version.pk)
    assert (held.state, held.publish_at, held.approved_by) == (S.IN_REVIEW, None, None)
    assert publish_due_texts(at=LATER)["published"] == []


@pytest.mark.django_db
def test_a_text_is_given_back_with_words_its_author_gets_by_mail(editor, approver):
    version = waiting(editor)
    with pytest.raises(ReasonMissing):
        return_text(version=version, by=approver, reason=" ", at=AT)
    return_text(version=version, by=approver, reason="Thiếu Điều 47", at=AT)
    assert state_of(version) == S.DRAFT
    message = Message.objects.get(event="guidelines.text_returned")
    assert message.recipient == editor.email
    assert "Thiếu Điều 47" in message.body
    assert VersionEvent.objects.get(event="return").reason == "Thiếu Điều 47"


@pytest.mark.django_db
def test_approvers_but_not_the_author_hear_that_a_text_waits(editor, approver):
    both = UserFactory(approver=True, editor=True)
    version = text_of(
        DocumentFactory(), 1, draft=True, author=both, change_note_vi="Đăng toàn văn."
    )
    submit_text(version=version, by=both, at=AT)
    told = Message.objects.filter(event="guidelines.text_waiting")
    assert list(told.values_list("recipient", flat=True)) == [approver.email]
    assert f"/guidelines/texts/{version.pk}/" in told.get().body


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["vi", "en", "ko"])
def test_each_mail_is_written_in_the_language_of_its_reader(language, approver):
    author = UserFactory(editor=True, language=language)
    version = waiting(author)
    approve_text(version=version, by=approver, at=AT)
    message = Message.objects.get(event="guidelines.text_published")
    assert message.language == language
    assert version.document.number in message.subject
    assert f"/{language}/{version.document.path}" in message.body


@pytest.mark.django_db
def test_withdrawing_needs_a_reason_and_is_told_to_readers(approver):
    version = text_of(DocumentFactory(), 1)
    with pytest.raises(ReasonMissing):
        withdraw_text(version=version, by=approver, reason="", at=AT)
    withdraw_text(version=version, by=approver, reason="Nhầm tệp", at=AT)
    held = Version.objects.get(pk=version.pk)
    assert (held.state, held.withdrawn_at) == (S.WITHDRAWN, AT)
    assert held in Version.objects.readable()
    assert held not in Version.objects.published()
    change = Change.objects.get(version=version)
    assert (change.kind, change.note_vi) == (ChangeKind.WITHDRAWN, "Nhầm tệp")


@pytest.mark.django_db
def test_a_discarded_draft_leaves_its_events(editor):
    version = text_of(DocumentFactory(), 1, draft=True, author=editor)
    write_change_note(version=version, notes={"vi": "Thử"}, by=editor, at=AT)
    discard_text(version=version, by=editor, at=AT)
    assert not Version.objects.filter(pk=version.pk).exists()
    assert events_of(version) == ["edit", "discard"]
    assert VersionEvent.objects.get(event="discard").to_state == DISCARDED


@pytest.mark.django_db
def test_the_note_is_fixed_once_the_text_is_submitted(editor):
    version = waiting(editor)
    with pytest.raises(TransitionRefused):
        write_change_note(version=version, notes={"vi": "Khác"}, by=editor, at=AT)


@pytest.mark.django_db
def test_the_command_line_publishes_only_what_no_person_wrote(editor):
    loaded = text_of(DocumentFactory(), 1, draft=True, change_note_vi="Đăng toàn văn.")
    approve_text(version=loaded, by=None, at=AT)
    assert events_of(loaded) == ["submit", "publish"]
    with pytest.raises(PermissionDenied):
        approve_text(version=waiting(editor), by=None, at=AT)


def verbs(person):
    facts = {"by": person, "at": AT}
    return {
        "edit": lambda v: write_change_note(version=v, notes={"vi": "Khác"}, **facts),
        "read_through": lambda v: mark_read_through(version=v, **facts),
        "submit": lambda v: submit_text(version=v, **facts),
        "discard": lambda v: discard_text(version=v, **facts),
        "return": lambda v: return_text(version=v, reason="Sai", **facts),
        "schedule": lambda v: approve_text(version=v, publish_at=LATER, **facts),
        "unschedule": lambda v: unschedule_text(version=v, **facts),
        "publish": lambda v: approve_text(version=v, **facts),
        "withdraw": lambda v: withdraw_text(version=v, reason="Sai", **facts),
    }


def test_every_event_of_the_table_has_a_verb_and_every_state_is_in_it():
    assert TEXT_TRANSITIONS.events == set(verbs(None))
    assert TEXT_TRANSITIONS.states == {*DocumentState, DISCARDED}


@pytest.mark.django_db
@pytest.mark.parametrize("state", DocumentState.values)
@pytest.mark.parametrize("event", list(verbs(None)))
def test_a_pair_of_the_table_moves_and_any_other_is_refused(state, event, approver):
    columns = {
        S.SCHEDULED: {"publish_at": LATER},
        S.PUBLISHED: {"published_at": AT},
        S.WITHDRAWN: {"withdrawn_at": AT, "withdrawal_reason": "Cũ"},
    }
    version = text_of(
        DocumentFactory(), 1, draft=True, state=state, change_note_vi="Đăng toàn văn.",
        **columns.get(state, {}),
    )  # fmt: skip
    expected = TEXT_TRANSITIONS.moves.get((state, event))
    if expected is None:
        with pytest.raises(TransitionRefused):
            verbs(approver)[event](version)
        assert state_of(version) == state
        return
    verbs(approver)[event](version)
    assert events_of(version) == [event]
    if expected != DISCARDED:
        assert state_of(version) == expected


@pytest.mark.django_db
def test_events_are_append_only(editor, approver):
    version = waiting(editor)
    approve_text(version=version, by=approver, at=AT)
    with pytest.raises(IntegrityError), transaction.atomic():
        VersionEvent.objects.filter(subject=version).update(reason="khác")
    with pytest.raises(IntegrityError), transaction.atomic():
        Change.objects.all().delete()


def at_once(act, people):
    """Each person acts in a thread and connection of their own, from one start."""
    start, outcomes = Barrier(len(people), timeout=20), []

    def run(person):
        try:
            start.wait()
            act(person)
            outcomes.append("done")
        except Refusal as refusal:
            outcomes.append(refusal.code)
        finally:
            connection.close()

    threads = [Thread(target=run, args=[person]) for person in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return sorted(outcomes)


@pytest.mark.django_db(transaction=True)
def test_without_the_lock_two_approvers_both_publish(monkeypatch):
    version = waiting(UserFactory(editor=True))
    people = [UserFactory(approver=True), UserFactory(approver=True)]
    both_have_read = Barrier(2, timeout=20)

    def read_without_lock(version):
        held = Version.objects.select_related("document", "author").get(pk=version.pk)
        both_have_read.wait()
        return held

    monkeypatch.setattr(publication, "_hold", read_without_lock)
    outcomes = at_once(lambda person: approve_text(version=version, by=person, at=AT), people)
    assert outcomes == ["done", "done"]
    assert events_of(version) == ["publish", "publish"]


@pytest.mark.django_db(transaction=True)
def test_of_two_approvers_at_once_one_publishes_and_the_other_is_told():
    version = waiting(UserFactory(editor=True))
    people = [UserFactory(approver=True), UserFactory(approver=True)]
    outcomes = at_once(
        lambda person: approve_text(version=Version.objects.get(pk=version.pk), by=person, at=AT),
        people,
    )
    assert outcomes == ["done", "transition_refused"]
    assert events_of(version) == ["publish"]
    assert Change.objects.count() == 1
