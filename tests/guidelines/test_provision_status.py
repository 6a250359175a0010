"""One status per provision per day, whatever was recorded; the text read decides what is pending."""

import uuid
from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guidelines.choices import LegalStatus, ProvisionKind, Verb
from guidelines.legal import Basis, legal_ruling
from guidelines.models import Document, Effect, Provision
from guidelines.provisions_status import (
    Touch,
    pending_effects,
    provision_rulings,
    rule_all,
    rulings_of,
    touches_on,
)
from guidelines.text_of_day import text_on
from tests.factories.guidelines import DocumentFactory, EffectFactory, text_of

FIRST, START, END = date(2020, 1, 1), date(2022, 1, 1), date(2024, 1, 1)
BEFORE, DAY, AFTER = date(2021, 6, 1), date(2023, 6, 1), date(2024, 6, 1)


@pytest.fixture
def document(db) -> Document:
    return DocumentFactory(effective_on=FIRST, number="10/2020/NĐ-CP")


def effect_on(document: Document, path: str = "", verb: str = Verb.AMENDS, **fields) -> Effect:
    return EffectFactory(
        target=document, target_path=path, verb=verb, **{"in_force_on": START, **fields}
    )


def statuses(document, version, on=DAY) -> dict[str, str]:
    document = Document.objects.get(pk=document.pk)
    return {
        path: ruling.status for path, ruling in provision_rulings(document, version, on=on).items()
    }


def test_without_effects_every_provision_is_what_the_document_is(document):
    version = text_of(document)
    assert set(statuses(document, version).values()) == {"in_force"}
    assert set(statuses(document, version, FIRST - timedelta(days=1)).values()) == {
        "not_yet_in_force"
    }


@pytest.mark.parametrize("verb", [Verb.REPEALS, Verb.REPLACES])
def test_a_repealed_article_ends_with_all_inside_from_its_day(document, verb):
    version = text_of(document)
    effect_on(document, "dieu-2", verb)
    assert set(statuses(document, version, BEFORE).values()) == {"in_force"}
    found = statuses(document, version)
    ended = {path for path, status in found.items() if status == "expired"}
    assert ended == {path for path in found if path.split(".")[0] == "dieu-2"}
    assert set(found.values()) == {"expired", "in_force"}


def test_an_article_with_an_ended_point_holds_in_part(document):
    version = text_of(document)
    effect_on(document, "dieu-1.khoan-1.diem-dd", Verb.REPEALS)
    found = statuses(document, version)
    assert found["dieu-1.khoan-1.diem-dd"] == "expired"
    assert found["dieu-1.khoan-1"] == found["dieu-1"] == "partly_in_force"
    assert found["dieu-1.khoan-1.diem-a"] == found["dieu-1.khoan-2"] == "in_force"


def test_a_suspended_clause_holds_again_after_its_last_day(document):
    version = text_of(document)
    effect_on(document, "dieu-1.khoan-2", Verb.SUSPENDS, ends_on=END)
    found = statuses(document, version)
    assert (found["dieu-1.khoan-2"], found["dieu-1"]) == ("suspended", "partly_in_force")
    assert set(statuses(document, version, AFTER).values()) == {"in_force"}


def test_an_amendment_is_pending_until_a_text_says_so(document):
    old = text_of(document, valid_from=FIRST)
    amendment = effect_on(document, "dieu-2")
    assert statuses(document, old)["dieu-2"] == "partly_in_force"
    assert statuses(document, old)["dieu-2.khoan-1"] == "partly_in_force"
    assert pending_effects(document, old, on=DAY) == [amendment]
    assert pending_effects(document, old, on=BEFORE) == []
    new = text_of(document, valid_from=START, kind="consolidated")
    newest = text_of(document, valid_from=END, kind="consolidated")
    amendment.applied_in = new
    amendment.save()
    for text in (new, newest):
        document = Document.objects.get(pk=document.pk)
        assert set(statuses(document, text).values()) == {"in_force"}
        assert pending_effects(document, text, on=DAY) == []
    document = Document.objects.get(pk=document.pk)
    assert statuses(document, old)["dieu-2"] == "partly_in_force"
    assert pending_effects(document, old, on=DAY) == [amendment]


def test_a_replaced_clause_holds_again_in_the_text_that_has_the_new_one(document):
    old, new = text_of(document, valid_from=FIRST), text_of(document, valid_from=START)
    effect_on(document, "dieu-3.khoan-1", Verb.REPLACES, applied_in=new)
    effect_on(document, "dieu-1", Verb.REPEALS, applied_in=new)
    assert statuses(document, old)["dieu-3.khoan-1"] == "expired"
    assert statuses(document, new)["dieu-3.khoan-1"] == "in_force"
    assert statuses(document, new)["dieu-1"] == "expired"


