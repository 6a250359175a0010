"""The back office: draft, review, publish through Wagtail's own views, with four eyes."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.test.utils.form_data import nested_form_data

from guidelines.choices import DocumentState
from guidelines.exceptions import ChangeNoteMissing
from guidelines.models import Document
from guidelines.reference import ensure_workflow
from tests.factories.accounts import UserFactory
from tests.factories.guidelines import DocumentFactory, IssuerFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor():
    return UserFactory(editor=True)


@pytest.fixture
def approver():
    return UserFactory(approver=True)


@pytest.fixture
def staff(client, settings):
    """A client signed in as somebody; the second factor has tests of its own."""
    middleware = "vkc.accounts.middleware.StaffSecondFactorMiddleware"
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if name != middleware]

    def sign_in(user):
        client.force_login(user)
        return client

    return sign_in


def url(name, *args):
    return reverse(f"wagtailsnippets_guidelines_document:{name}", args=args)


def form(document=None, **changes):
    """What the editor's form sends."""
    fields = {
        "kind": document.kind if document else "quyet-dinh",
        "number": document.number if document else "12/QĐ-BXD",
        "issuer": document.issuer_id if document else IssuerFactory().pk,
        "title_vi": document.title_vi if document else "Quy định thử",
        "issued_on": "2020-01-02",
        "change_note_vi": document.change_note_vi if document else "Đăng lần đầu.",
        "comments": {"TOTAL_FORMS": "0", "INITIAL_FORMS": "0"},
        **{
            name: {"TOTAL_FORMS": "0", "INITIAL_FORMS": "0", "MIN_NUM_FORMS": "0"}
            for name in ("effects", "sources")
        },
        **changes,
    }
    return nested_form_data(fields)


def draft_by(author, **fields):
    fields.setdefault("change_note_vi", "Đăng lần đầu.")
    document = DocumentFactory(draft=True, **fields)
    document.save_revision(user=author)
    return document


def state_of(document):
    return Document.objects.get(pk=document.pk).state


def test_an_editor_writes_a_draft_that_nobody_sees(staff, editor):
    client = staff(editor)
    assert client.post(url("add"), form()).status_code == 302
    document = Document.objects.get(number="12/QĐ-BXD")
    assert document.state == DocumentState.DRAFT
    assert document.latest_revision.user == editor
    assert client.get(document.get_absolute_url()).status_code == 404


def test_an_approver_publishes_in_the_editor_and_readers_see_it(staff, editor, approver):
    document = draft_by(editor)
    client = staff(approver)
    response = client.post(url("edit", document.pk), form(document, **{"action-publish": "1"}))
    assert response.status_code == 302
    assert state_of(document) == DocumentState.PUBLISHED
    event = document.events.get()
    assert (event.by, event.author) == (approver, editor)
    client.logout()
    assert client.get(document.get_absolute_url()).status_code == 200
    assert document.number in client.get("/vi/guidelines/feed.atom").content.decode()


def test_what_changes_for_readers_is_asked_for_when_it_is_submitted(staff, editor):
    ensure_workflow()
    document = draft_by(editor, change_note_vi="")
    client = staff(editor)
    page = client.post(url("edit", document.pk), form(document, **{"action-submit": "1"}))
    assert page.status_code == 200
    assert "change_note_vi" in page.context["form"].errors
    assert state_of(document) == DocumentState.DRAFT
    assert client.post(url("edit", document.pk), form(document)).status_code == 302


def test_the_note_goes_to_the_log_once_and_leaves_the_next_draft(staff, editor, approver):
    document = draft_by(editor, change_note_vi="Công bố thông tin văn bản.")
    staff(approver).post(url("edit", document.pk), form(document, **{"action-publish": "1"}))
    change = document.changes.get()
    assert (change.kind, change.note_vi) == ("published", "Công bố thông tin văn bản.")
    document = Document.objects.get(pk=document.pk)
    assert document.change_note_vi == ""
    assert document.latest_revision.as_object().change_note_vi == ""
    page = staff(editor).get(url("edit", document.pk)).content.decode()
    assert "Công bố thông tin văn bản." not in page


