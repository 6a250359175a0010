"""The library in memory: the same answers as the database gives, and never those of yesterday."""

from datetime import date, timedelta

import pytest
from django.db import connection, transaction
from django.http import QueryDict

from guidelines import library_index
from guidelines.choices import DocumentKind, Verb
from guidelines.facets import Found, facets
from guidelines.listing import FACETS, Asked, results
from guidelines.models import Document, Effect, LibraryStamp
from guidelines.services.timeline import rebuild_missing
from tests.factories.guidelines import DocumentFactory, EffectFactory, IssuerFactory
from tests.factories.topics import TopicFactory

pytestmark = pytest.mark.django_db
TODAY = date(2024, 6, 1)


def asked(q="", on=TODAY, sort="-issued", **chosen) -> Asked:
    return Asked(q=q, on=on, chosen={name: chosen.get(name, "") for name in FACETS}, sort=sort)


def counted(found: Found) -> dict[str, dict[str, int]]:
    groups = facets(found, QueryDict())
    return {g["name"]: {o["value"]: o["count"] for o in g["options"]} for g in groups}


@pytest.fixture(scope="module")
def library(module_db) -> list[Document]:
    """24 documents of three kinds and two issuers, some undated, amended, ended, in topics."""
    issuers = [IssuerFactory(key=key, name_vi=key) for key in ("bo-xay-dung", "chinh-phu")]
    topics = [TopicFactory(key=f"topic-{n}") for n in range(2)]
    made = []
    for number in range(24):
        day = date(2018 + number % 5, 1 + number % 12, 3)
        document = DocumentFactory(
            kind=(DocumentKind.DECISION, DocumentKind.DECREE, DocumentKind.LAW)[number % 3],
            number=f"{95 + number}/{2018 + number % 5}/QĐ-BXD",
            issuer=issuers[number % 2],
            issued_on=day if number % 7 else None,
            effective_on=day + timedelta(days=45) if number % 4 else None,
            expires_on=date(2023, 1, 1) if number % 6 == 1 else None,
            title_vi=f"Quy hoạch đô thị thông minh số {number}",
        )
        document.topics.set(topics[: number % 3])
        document.save()
        made.append(document)
    for target in made[::5]:
        acting = made[1] if target != made[1] else made[2]
        EffectFactory(acting=acting, target=target, verb=Verb.AMENDS)
    DocumentFactory(draft=True)
    rebuild_missing()
    return made


QUESTIONS = [
    asked(),
    asked(sort="issued"),
    asked(sort="effective"),
    asked(sort="number"),
    asked(q="do thi"),
    asked(q="ĐÔ THỊ 95"),
    asked(q="95"),
    asked(q="95/2018/QĐ-BXD"),
    asked(q="không có chữ này"),
    asked(q="", status="in_force"),
    asked(status="expired", kind="quyet-dinh"),
    asked(kind="nghi-dinh", year="2019", topic="topic-0"),
    asked(year="unknown"),
    asked(year="99999"),
    asked(issuer="chinh-phu", on=date(2019, 6, 1)),
    asked(issuer="no-such-body"),
    asked(status="unknown", topic="topic-1", q="quy hoach"),
    asked(status="no-such-status"),
    asked(on=date(1950, 1, 1)),
]


@pytest.mark.parametrize("question", QUESTIONS, ids=range(len(QUESTIONS)))
def test_rows_and_counts_are_those_of_the_database(library, question):
    found, expected = Found(question), list(results(question).distinct())
    assert len(found) == len(expected)
    rows = found[0:100]
    if question.sort == "-issued" or not question.q:
        assert [row.pk for row in rows] == [row.pk for row in expected]
    assert {(r.pk, r.status_on_day) for r in rows} == {(r.pk, r.status_on_day) for r in expected}
    for group, options in counted(found).items():
        others = {**question.chosen, group: ""}
        for value, count in options.items():
            one = Asked(question.q, question.on, {**others, group: value}, question.sort)
            assert results(one).distinct().count() == count


def test_a_page_is_a_slice_of_the_whole(library):
    found = Found(asked(sort="number"))
    whole = [row.pk for row in found[0:100]]
    assert [row.pk for row in found[10:15]] == whole[10:15]
    assert found[90:95] == []


def test_the_list_holds_of_an_empty_library_and_of_one_document():
    Document.objects.update(state="draft")
    assert Found(asked())[0:20] == []
    assert counted(Found(asked(q="x"))) == {}
    document = DocumentFactory()
    assert [row.pk for row in Found(asked())[0:20]] == [document.pk]
    assert len(Found(asked(kind="luat"))) == 0


CHANGES = {
    "a title": lambda d: Document.objects.filter(pk=d.pk).update(folded="ten khac"),
    "a withdrawal": lambda d: Document.objects.filter(pk=d.pk).update(
        state="withdrawn", withdrawn_at="2024-01-01T00:00Z", withdrawal_reason="Nhầm"
    ),
    "a date": lambda d: Document.objects.filter(pk=d.pk).update(issued_on=date(1999, 9, 9)),
    "a topic": lambda d: d.topics.through.objects.filter(document_id=d.pk).delete(),
    "an effect": lambda d: EffectFactory(
        target=d, verb=Verb.REPEALS, acting_text="", in_force_on=date(2019, 1, 1)
    ),
    "a removal": lambda d: (
        Effect.objects.filter(target=d).delete(),
        Document.objects.filter(pk=d.pk).delete(),
    ),
    "another document": lambda d: DocumentFactory(title_vi="Văn bản mới"),
}


@pytest.mark.parametrize("name", CHANGES)
def test_every_change_is_seen_at_once(library, name):
    question = asked(q="")
    before = (counted(Found(question)), [r.folded for r in results(question)])
    CHANGES[name](library[8])
    found = Found(question)
    after = (counted(found), [r.folded for r in results(question)])
    assert after != before
    assert len(found) == results(question).count()
    for group, options in after[0].items():
        for value, count in options.items():
            assert results(asked(**{group: value})).distinct().count() == count
    rows = {(r.pk, r.status_on_day) for r in found[0:50]}
    assert rows == {(r.pk, r.status_on_day) for r in results(question)}


def test_what_was_rolled_back_is_not_held(library):
    before = counted(Found(asked()))
    with transaction.atomic():
        DocumentFactory()
        during = counted(Found(asked()))
        transaction.set_rollback(True)
    DocumentFactory(kind=DocumentKind.LAW)
    assert during != before
    assert counted(Found(asked()))["kind"]["luat"] == before["kind"]["luat"] + 1


def test_an_unchanged_library_is_read_once(library, django_assert_max_num_queries):
    Found(asked())
    with django_assert_max_num_queries(4):
        found = Found(asked(q="do thi", kind="luat"))
        assert found[0:20]
        assert facets(found, QueryDict())


def test_stamps_are_pruned():
    with connection.cursor() as cursor:
        cursor.execute(
            "DO $$ BEGIN FOR i IN 1..450 LOOP"
            " UPDATE guidelines_document SET folded = folded WHERE false;"
            " END LOOP; END $$"
        )
    assert LibraryStamp.objects.count() <= 401


def test_an_index_made_during_a_change_is_made_again(library, monkeypatch):
    real, runs = library_index.build, []

    def changed_meanwhile(stamp):
        built = real(stamp)
        if not runs:
            DocumentFactory(title_vi="Giữa chừng")
        runs.append(stamp)
        return built

    monkeypatch.setattr(library_index, "build", changed_meanwhile)
    DocumentFactory()
    assert len(Found(asked())) == Document.objects.published().count()
    assert len(runs) == 2