def test_an_effect_follows_its_article_through_renumbering(document):
    old, new = text_of(document, valid_from=FIRST), text_of(document, valid_from=START)
    lineages = dict(old.provisions.values_list("path", "lineage"))
    swapped = {"dieu-1": lineages["dieu-2"], "dieu-2": lineages["dieu-1"]}
    for path, lineage in swapped.items():
        Provision.objects.filter(version=new, path=path).update(lineage=lineage)
    effect_on(document, "dieu-2", Verb.REPEALS, target_lineage=lineages["dieu-2"])
    assert statuses(document, old)["dieu-2"] == "expired"
    found = statuses(document, new)
    assert (found["dieu-1"], found["dieu-2"]) == ("expired", "in_force")


def test_a_translation_finds_the_provision_of_the_vietnamese_text(document):
    original = text_of(document, valid_from=FIRST)
    english = text_of(document, valid_from=FIRST, language="en", kind="translation")
    for provision in english.provisions.all():
        Provision.objects.filter(pk=provision.pk).update(lineage=uuid.uuid4())
    lineage = original.provisions.get(path="dieu-2").lineage
    effect_on(document, "dieu-2", Verb.REPEALS, target_lineage=lineage)
    assert statuses(document, english) == statuses(document, original)


def test_an_article_to_be_inserted_changes_what_it_goes_into(document):
    version = text_of(document)
    effect_on(document, "dieu-1.khoan-9")
    effect_on(document, "dieu-70b")
    found = statuses(document, version)
    assert found["dieu-1"] == "partly_in_force"
    assert found["dieu-1.khoan-1"] == found["dieu-2"] == "in_force"
    assert len(pending_effects(document, version, on=DAY)) == 2


def test_a_change_of_an_unnamed_part_leaves_no_provision_called_untouched(document):
    version = text_of(document)
    effect_on(document, verb=Verb.REPEALS, is_partial=True)
    rulings = provision_rulings(document, version, on=DAY)
    assert {(r.status, r.basis) for r in rulings.values()} == {("partly_in_force", "unlocated")}
    assert {r.basis for r in provision_rulings(document, version, on=BEFORE).values()} == {
        Basis.DATES
    }


@pytest.mark.parametrize("verb", [Verb.GUIDES, Verb.CONTINUES, Verb.BASED_ON, Verb.CITES])
def test_one_way_verbs_never_end_a_provision(document, verb):
    version = text_of(document)
    effect_on(document, "dieu-1", verb)
    assert set(statuses(document, version).values()) == {"in_force"}
    assert pending_effects(document, version, on=DAY) == []


def test_a_guiding_text_outlives_an_article_it_guides(document):
    guide = DocumentFactory(effective_on=FIRST)
    text = text_of(guide)
    EffectFactory(acting=guide, target=document, verb=Verb.GUIDES, target_path="dieu-1")
    effect_on(document, "dieu-1", Verb.REPEALS)
    assert set(statuses(guide, text).values()) == {"in_force"}


def test_the_whole_document_ended_wins_over_its_parts(document):
    version = text_of(document)
    effect_on(document, "dieu-1")
    effect_on(document, verb=Verb.REPEALS, in_force_on=END)
    assert set(statuses(document, version, AFTER).values()) == {"expired"}


def test_a_draft_changes_no_provision(document):
    version = text_of(document)
    effect_on(document, "dieu-1", acting=DocumentFactory(draft=True))
    assert set(statuses(document, version).values()) == {"in_force"}


def test_the_text_of_a_day_is_the_last_one_begun(document):
    assert text_on(document, DAY).version is None
    old, new = text_of(document, valid_from=FIRST), text_of(document, valid_from=END)
    text_of(document, valid_from=START, draft=True)
    assert text_on(document, DAY).version == old
    assert text_on(document, AFTER).version == new
    before = text_on(document, FIRST - timedelta(days=1))
    assert (before.version, before.is_before_first) == (old, True)
    assert text_on(document, DAY, "en").version == old


def test_a_long_text_with_many_effects_asks_four_queries(document, django_assert_max_num_queries):
    version = text_of(document, 40)
    for number in range(1, 13):
        effect_on(document, f"dieu-{number}", applied_in=version if number % 2 else None)
    document = Document.objects.get(pk=document.pk)
    with django_assert_max_num_queries(4):
        assert len(provision_rulings(document, version, on=DAY)) == 200


class Held(SimpleNamespace):
    """A document, node or effect that stands in no database."""

    def all(self):
        return self.rows


DAYS = [FIRST + timedelta(days=n) for n in range(12)]
days = st.sampled_from(DAYS)
RANK = {"in_force": 0, "unknown": 0, "partly_in_force": 1, "suspended": 2, "expired": 3}


