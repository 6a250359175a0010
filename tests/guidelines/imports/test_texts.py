"""Storing a text: all of it or nothing, as a draft, each provision under its parent."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction

from guidelines.choices import DocumentState
from guidelines.exceptions import EmptyText, TextAlreadyStored
from guidelines.models import Provision, ProvisionText, Version, VersionEvent
from guidelines.services.texts import store_text
from tests.factories.accounts import UserFactory
from tests.factories.guidelines import DocumentFactory, SourceFileFactory
from tests.guidelines.imports.parsing import parsed_text

pytestmark = pytest.mark.django_db
AT = datetime(2026, 4, 1, 3, tzinfo=UTC)


def store(parsed=None, **changes):
    given = {"document": None, "source": None, "by": None, **changes}
    return store_text(
        document=given.pop("document") or DocumentFactory(),
        parsed=parsed or parsed_text(),
        language=given.pop("language", "vi"),
        valid_from=given.pop("valid_from", date(2026, 4, 15)),
        at=AT,
        **given,
    )


def test_a_text_is_stored_as_a_draft_of_its_author():
    editor = UserFactory(editor=True)
    version = store(by=editor)
    assert (version.state, version.author) == (DocumentState.DRAFT, editor)
    assert not Version.objects.readable().exists()
    event = VersionEvent.objects.get(subject=version)
    assert (event.event, event.to_state, event.by) == ("import", "draft", editor)


def test_provisions_keep_order_parents_words_and_normalisations():
    version = store()
    rows = list(version.provisions.select_related("parent", "words"))
    assert [row.path for row in rows[:3]] == ["dieu-1", "dieu-1.khoan-1", "dieu-1.khoan-2"]
    assert [row.order for row in rows] == list(range(9))
    assert rows[1].parent == rows[0]
    assert rows[0].parent is None
    assert "".join(row.words.source for row in rows).startswith("Điều 1. Việc 1\n1. Cơ quan")
    assert rows[0].words.normalisations == [{"rule": "nfc", "at": 0, "was": "D", "now": "Đ"}]


def test_findings_are_kept_with_the_text():
    findings = store().findings
    assert findings["normalisations"] == {"nfc": 1}
    assert findings["gaps"][0]["facts"] == {"kind": "article", "number": "3"}


def test_the_digest_names_the_words():
    document = DocumentFactory()
    first = store(document=document)
    same = store(document=document, valid_from=date(2027, 1, 1))
    other = store(parsed_text(4), document=document, valid_from=date(2028, 1, 1))
    assert first.text_digest == same.text_digest
    assert first.text_digest != other.text_digest


def test_a_later_text_takes_the_lineages_over():
    document = DocumentFactory()
    older = store(document=document)
    newer = store(parsed_text(4), document=document, valid_from=date(2027, 1, 1))
    before = dict(older.provisions.values_list("path", "lineage"))
    after = dict(newer.provisions.values_list("path", "lineage"))
    assert before.items() <= after.items()
    assert after["dieu-4"] not in before.values()


def test_a_text_without_provisions_is_refused():
    with pytest.raises(EmptyText):
        store(parsed_text(provisions=()))
    assert not Version.objects.exists()


def test_the_same_file_is_stored_once_for_a_document_and_language():
    document, source = DocumentFactory(), SourceFileFactory()
    version = store(document=document, source=source)
    with pytest.raises(TextAlreadyStored) as refused:
        store(document=document, source=source)
    assert refused.value.version == version
    store(document=document, source=source, language="en")


def test_who_may_not_edit_stores_nothing():
    with pytest.raises(PermissionDenied):
        store(by=UserFactory(official=True))
    assert not Version.objects.exists()


def test_a_text_that_breaks_in_the_middle_leaves_nothing():
    parsed = parsed_text()
    twice = (*parsed.provisions, replace(parsed.provisions[-1]))
    with pytest.raises(DatabaseError), transaction.atomic():
        store(replace(parsed, provisions=twice))
    assert not Version.objects.exists()
    assert not Provision.objects.exists()
    assert not ProvisionText.objects.exists()


def test_storing_takes_few_queries(django_assert_max_num_queries):
    document = DocumentFactory()
    with django_assert_max_num_queries(14):
        store(parsed_text(300), document=document)
