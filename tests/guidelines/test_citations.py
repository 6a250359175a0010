"""Citations of stored texts: resolved without guessing, shown only where nothing is under embargo."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from guidelines.choices import CitationState, DocumentKind, DocumentState
from guidelines.exceptions import ReasonMissing
from guidelines.linking import citations_of, cited_by, cited_by_rows, linked_html
from guidelines.models import Citation, Document, Version
from guidelines.services.citations import (
    dismiss_citations,
    link_citations,
    record_citations,
    resolve_waiting,
)
from guidelines.services.documents import record_publication
from guidelines.tasks.citations import record_citations as task
from tests.factories.accounts import UserFactory
from tests.factories.guidelines import (
    DocumentFactory,
    IssuerFactory,
    ProvisionFactory,
    VersionFactory,
    text_of,
)

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 9, 0, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
DAY = date(2026, 11, 22)


def decree(number: str = "269/2025/NĐ-CP", day: date | None = date(2025, 10, 14), **fields):
    return DocumentFactory(kind=DocumentKind.DECREE, number=number, issued_on=day, **fields)


def citing_text(*texts: str, **fields) -> Version:
    """A published circular of 2026 whose articles hold these words."""
    if "document" not in fields:
        fields["document"] = DocumentFactory(
            kind=DocumentKind.CIRCULAR, number="9/2026/TT-BXD", issued_on=date(2026, 2, 1)
        )
    version = VersionFactory(valid_from=date(2026, 2, 1), **fields)
    for number, text in enumerate(texts, start=1):
        ProvisionFactory(version=version, number=str(number), heading="", words__text=text)
    return version


def states(version: Version) -> list[tuple[str, str, int | None, str]]:
    record_citations(version=version)
    rows = Citation.objects.filter(provision__version=version)
    return [(row.quoted, row.state, row.target_id, row.target_path) for row in rows]


def test_a_numbered_and_dated_citation_is_linked_to_its_document() -> None:
    target = decree()
    text = citing_text("theo khoản 2 Điều 3 Nghị định số 269/2025/NĐ-CP ngày 14/10/2025.")

    ((_quoted, state, document, path),) = states(text)

    assert (state, document, path) == (CitationState.RESOLVED, target.pk, "dieu-3.khoan-2")


def test_a_bare_number_that_fits_several_documents_is_never_guessed() -> None:
    for year in (2018, 2022):
        DocumentFactory(number="950/QĐ-TTg", issued_on=date(year, 8, 1))
    text = citing_text("theo Quyết định số 950/QĐ-TTg.")

    ((_quoted, state, document, _path),) = states(text)

    assert (state, document) == (CitationState.AMBIGUOUS, None)


def test_the_day_given_once_completes_the_bare_number_elsewhere_in_the_text() -> None:
    wanted = DocumentFactory(number="950/QĐ-TTg", issued_on=date(2018, 8, 1))
    DocumentFactory(number="950/QĐ-TTg", issued_on=date(2022, 8, 1))
    text = citing_text(
        "Căn cứ Quyết định số 950/QĐ-TTg ngày 01/8/2018.",
        "theo Quyết định số 950/QĐ-TTg; theo Quyết định 950.",
    )

    assert [row[2] for row in states(text)] == [wanted.pk] * 3


def test_a_shortened_number_alone_stays_open() -> None:
    DocumentFactory(number="950/QĐ-TTg", issued_on=date(2018, 8, 1))

    ((_quoted, state, document, _path),) = states(citing_text("theo Quyết định số 950."))

    assert (state, document) == (CitationState.UNRESOLVED, None)


def test_another_day_is_another_document() -> None:
    DocumentFactory(number="950/QĐ-TTg", issued_on=date(2018, 8, 1))

    ((_q, state, _d, _p),) = states(citing_text("Quyết định số 950/QĐ-TTg ngày 02/8/2018"))

    assert state == CitationState.UNRESOLVED


def test_a_document_whose_day_is_unknown_is_only_taken_where_the_number_bears_the_year() -> None:
    with_year = decree(day=None)
    DocumentFactory(number="950/QĐ-TTg", issued_on=None)
    text = citing_text(
        "Nghị định số 269/2025/NĐ-CP ngày 14/10/2025; Quyết định số 950/QĐ-TTg ngày 01/8/2018"
    )

    rows = states(text)

    assert rows[0][1:3] == (CitationState.RESOLVED, with_year.pk)
    assert rows[1][1:3] == (CitationState.AMBIGUOUS, None)


def test_a_text_cannot_cite_what_was_issued_after_it() -> None:
    DocumentFactory(number="950/QĐ-TTg", issued_on=date(2026, 8, 1))

    ((_q, state, _d, _p),) = states(citing_text("Quyết định số 950/QĐ-TTg"))

    assert state == CitationState.UNRESOLVED


def test_two_bodies_that_share_number_and_day_leave_it_open() -> None:
    for key in ("hanoi", "hue"):
        DocumentFactory(number="12/QĐ-UBND", issuer=IssuerFactory(key=key, name_vi=key))

    ((_q, state, _d, _p),) = states(citing_text("Quyết định số 12/QĐ-UBND ngày 02/01/2020"))

    assert state == CitationState.AMBIGUOUS


def test_a_relative_citation_is_held_to_what_the_text_holds() -> None:
    text = citing_text("quy định tại Điều 2 Thông tư này.", "theo Điều 9 của Thông tư này.")

    rows = states(text)

    assert rows[0] == (
        "Điều 2 Thông tư này",
        CitationState.RESOLVED,
        text.document_id,
        "dieu-2",
    )
    assert rows[1][1:3] == (CitationState.UNRESOLVED, None)


def test_a_law_cited_by_name_takes_the_number_the_same_text_gives() -> None:
    law = DocumentFactory(
        kind=DocumentKind.LAW, number="60/2024/QH15", issued_on=date(2024, 11, 30)
    )
    text = citing_text(
        "Căn cứ Luật Dữ liệu số 60/2024/QH15;", "theo Điều 7 Luật Dữ liệu và Điều 3 Luật Đất đai."
    )

    rows = states(text)

    assert [row[2] for row in rows] == [law.pk, law.pk, None]
    assert rows[2][1] == CitationState.UNRESOLVED


def test_an_amendment_speaks_of_the_text_it_amends() -> None:
    target = decree("44/2015/NĐ-CP", date(2015, 5, 6))
    version = citing_text()
    article = ProvisionFactory(
        version=version,
        number="1",
        heading="Sửa đổi, bổ sung một số điều của Nghị định số 44/2015/NĐ-CP ngày 06/5/2015",
        words__text="",
    )
    words = "Sửa đổi khoản 2 Điều 5 như sau: “2. Theo Điều 7 Nghị định này và Nghị định số 1/2020/NĐ-CP”."
    ProvisionFactory(
        version=version,
        parent=article,
        kind="clause",
        number="1",
        heading="",
        path="dieu-1.khoan-1",
        words__text=words,
    )

    rows = states(version)

    assert rows[0][1:] == (CitationState.RESOLVED, target.pk, "")
    assert rows[1][1:] == (CitationState.RESOLVED, target.pk, "dieu-5.khoan-2")
    assert rows[2][1:] == (CitationState.RESOLVED, target.pk, "dieu-7")
    assert rows[3][1:3] == (CitationState.UNRESOLVED, None)


def test_an_amendment_that_names_no_text_leaves_its_provisions_open() -> None:
    ((_q, state, document, _p),) = states(citing_text("Bãi bỏ khoản 2 Điều 1."))

    assert (state, document) == (CitationState.UNRESOLVED, None)


def test_a_second_scan_changes_nothing_and_follows_a_changed_draft() -> None:
    decree()
    text = citing_text("theo Nghị định số 269/2025/NĐ-CP.", state="draft", published_at=None)
    record_citations(version=text)
    first = list(Citation.objects.values())

    record_citations(version=text)
    assert list(Citation.objects.values()) == first

    text.provisions.get().words.delete()
    record_citations(version=text)
    assert not Citation.objects.exists()


def test_what_staff_set_aside_stays_so_in_every_text_of_the_document() -> None:
    staff = UserFactory(is_superuser=True)
    document = DocumentFactory(kind=DocumentKind.CIRCULAR, number="9/2026/TT-BXD")
    older = text_of(document, 1, words={"dieu-1": "theo Nghị định số 1/2020/NĐ-CP."})
    newer = text_of(
        document,
        1,
        words={"dieu-1": "Nay theo Nghị định số 1/2020/NĐ-CP."},
        valid_from=date(2026, 3, 1),
    )
    record_citations(version=older)
    rows = Citation.objects.filter(provision__version=older)

    assert dismiss_citations(citations=rows, reason="Văn bản của tỉnh", by=staff, at=NOW) == 1
    record_citations(version=older)
    record_citations(version=newer)
    decree("1/2020/NĐ-CP", date(2020, 1, 1))
    resolve_waiting(number="1/2020/NĐ-CP")

    assert {(row.state, row.reason) for row in Citation.objects.all()} == {
        (CitationState.DISMISSED, "Văn bản của tỉnh")
    }
    assert Citation.objects.count() == 2


def test_setting_aside_needs_a_reason_and_the_right_to_edit() -> None:
    record_citations(version=citing_text("theo Nghị định số 1/2020/NĐ-CP."))
    rows = Citation.objects.all()

    with pytest.raises(ReasonMissing):
        dismiss_citations(citations=rows, reason=" ", by=UserFactory(is_superuser=True), at=NOW)
    with pytest.raises(PermissionDenied):
        dismiss_citations(citations=rows, reason="x", by=UserFactory(), at=NOW)
    with pytest.raises(PermissionDenied):
        link_citations(citations=rows, document=decree(), by=UserFactory(), at=NOW)
    assert Citation.objects.get().state == CitationState.UNRESOLVED


def test_the_database_refuses_a_citation_set_aside_without_a_reason() -> None:
    record_citations(version=citing_text("theo Nghị định số 1/2020/NĐ-CP."))

    with pytest.raises(IntegrityError), transaction.atomic():
        Citation.objects.update(state=CitationState.DISMISSED, decided_at=NOW)


def test_staff_link_a_citation_and_no_scan_undoes_it() -> None:
    staff = UserFactory(is_superuser=True)
    DocumentFactory(number="950/QĐ-TTg", issued_on=date(2018, 8, 1))
    meant = DocumentFactory(number="950/QĐ-TTg", issued_on=date(2022, 8, 1))
    text = citing_text("theo Quyết định số 950/QĐ-TTg.")
    record_citations(version=text)

    link_citations(citations=Citation.objects.all(), document=meant, by=staff, at=NOW)
    record_citations(version=text)
    resolve_waiting(number="950/QĐ-TTg")

    row = Citation.objects.get()
    assert (row.state, row.target, row.decided_by) == (CitationState.RESOLVED, meant, staff)


def test_publishing_a_document_links_the_citations_that_waited_for_it() -> None:
    record_citations(version=citing_text("theo Quyết định số 84/QĐ-TTg ngày 19/01/2024."))
    awaited = DocumentFactory(draft=True, number="84/QĐ-TTg", issued_on=date(2024, 1, 19))
    assert Citation.objects.get().state == CitationState.UNRESOLVED

    record_publication(
        document=awaited, author=UserFactory(), by=UserFactory(is_superuser=True), at=NOW
    )

    assert (Citation.objects.get().state, Citation.objects.get().target) == (
        CitationState.RESOLVED,
        awaited,
    )


def test_a_second_document_of_the_number_makes_a_bare_citation_ambiguous_again() -> None:
    DocumentFactory(number="84/QĐ-TTg", issued_on=date(2024, 1, 19))
    record_citations(version=citing_text("theo Quyết định số 84/QĐ-TTg."))
    assert Citation.objects.get().state == CitationState.RESOLVED

    DocumentFactory(number="84/QĐ-TTg", issued_on=date(2020, 1, 19))
    assert resolve_waiting(number="84/QĐ-TTg") == 1

    row = Citation.objects.get()
    assert (row.state, row.target) == (CitationState.AMBIGUOUS, None)


def test_the_task_passes_over_a_text_that_is_gone() -> None:
    task(0)
    text = citing_text("theo Nghị định số 269/2025/NĐ-CP.")
    task(text.pk)

    assert Citation.objects.count() == 1


def test_links_lead_to_the_provision_where_a_public_text_holds_it() -> None:
    target = decree()
    text_of(target, 3)
    text = citing_text(
        "<b> theo khoản 2 Điều 3 Nghị định số 269/2025/NĐ-CP và Điều 8 Nghị định số 269/2025/NĐ-CP."
    )
    record_citations(version=text)
    words = text.provisions.get().words.text

    html = linked_html(words, citations_of(text)[text.provisions.get().pk], base="")

    url = target.get_absolute_url()
    assert "&lt;b&gt; theo <a" in html
    assert f'href="{url}#dieu-3.khoan-2"' in html
    assert f'href="{url}" title=' in html
    assert html.endswith("</a>.")


def test_links_within_the_text_keep_the_page_they_stand_on() -> None:
    text = citing_text("theo Điều 2 Thông tư này.", "Thông tư này có hiệu lực.")
    record_citations(version=text)
    place = text.provisions.first()

    html = linked_html(place.words.text, citations_of(text)[place.pk], base="/vi/x/?on=2026-03-01")

    assert (
        html == 'theo <a class="cited" href="/vi/x/?on=2026-03-01#dieu-2">Điều 2 Thông tư này</a>.'
    )


def test_offsets_that_no_longer_fit_the_words_make_no_link() -> None:
    decree()
    text = citing_text("theo Nghị định số 269/2025/NĐ-CP.")
    record_citations(version=text)

    html = linked_html("Lời văn khác hẳn.", citations_of(text)[text.provisions.get().pk], base="")

    assert html == "Lời văn khác hẳn."


def test_a_text_of_many_citations_is_linked_without_a_query_each(
    django_assert_max_num_queries,
) -> None:
    decree()
    text = citing_text(*["theo Điều 1 Nghị định số 269/2025/NĐ-CP và Điều 2 Thông tư này."] * 20)
    record_citations(version=text)

    with django_assert_max_num_queries(1):
        found = citations_of(text)
        htmls = [linked_html("", rows, base="") for rows in found.values()]

    assert len(htmls) == 20


@pytest.mark.parametrize("state", [DocumentState.DRAFT, DocumentState.IN_REVIEW])
def test_a_link_to_a_document_under_embargo_is_never_made(state: str) -> None:
    target = decree()
    text = citing_text("theo Nghị định số 269/2025/NĐ-CP.")
    record_citations(version=text)
    Document.objects.filter(pk=target.pk).update(state=state)
    place = text.provisions.get()

    assert linked_html(place.words.text, citations_of(text)[place.pk], base="") == place.words.text


def test_a_provision_of_an_unpublished_text_gives_no_anchor() -> None:
    target = decree()
    text_of(target, 3, draft=True)
    text = citing_text("theo Điều 3 Nghị định số 269/2025/NĐ-CP.")
    record_citations(version=text)
    place = text.provisions.get()

    html = linked_html(place.words.text, citations_of(text)[place.pk], base="")

    assert f'href="{target.get_absolute_url()}"' in html


def test_cited_by_tells_only_of_published_texts_that_readers_see_that_day() -> None:
    target = decree()
    words = "theo khoản 2 Điều 3 Nghị định số 269/2025/NĐ-CP."
    document = DocumentFactory(kind=DocumentKind.CIRCULAR, number="1/2026/TT-BXD")
    older = citing_text(words, document=document)
    newer = VersionFactory(document=document, valid_from=date(2026, 5, 1))
    ProvisionFactory(version=newer, number="1", words__text=words)
    hidden = citing_text(
        words, document=DocumentFactory(number="2/QĐ-BXD"), state="draft", published_at=None
    )
    embargoed = citing_text(words, document=DocumentFactory(draft=True, number="3/QĐ-BXD"))
    for version in (older, newer, hidden, embargoed):
        record_citations(version=version)

    assert [row.provision.version for row in cited_by(target, "dieu-3", on=DAY)] == [newer]
    assert [row.provision.version for row in cited_by(target, on=date(2026, 3, 1))] == [older]
    assert list(cited_by(target, "dieu-30", on=DAY)) == []
    assert [row["label"] for row in cited_by_rows(target, "dieu-3.khoan-2", on=DAY)] == [
        "Điều 1 Thông tư số 1/2026/TT-BXD ngày 02/01/2020"
    ]


def test_every_citation_of_a_long_text_is_recorded() -> None:
    decree()
    words = (
        "Việc lập, thẩm định được thực hiện theo quy định tại điểm a khoản 1 Điều 5, Điều 7 "
        "Nghị định số 269/2025/NĐ-CP ngày 14/10/2025 của Chính phủ và khoản 1 Điều này. "
    )
    text = text_of(
        DocumentFactory(kind=DocumentKind.CIRCULAR, issued_on=date(2026, 1, 2)),
        40,
        words={f"dieu-{number}.khoan-2": words * 2 for number in range(1, 41)},
    )

    counts = record_citations(version=text)
    assert counts[CitationState.RESOLVED] == 40 * 6