@st.composite
def trees(draw) -> list[Held]:
    """Up to 14 nodes in reading order, each below one of those before it or at the top."""
    nodes: list[Held] = []
    for pk in range(draw(st.integers(1, 14))):
        parent = draw(st.sampled_from([None, *nodes])) if nodes else None
        path = f"{parent.path}.n{pk}" if parent else f"n{pk}"
        nodes.append(
            Held(pk=pk, parent_id=parent and parent.pk, path=path, lineage=uuid.UUID(int=pk))
        )
    return nodes


@st.composite
def effects_on(draw, nodes: list[Held]) -> Held:
    node = draw(st.sampled_from([None, *nodes]))
    by_lineage = draw(st.booleans())
    return Held(
        verb=draw(st.sampled_from(Verb.values)),
        target_path=draw(st.sampled_from([node.path, f"{node.path}.new"])) if node else "",
        target_lineage=node.lineage if node and by_lineage else None,
        is_partial=node is not None or draw(st.booleans()),
        starts_on=draw(days),
        ends_on=draw(st.one_of(st.none(), days)),
        counts=True,
        applied_in_id=None,
    )


@st.composite
def cases(draw) -> tuple[Held, list[Held]]:
    nodes = draw(trees())
    rows = draw(st.lists(effects_on(nodes), max_size=7))
    document = Held(
        issued_on=FIRST,
        effective_on=draw(st.one_of(st.none(), days)),
        expires_on=None,
        stated_status="",
        stated_on=None,
        unverified_from=None,
        incoming_effects=Held(rows=rows),
    )
    return document, nodes


def rulings_on(document: Held, nodes: list[Held], day: date) -> dict[str, str]:
    touches = [Touch(touch.effect) for touch in touches_on(document, None, on=day)]
    found = rule_all(document, nodes, touches, on=day)
    return {path: ruling.status for path, ruling in found.items()}


@given(case=cases(), day=days)
@settings(max_examples=200, deadline=None)
def test_every_provision_has_exactly_one_status_that_fits_those_around_it(case, day):
    document, nodes = case
    whole = legal_ruling(document, on=day).status
    found = rulings_on(document, nodes, day)
    assert set(found) == {node.path for node in nodes}
    assert set(found.values()) <= set(LegalStatus)
    paths = {node.pk: node.path for node in nodes}
    for node in nodes:
        if whole == "suspended":
            assert found[node.path] in ("suspended", "expired")
        elif whole not in ("in_force", "partly_in_force"):
            assert found[node.path] == whole
        if node.parent_id is None:
            continue
        parent, child = found[paths[node.parent_id]], found[node.path]
        if parent == "expired":
            assert child == "expired"
        if parent == "suspended":
            assert child in ("suspended", "expired")
        if child not in ("in_force", "unknown", whole):
            assert RANK[parent] >= 1
    if whole == "in_force":
        assert set(found.values()) == {"in_force"}


@given(case=cases(), day=days, data=st.data())
@settings(max_examples=100, deadline=None)
def test_one_more_effect_never_makes_a_provision_hold_better(case, day, data):
    document, nodes = case
    if legal_ruling(document, on=day).status == LegalStatus.NOT_YET:
        return
    before = rulings_on(document, nodes, day)
    extra = data.draw(effects_on(nodes))
    document.incoming_effects.rows.append(extra)
    after = rulings_on(document, nodes, day)
    assert all(RANK[after[path]] >= RANK[before[path]] for path in before)
    if extra.verb in (Verb.GUIDES, Verb.CONTINUES, Verb.BASED_ON, Verb.CITES, Verb.IMPLEMENTS):
        assert after == before


def test_the_kinds_of_provision_that_a_tree_may_hold_are_all_ruled(document):
    version = text_of(document, 1)
    chapter = Provision.objects.create(
        version=version, kind=ProvisionKind.CHAPTER, path="chuong-1", order=1000, label="Chương I"
    )
    Provision.objects.filter(version=version, parent=None).exclude(pk=chapter.pk).update(
        parent=chapter
    )
    effect_on(document, "chuong-1", Verb.REPEALS)
    ordered = sorted(version.provisions.all(), key=lambda row: (row != chapter, row.order))
    touches = touches_on(document, version, on=DAY)
    found = rulings_of(document, version, ordered, touches, on=DAY)
    assert {ruling.status for ruling in found.values()} == {"expired"}


def test_what_ended_stays_ended_while_the_whole_document_is_suspended(document):
    version = text_of(document, 2)
    EffectFactory(
        target=document,
        target_path="dieu-2",
        is_partial=True,
        verb=Verb.REPEALS,
        in_force_on=date(2024, 1, 1),
    )
    EffectFactory(target=document, verb=Verb.SUSPENDS, in_force_on=date(2025, 1, 1))
    found = provision_rulings(document, version, on=date(2026, 1, 1))
    assert found["dieu-1.khoan-1"].status == "suspended"
    assert found["dieu-2.khoan-1.diem-dd"].status == "expired"