def test_a_public_page_is_not_changed_without_a_note(staff, editor, approver):
    document = DocumentFactory()
    staff(editor).post(url("edit", document.pk), form(document, title_vi="Đã sửa"))
    publish = form(document, title_vi="Đã sửa", **{"action-publish": "1"})
    assert staff(approver).post(url("edit", document.pk), publish).status_code == 200
    assert Document.objects.get(pk=document.pk).title_vi == document.title_vi
    with pytest.raises(ChangeNoteMissing):
        Document.objects.get(pk=document.pk).latest_revision.publish(user=approver)
    noted = form(document, title_vi="Đã sửa", change_note_vi="Sửa trích yếu.")
    staff(editor).post(url("edit", document.pk), noted)
    publish = form(
        document,
        title_vi="Đã sửa",
        change_note_vi="Sửa trích yếu.",
        **{"action-publish": "1"},
    )
    assert staff(approver).post(url("edit", document.pk), publish).status_code == 302
    change = document.changes.get()
    assert (change.kind, change.note_vi) == ("details", "Sửa trích yếu.")


def test_the_author_is_told_why_they_cannot_publish(staff, approver):
    document = draft_by(approver)
    client = staff(approver)
    response = client.post(url("edit", document.pk), form(document, **{"action-publish": "1"}))
    assert response.status_code == 200
    assert state_of(document) == DocumentState.DRAFT
    assert b'name="action-publish"' not in client.get(url("edit", document.pk)).content


def test_an_approver_who_changed_the_text_cannot_publish_it_at_once(staff, editor, approver):
    document = draft_by(editor)
    changed = form(document, title_vi="Đã sửa", **{"action-publish": "1"})
    assert staff(approver).post(url("edit", document.pk), changed).status_code == 200
    assert state_of(document) == DocumentState.DRAFT


def test_a_new_document_cannot_be_published_in_the_step_that_makes_it(staff, approver):
    client = staff(UserFactory(approver=True, editor=True))
    response = client.post(url("add"), form(**{"action-publish": "1"}))
    assert response.status_code == 200
    assert not Document.objects.exists()


def test_the_workflow_leads_from_draft_to_published(staff, editor, approver):
    ensure_workflow()
    document = draft_by(editor)
    sent = form(document, **{"action-submit": "1"})
    assert staff(editor).post(url("edit", document.pk), sent).status_code == 302
    assert state_of(document) == DocumentState.IN_REVIEW
    approve = {"action-workflow-action": "1", "workflow-action-name": "approve"}
    response = staff(approver).post(url("edit", document.pk), form(document, **approve))
    assert response.status_code == 302
    assert state_of(document) == DocumentState.PUBLISHED
    assert [event.event for event in document.events.all()] == ["submit", "publish"]


def test_the_workflow_gives_a_document_back(staff, editor, approver):
    ensure_workflow()
    document = draft_by(editor)
    staff(editor).post(url("edit", document.pk), form(document, **{"action-submit": "1"}))
    task = Document.objects.get(pk=document.pk).current_workflow_task_state
    address = url("workflow_action", document.pk, "reject", task.pk)
    assert staff(approver).post(address, {"comment": "Thiếu nguồn"}).status_code in (200, 302)
    assert state_of(document) == DocumentState.DRAFT


def test_the_workflow_does_not_let_the_author_approve(staff):
    ensure_workflow()
    both = UserFactory(approver=True, editor=True)
    document = draft_by(both)
    client = staff(both)
    client.post(url("edit", document.pk), form(document, **{"action-submit": "1"}))
    task = Document.objects.get(pk=document.pk).current_workflow_task_state
    assert task.task.specific.get_actions(document, both) == [
        action
        for action in task.task.specific.get_actions(document, both)
        if action[0] != "approve"
    ]
    client.post(url("workflow_action", document.pk, "approve", task.pk), {"comment": ""})
    assert state_of(document) == DocumentState.IN_REVIEW


def test_a_scheduled_document_waits_and_can_be_taken_back(staff, editor, approver):
    document = draft_by(editor)
    later = timezone.localtime() + timedelta(days=3)
    data = form(document, go_live_at=later.strftime("%Y-%m-%d %H:%M"), **{"action-publish": "1"})
    client = staff(approver)
    assert client.post(url("edit", document.pk), data).status_code == 302
    assert state_of(document) == DocumentState.SCHEDULED
    assert client.get(f"/vi/{document.path}").status_code == 404
    revision = Document.objects.get(pk=document.pk).scheduled_revision
    assert revision.user == editor
    client.post(url("revisions_unschedule", document.pk, revision.pk))
    assert state_of(document) == DocumentState.DRAFT


