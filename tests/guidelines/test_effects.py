"""Recording effects: the provision in words, the quoted sentence, the text they are worked into."""

from datetime import date

import pytest
from django.urls import reverse
from wagtail.test.utils.form_data import nested_form_data

from guidelines.choices import Verb
from guidelines.models import Document, Effect, Provision, StatusSpan
from guidelines.provisions_status import provision_rulings
from guidelines.services import record_publication
from guidelines.services.effects import place_effects
from tests.factories.accounts import UserFactory
from tests.factories.guidelines import DocumentFactory, EffectFactory, text_of

pytestmark = pytest.mark.django_db
START = date(2022, 1, 1)
SENTENCE = "Sửa đổi điểm đ khoản 1 Điều 2 như sau:"


@pytest.fixture
def target() -> Document:
    return DocumentFactory(number="10/2020/NĐ-CP", kind="nghi-dinh", effective_on=date(2020, 3, 1))


@pytest.fixture
def editor(client, settings):
    middleware = "vkc.accounts.middleware.StaffSecondFactorMiddleware"
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if name != middleware]
    client.force_login(UserFactory(editor=True))
    return client


def save(client, acting, *rows):
    """Send the editor's form with these effects."""
    empty = {"id": "", "verb": "amends", "target": "", "target_text": "", "note": SENTENCE}
    effects = {
        "TOTAL_FORMS": str(len(rows)),
        "INITIAL_FORMS": str(sum(1 for row in rows if row.get("id"))),
        "MIN_NUM_FORMS": "0",
        **{str(number): {**empty, **row} for number, row in enumerate(rows)},
    }
    sources = {"TOTAL_FORMS": "0", "INITIAL_FORMS": "0", "MIN_NUM_FORMS": "0"}
    fields = {
        "kind": acting.kind,
        "number": acting.number,
        "issuer": acting.issuer_id,
        "title_vi": acting.title_vi,
        "issued_on": "2021-12-01",
        "comments": {"TOTAL_FORMS": "0", "INITIAL_FORMS": "0"},
        "effects": effects,
        "sources": sources,
    }
    url = reverse("wagtailsnippets_guidelines_document:edit", args=[acting.pk])
    return client.post(url, nested_form_data(fields))


def errors_of(response) -> dict:
    assert response.status_code == 200
    return response.context["form"].formsets["effects"].errors[0]


@pytest.mark.parametrize("given", ["điểm đ khoản 1 Điều 2", "dieu-2.khoan-1.diem-dd"])
def test_a_provision_is_read_from_words_or_from_its_address(editor, target, given):
    version = text_of(target)
    acting = DocumentFactory(draft=True)
    row = {"target": target.pk, "target_provision_text": given, "acting_path": "Điều 1"}
    assert save(editor, acting, {**row, "applied_in": version.pk}).status_code == 302
    effect = acting.effects.get()
    assert (effect.target_path, effect.acting_path) == ("dieu-2.khoan-1.diem-dd", "dieu-1")
    assert effect.is_partial
    assert effect.applied_in == version
    assert effect.note == SENTENCE
    page = editor.get(reverse("wagtailsnippets_guidelines_document:edit", args=[acting.pk]))
    assert "điểm đ khoản 1 Điều 2" in page.content.decode()


def test_a_provision_that_no_held_text_has_is_named_in_the_refusal(editor, target):
    text_of(target)
    acting = DocumentFactory(draft=True)
    found = save(editor, acting, {"target": target.pk, "target_provision_text": "Điều 70b"})
    said = errors_of(found)["target_provision_text"][0]
    assert "Điều 70b" in said
    assert "10/2020/NĐ-CP" in said
    assert not acting.effects.exists()


def test_words_that_cannot_be_read_are_refused_where_the_text_is_held(editor, target):
    text_of(target)
    row = {"target": target.pk, "target_provision_text": "chỗ nào đó"}
    found = save(editor, DocumentFactory(draft=True), row)
    assert "chỗ nào đó" in errors_of(found)["target_provision_text"][0]


def test_words_are_kept_where_the_library_holds_no_text(editor, target):
    acting = DocumentFactory(draft=True)
    rows = [
        {"target": target.pk, "target_provision_text": "khoản 2 Điều 5"},
        {"target": target.pk, "target_provision_text": "một số nội dung"},
        {"target_text": "Nghị định 1/1999/NĐ-CP", "target_provision_text": "Điều 3"},
    ]
    assert save(editor, acting, *rows).status_code == 302
    found = {(e.target_path, e.target_provision_text) for e in acting.effects.all()}
    assert found == {
        ("dieu-5.khoan-2", "khoản 2 Điều 5"),
        ("", "một số nội dung"),
        ("dieu-3", "Điều 3"),
    }
    assert all(effect.is_partial for effect in acting.effects.all())


@pytest.mark.parametrize(
    ("verb", "is_refused"),
    [("amends", True), ("repeals", True), ("replaces", True), ("suspends", True), ("cites", False)],
)
def test_staff_quote_the_sentence_where_a_status_turns_on_it(editor, target, verb, is_refused):
    acting = DocumentFactory(draft=True)
    found = save(editor, acting, {"verb": verb, "target": target.pk, "note": " "})
    if is_refused:
        assert "note" in errors_of(found)
    assert acting.effects.exists() is not is_refused


