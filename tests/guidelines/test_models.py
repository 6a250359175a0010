"""Identity, addresses, what revisions keep, what the database refuses."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from wagtail.models import Revision

from guidelines.choices import DocumentState, Verb
from guidelines.models import Document, DocumentEvent
from guidelines.models.documents import official_day
from tests.factories.accounts import UserFactory
from tests.factories.guidelines import DocumentFactory, EffectFactory, IssuerFactory

pytestmark = pytest.mark.django_db


def test_the_address_has_kind_number_and_date():
    document = DocumentFactory(number="950/QĐ-TTg", issued_on=date(2018, 8, 1))
    assert document.path == "guidelines/quyet-dinh/950-qd-ttg/2018-08-01/"


def test_the_address_says_that_a_date_is_unknown():
    document = DocumentFactory(number="TCVN ISO/TS 37107:2020", issued_on=None, kind="tieu-chuan")
    assert document.path == "guidelines/tieu-chuan/tcvn-iso-ts-37107-2020/khong-ro-ngay/"


def test_a_number_may_recur_with_another_date_or_issuer():
    DocumentFactory(number="950/QĐ-TTg", issued_on=date(2018, 8, 1))
    DocumentFactory(number="950/QĐ-TTg", issued_on=date(2021, 8, 1))
    DocumentFactory(
        number="950/QĐ-TTg", issued_on=date(2018, 8, 1), issuer=IssuerFactory(key="bo-xay-dung")
    )
    assert Document.objects.numbered("950/QĐ-TTg").count() == 3


@pytest.mark.parametrize("day", [date(2018, 8, 1), None])
@pytest.mark.parametrize("number", ["950/QĐ-TTg", "950/QÐ-TTg", "950/qđ-ttg"])
def test_the_same_identity_is_refused_by_the_database(number, day):
    DocumentFactory(number="950/QĐ-TTg", issued_on=day)
    with pytest.raises(IntegrityError), transaction.atomic():
        DocumentFactory(number=number, issued_on=day)


def test_numbers_are_found_whole_and_by_their_first_part():
    document = DocumentFactory(number="269/2025/NĐ-CP")
    DocumentFactory(number="1269/2025/NĐ-CP")
    assert list(Document.objects.numbered("269")) == [document]
    assert list(Document.objects.numbered("269/2025/nd-cp")) == [document]
    assert not Document.objects.numbered("///").exists()


def test_words_without_marks_find_the_title():
    document = DocumentFactory(title_vi="Về phát triển đô thị thông minh")
    DocumentFactory(title_vi="Về công tác văn thư")
    assert list(Document.objects.matching("do thi thong minh")) == [document]
    assert list(Document.objects.matching("đô thị Thủ tướng")) == [document]


def test_a_document_cannot_end_before_it_begins():
    with pytest.raises(IntegrityError), transaction.atomic():
        DocumentFactory(effective_on=date(2024, 1, 2), expires_on=date(2024, 1, 1))


def test_a_stated_status_needs_who_and_when():
    with pytest.raises(IntegrityError), transaction.atomic():
        DocumentFactory(stated_status="in_force")


@pytest.mark.parametrize(
    "change", [{"target": None}, {"target_text": "Nghị định 1/2020"}, {"acting": None}]
)
def test_an_effect_needs_exactly_one_document_on_each_side(change):
    with pytest.raises(IntegrityError), transaction.atomic():
        EffectFactory(**change)


def test_an_effect_is_never_on_the_document_itself():
    document = DocumentFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        EffectFactory(acting=document, target=document, verb=Verb.AMENDS)


def test_events_cannot_be_changed_or_removed():
    event = DocumentEvent.objects.create(
        subject=DocumentFactory(), event="publish", at=timezone.now()
    )
    with pytest.raises(IntegrityError), transaction.atomic():
        DocumentEvent.objects.filter(pk=event.pk).update(reason="khác")
    with pytest.raises(IntegrityError), transaction.atomic():
        DocumentEvent.objects.filter(pk=event.pk).delete()


def test_the_database_refuses_an_event_of_publishing_own_work():
    person = UserFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        DocumentEvent.objects.create(
            subject=DocumentFactory(), event="publish", at=timezone.now(), by=person, author=person
        )


def test_a_revision_brings_back_content_and_leaves_the_state():
    document = DocumentFactory(draft=True)
    revision = document.save_revision()
    Document.objects.filter(pk=document.pk).update(state=DocumentState.IN_REVIEW)
    stored = Revision.objects.get(pk=revision.pk)
    assert stored.as_object().state == DocumentState.IN_REVIEW


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2018, 8, 1), "01/8/2018"),
        (date(2026, 1, 28), "28/01/2026"),
        (date(2025, 10, 14), "14/10/2025"),
    ],
)
def test_dates_in_citations_are_written_officially(day, words):
    assert official_day(day) == words
