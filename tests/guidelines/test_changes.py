"""The public log: append-only, in the reader's language, of what readers may see and nothing else."""

from datetime import UTC, datetime, timedelta
from threading import Barrier, Thread

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from guidelines.choices import ChangeKind, DocumentState, Verb
from guidelines.models import Change
from guidelines.services import changes
from guidelines.services.changes import record_change, record_effects
from tests.factories.guidelines import DocumentFactory, EffectFactory, VersionFactory

AT = datetime(2026, 11, 20, 18, 30, tzinfo=UTC)


def log(document, *, kind=ChangeKind.PUBLISHED, at=AT, **facts):
    facts.setdefault("notes", {"vi": "Công bố văn bản."})
    return record_change(document=document, kind=kind, at=at, **facts)


def page_of(client, document, language="vi", **query):
    return client.get(f"/{language}/{document.path}changes/", query)


@pytest.mark.django_db
def test_the_log_refuses_changes_and_deletions():
    change = log(DocumentFactory())
    with pytest.raises(IntegrityError), transaction.atomic():
        Change.objects.filter(pk=change.pk).update(note_vi="khác")
    with pytest.raises(IntegrityError), transaction.atomic():
        change.delete()


@pytest.mark.django_db
def test_the_page_of_a_document_tells_day_kind_note_and_text(client):
    document = DocumentFactory()
    version = VersionFactory(document=document)
    log(document, kind=ChangeKind.TEXT, version=version, notes={"vi": "Đăng toàn văn."})
    page = page_of(client, document)
    html = page.content.decode()
    assert page.status_code == 200
    assert "21/11/2026" in html
    assert "Đăng toàn văn." in html
    assert f"/vi/{document.path}?on={version.valid_from.isoformat()}" in html
    assert not page.cookies


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "note", "is_borrowed"),
    [("vi", "Lời ghi", False), ("en", "The note", False), ("ko", "Lời ghi", True)],
)
def test_a_note_is_shown_in_the_readers_language_or_marked_as_borrowed(
    client, language, note, is_borrowed
):
    document = DocumentFactory()
    log(document, notes={"vi": "Lời ghi", "en": "The note"})
    html = page_of(client, document, language).content.decode()
    assert note in html
    assert ('<p class="change-note" lang="vi">' in html) is is_borrowed


@pytest.mark.django_db
def test_the_library_lists_all_documents_newest_first_and_by_kind(client):
    first, second = DocumentFactory(), DocumentFactory()
    log(first, notes={"vi": "Dòng cũ"})
    later = AT + timedelta(days=1)
    log(second, kind=ChangeKind.WITHDRAWN, at=later, notes={"vi": "Dòng mới"})
    address = reverse("guidelines:changes")
    html = client.get(address).content.decode()
    assert html.index("Dòng mới") < html.index("Dòng cũ")
    only = client.get(address, {"kind": "withdrawn"}).content.decode()
    assert "Dòng mới" in only
    assert "Dòng cũ" not in only


@pytest.mark.django_db
@pytest.mark.parametrize("query", [{"kind": "nothing"}, {"page": "9"}, {"page": "x"}])
def test_what_does_not_exist_is_not_found(client, query):
    assert client.get(reverse("guidelines:changes"), query).status_code == 404


@pytest.mark.django_db
def test_nothing_of_what_readers_may_not_see_is_listed(client):
    hidden = DocumentFactory(draft=True)
    log(hidden, notes={"vi": "Kín một"})
    public = DocumentFactory()
    draft = VersionFactory(document=public, draft=True)
    log(public, kind=ChangeKind.TEXT, version=draft, notes={"vi": "Kín hai"})
    for address in (reverse("guidelines:changes"), f"/vi/{public.path}changes/"):
        html = client.get(address).content.decode()
        assert "Kín một" not in html
        assert "Kín hai" not in html
    assert page_of(client, hidden).status_code == 404


@pytest.mark.django_db
def test_a_withdrawn_document_keeps_its_log(client):
    document = DocumentFactory(
        state=DocumentState.WITHDRAWN, withdrawn_at=AT, withdrawal_reason="Sai số"
    )
    log(document, kind=ChangeKind.WITHDRAWN, notes={"vi": "Sai số"})
    assert page_of(client, document).status_code == 200


@pytest.mark.django_db
def test_a_long_log_costs_few_queries(client, django_assert_max_num_queries):
    document = DocumentFactory()
    for n in range(45):
        log(document, at=AT + timedelta(minutes=n))
    client.get(reverse("guidelines:changes"))
    with django_assert_max_num_queries(3):
        page = client.get(reverse("guidelines:changes"))
    assert "page=2" in page.content.decode()


@pytest.mark.django_db
def test_the_document_acted_on_is_told_once_in_three_languages():
    acting, target = DocumentFactory(), DocumentFactory()
    EffectFactory(acting=acting, target=target, verb=Verb.AMENDS)
    EffectFactory(acting=acting, target=DocumentFactory(), verb=Verb.BASED_ON)
    EffectFactory(acting=acting, target=DocumentFactory(draft=True), verb=Verb.REPEALS)
    record_effects(document=acting, at=AT)
    record_effects(document=acting, at=AT + timedelta(days=1))
    change = Change.objects.get()
    assert (change.document, change.kind) == (target, ChangeKind.EFFECT)
    assert acting.number in change.note_vi
    assert change.note_vi != change.note_en


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("is_guarded", [False, True])
def test_the_cursor_never_skips_a_line_that_is_committed_later(monkeypatch, is_guarded):
    """Two writers: without the lock the second number is public before the first."""
    if not is_guarded:
        monkeypatch.setattr(changes, "hold_log", lambda: None)
    document = DocumentFactory()
    wrote_first, seen = Barrier(2, timeout=20), []
    done = {}

    def slow():
        try:
            with transaction.atomic():
                done["slow"] = log(document).pk
                wrote_first.wait()
                if not is_guarded:
                    wrote_first.wait()
        finally:
            connection.close()

    def quick():
        try:
            wrote_first.wait()
            done["quick"] = log(document).pk
            seen.extend(Change.objects.values_list("pk", flat=True))
            if not is_guarded:
                wrote_first.wait()
        finally:
            connection.close()

    threads = [Thread(target=slow), Thread(target=quick)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert done["slow"] < done["quick"]
    assert (done["slow"] in seen) is is_guarded