def test_withdrawing_asks_for_a_reason(staff, approver):
    document = DocumentFactory()
    client = staff(approver)
    assert client.post(url("unpublish", document.pk), {"reason": ""}).status_code == 200
    assert state_of(document) == DocumentState.PUBLISHED
    client.post(url("unpublish", document.pk), {"reason": "Nhập nhầm số"})
    assert state_of(document) == DocumentState.WITHDRAWN
    assert "Nhập nhầm số" in client.get(document.get_absolute_url()).content.decode()


def test_a_draft_of_a_published_document_stays_hidden_until_it_is_published(staff, editor):
    document = DocumentFactory()
    staff(editor).post(url("edit", document.pk), form(document, title_vi="Bản nháp kín"))
    page = staff(editor).get(document.get_absolute_url()).content.decode()
    assert "Bản nháp kín" not in page
    assert Document.objects.get(pk=document.pk).has_unpublished_changes


@pytest.mark.parametrize("role", ["registrar", "verifier", "official"])
def test_other_roles_do_not_reach_the_documents_of_the_back_office(staff, role):
    client = staff(UserFactory(**{role: True}))
    assert client.get(url("list")).status_code in (302, 403)
    assert client.get(url("edit", DocumentFactory().pk)).status_code in (302, 403)


def test_the_staff_list_is_filtered_and_found_without_marks(staff, editor):
    DocumentFactory(number="1/QĐ-BXD", title_vi="Về chiếu sáng đô thị")
    draft_by(editor, number="2/QĐ-BXD")
    client = staff(editor)
    page = client.get(url("list"), {"state": "draft"}).content.decode()
    assert "2/QĐ-BXD" in page
    assert "1/QĐ-BXD" not in page
    found = client.get(url("list_results"), {"q": "chieu sang"}).content.decode()
    assert "1/QĐ-BXD" in found


def effect_rows(*rows):
    """The rows of the panel of effects as the form sends them."""
    total = {"TOTAL_FORMS": str(len(rows)), "INITIAL_FORMS": "0", "MIN_NUM_FORMS": "0"}
    return {
        **total,
        **{
            str(place): {"id": "", "note": "Sửa đổi như sau:", **row}
            for place, row in enumerate(rows)
        },
    }


def test_the_same_identity_is_refused_with_a_sentence(staff, editor):
    DocumentFactory(number="12/QĐ-BXD")
    response = staff(editor).post(url("add"), form())
    assert response.status_code == 200
    assert Document.objects.count() == 1


def test_effects_are_saved_with_their_draft_and_faulty_ones_refused(staff, editor):
    target = DocumentFactory()
    row = {"verb": "amends", "target": target.pk, "target_text": ""}
    client = staff(editor)
    for rows in ([row, row], [{**row, "target": ""}], [{**row, "target_text": "1/NQ-CP"}]):
        assert client.post(url("add"), form(effects=effect_rows(*rows))).status_code == 200
        assert Document.objects.count() == 1
    assert client.post(url("add"), form(effects=effect_rows(row))).status_code == 302
    assert Document.objects.get(number="12/QĐ-BXD").effects.get().target == target


def test_an_effect_on_the_document_itself_is_refused(staff, editor):
    document = draft_by(editor)
    rows = effect_rows({"verb": "amends", "target": document.pk, "target_text": ""})
    response = staff(editor).post(url("edit", document.pk), form(document, effects=rows))
    assert response.status_code == 200
    assert not document.effects.exists()


def test_a_target_is_found_in_the_chooser_without_marks(staff, editor):
    DocumentFactory(number="950/QĐ-TTg", title_vi="Về đô thị thông minh")
    DocumentFactory(number="1/QĐ-BXD")
    address = reverse("wagtailsnippetchoosers_guidelines_document:choose_results")
    page = staff(editor).get(address, {"q": "do thi"}).content.decode()
    assert "950/QĐ-TTg" in page
    assert "1/QĐ-BXD" not in page
    whole = reverse("wagtailsnippetchoosers_guidelines_document:choose")
    assert staff(editor).get(whole).status_code == 200