def test_reference_data_without_a_quote_stays_as_it_is(editor, target):
    acting = DocumentFactory(draft=True)
    effect = EffectFactory(acting=acting, target=target, reference_key="from-a-file")
    row = {"id": effect.pk, "target": target.pk, "note": ""}
    assert save(editor, acting, row).status_code == 302
    assert "note" in errors_of(save(editor, acting, {**row, "in_force_on": "2022-01-01"}))


def test_an_effect_is_worked_only_into_a_text_of_its_target(editor, target):
    foreign = text_of(DocumentFactory())
    row = {"target": target.pk, "applied_in": foreign.pk}
    found = save(editor, DocumentFactory(draft=True), row)
    assert "applied_in" in errors_of(found)


def test_two_provisions_of_one_document_are_two_effects(editor, target):
    acting = DocumentFactory(draft=True)
    rows = [{"target": target.pk, "target_provision_text": words} for words in ("Điều 1", "Điều 2")]
    assert save(editor, acting, *rows).status_code == 302
    assert acting.effects.count() == 2
    again = save(editor, DocumentFactory(draft=True), rows[0], rows[0])
    assert again.status_code == 200


def test_an_effect_that_ends_before_it_begins_is_refused(editor, target):
    row = {"target": target.pk, "in_force_on": "2022-01-01", "ends_on": "2021-01-01"}
    assert "ends_on" in errors_of(save(editor, DocumentFactory(draft=True), row))


def test_publication_places_the_effect_and_rebuilds_the_timelines(target):
    text_of(target, valid_from=date(2020, 3, 1))
    acting = DocumentFactory(draft=True, effective_on=START)
    effect = EffectFactory(acting=acting, target=target, verb=Verb.REPEALS, target_path="dieu-2")
    author, approver = UserFactory(editor=True), UserFactory(approver=True)
    record_publication(document=acting, author=author, by=approver, at="2022-01-01T08:00+07:00")
    effect.refresh_from_db()
    assert effect.target_lineage == Provision.objects.get(path="dieu-2").lineage
    spans = StatusSpan.objects.filter(document=target).values_list("from_day", "status")
    assert (START, "partly_in_force") in list(spans)
    assert StatusSpan.objects.filter(document=acting).exists()


def test_the_place_is_read_in_the_text_that_held_when_the_effect_began(target):
    old = text_of(target, valid_from=date(2020, 3, 1))
    new = text_of(target, valid_from=START)
    lineages = dict(old.provisions.values_list("path", "lineage"))
    for path, other in (("dieu-1", "dieu-2"), ("dieu-2", "dieu-1")):
        new.provisions.filter(path=path).update(lineage=lineages[other])
    effect = EffectFactory(
        target=target, verb=Verb.REPEALS, target_path="dieu-2", in_force_on=START
    )
    later = EffectFactory(
        target=target, verb=Verb.REPEALS, target_path="dieu-3", in_force_on=date(2023, 1, 1)
    )
    missing = EffectFactory(target=target, target_path="dieu-99", in_force_on=START)
    assert place_effects(target=target) == 2
    assert place_effects(target=target) == 0
    found = {e.pk: e.target_lineage for e in Effect.objects.filter(target=target)}
    assert found == {
        effect.pk: lineages["dieu-2"],
        later.pk: lineages["dieu-3"],
        missing.pk: None,
    }
    target = Document.objects.get(pk=target.pk)
    rulings = provision_rulings(target, new, on=START)
    assert [rulings[path].status for path in ("dieu-1", "dieu-2")] == ["expired", "in_force"]


def test_staff_see_what_no_text_shows_yet(editor, target, django_assert_max_num_queries):
    version = text_of(target)
    EffectFactory(target=target, target_path="dieu-2", note=SENTENCE, in_force_on=START)
    EffectFactory(target=target, target_path="dieu-3", applied_in=version, note="Đã đưa vào.")
    EffectFactory(target=target, verb=Verb.GUIDES, note="Hướng dẫn thi hành.")
    EffectFactory(target=target, acting=DocumentFactory(draft=True), note="Còn dự thảo.")
    page = editor.get(reverse("guidelines_effects:waiting")).content.decode()
    assert SENTENCE in page
    assert "Điều 2" in page
    for absent in ("Đã đưa vào.", "Hướng dẫn thi hành.", "Còn dự thảo."):
        assert absent not in page


def test_the_list_of_waiting_effects_is_for_those_who_work_on_documents(client):
    address = reverse("guidelines_effects:waiting")
    assert client.get(address).status_code == 302
    client.force_login(UserFactory())
    assert client.get(address).status_code in (302, 403)


def test_the_form_of_a_new_effect_says_when_a_text_can_be_chosen(editor):
    acting = DocumentFactory(draft=True)
    page = editor.get(reverse("wagtailsnippets_guidelines_document:edit", args=[acting.pk]))
    field = page.context["form"].formsets["effects"].empty_form.fields["applied_in"]
    assert "save" in field.help_text or "lưu" in field.help_text


def test_the_form_says_that_the_target_has_no_text_to_choose(editor, target):
    effect = EffectFactory(target=target)
    url = reverse("wagtailsnippets_guidelines_document:edit", args=[effect.acting_id])
    form = editor.get(url).context["form"].formsets["effects"].forms[0]
    assert not form.fields["applied_in"].queryset.exists()
    assert form.fields["applied_in"].help_text != Effect._meta.get_field("applied_in").help_text
