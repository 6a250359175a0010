"""Stored timelines: the same answer as the rules on every day, or none at all."""

import io
import json
from datetime import date, timedelta
from itertools import pairwise
from types import SimpleNamespace

import pytest
from django.core.management import call_command
from django.db import IntegrityError, OperationalError, connection, transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from guidelines.choices import LegalStatus, StatedStatus, Verb
from guidelines.legal import cut_days, legal_ruling, legal_status, timeline
from guidelines.models import Document, Effect, StatusSpan
from guidelines.querysets import status_expression
from guidelines.services.timeline import rebuild_all, rebuild_missing, rebuild_spans
from tests.factories.guidelines import DocumentFactory, EffectFactory

FIRST = date(2020, 1, 1)
DAYS = [FIRST + timedelta(days=n) for n in range(40)]
days = st.one_of(st.none(), st.sampled_from(DAYS))


def spans_of(document: Document) -> list[tuple]:
    rows = StatusSpan.objects.filter(document=document)
    return list(rows.values_list("from_day", "until_day", "status"))


def stored_status(document: Document, on: date) -> str:
    return Document.objects.with_legal_status(on=on).get(pk=document.pk).status_on_day


class Held(SimpleNamespace):
    """A document or effect that stands in no database."""

    def all(self):
        return self.rows


effects = st.builds(
    Held,
    verb=st.sampled_from(Verb.values),
    is_partial=st.booleans(),
    starts_on=days,
    ends_on=days,
    counts=st.booleans(),
)
documents = st.builds(
    Held,
    issued_on=days,
    effective_on=days,
    expires_on=days,
    stated_status=st.sampled_from(["", *StatedStatus.values]),
    stated_on=days,
    unverified_from=days,
    incoming_effects=st.builds(Held, rows=st.lists(effects, max_size=6)),
)


@given(document=documents)
@settings(max_examples=150, deadline=None)
def test_the_timeline_gives_every_day_exactly_the_status_of_the_rules(document):
    spans = timeline(document)
    for day in [date.min, *DAYS, DAYS[-1] + timedelta(days=1), date.max]:
        holding = [
            span.status
            for span in spans
            if (span.from_day is None or span.from_day <= day)
            and (span.until_day is None or day < span.until_day)
        ]
        assert holding == [legal_ruling(document, on=day).status]
    neighbours = list(pairwise(spans))
    assert all(a.status != b.status and a.until_day == b.from_day for a, b in neighbours)
    assert {span.from_day for span in spans[1:]} <= set(cut_days(document))


@pytest.mark.django_db
@given(
    own=st.fixed_dictionaries(
        dict.fromkeys(
            ["issued_on", "effective_on", "expires_on", "stated_on", "unverified_from"], days
        )
    ),
    stated=st.sampled_from(["", *StatedStatus.values]),
    rows=st.lists(st.tuples(st.sampled_from(Verb.values), st.booleans(), days, days), max_size=4),
)
@settings(max_examples=20, deadline=None)
def test_rules_in_python_rules_in_sql_and_stored_spans_agree_on_every_day(own, stated, rows):
    if own["expires_on"] and own["effective_on"] and own["expires_on"] < own["effective_on"]:
        own["expires_on"] = None
    said = {"stated_status": stated, "stated_by": "vbpl.vn"} if own["stated_on"] else {}
    with transaction.atomic():
        document = DocumentFactory(**own, **said)
        for number, (verb, is_partial, begins, ends) in enumerate(rows):
            acting = DocumentFactory(effective_on=DAYS[number], issued_on=None)
            values = {"is_partial": is_partial, "in_force_on": begins, "ends_on": ends}
            EffectFactory(acting=acting, target=document, verb=verb, **values)
        rebuild_spans(document=document)
        read = Document.objects.with_relations().get(pk=document.pk)
        for day in DAYS[::6]:
            expected = legal_status(read, on=day)
            assert stored_status(document, day) == expected
            ruled = Document.objects.annotate(ruled=status_expression(day)).get(pk=document.pk)
            assert ruled.ruled == expected
        transaction.set_rollback(True)


@pytest.mark.django_db
def test_a_timeline_is_stored_by_ranges_of_days():
    document = DocumentFactory(effective_on=DAYS[1], expires_on=DAYS[9])
    EffectFactory(
        target=document, verb=Verb.SUSPENDS, in_force_on=DAYS[3], ends_on=DAYS[5], acting_text=""
    )
    rebuild_spans(document=document)
    assert spans_of(document) == [
        (None, DAYS[1], "not_yet_in_force"),
        (DAYS[1], DAYS[3], "in_force"),
        (DAYS[3], DAYS[5], "suspended"),
        (DAYS[5], DAYS[9], "in_force"),
        (DAYS[9], None, "expired"),
    ]


CHANGES = {
    "a date of its own": lambda d, e, a: Document.objects.filter(pk=d.pk).update(
        effective_on=DAYS[20]
    ),
    "a statement": lambda d, e, a: Document.objects.filter(pk=d.pk).update(
        stated_status="expired", stated_on=FIRST, stated_by="vbpl.vn"
    ),
    "the day of an effect": lambda d, e, a: Effect.objects.filter(pk=e.pk).update(
        in_force_on=DAYS[30]
    ),
    "an effect taken away": lambda d, e, a: Effect.objects.filter(pk=e.pk).delete(),
    "another effect": lambda d, e, a: EffectFactory(
        target=d, verb=Verb.SUSPENDS, in_force_on=DAYS[2]
    ),
    "the day of the acting document": lambda d, e, a: Document.objects.filter(pk=a.pk).update(
        effective_on=DAYS[35]
    ),
    "the acting document back to a draft": lambda d, e, a: Document.objects.filter(pk=a.pk).update(
        state="draft"
    ),
}


@pytest.mark.django_db
@pytest.mark.parametrize("name", CHANGES)
def test_no_change_by_whatever_door_leaves_a_wrong_status(name):
    document = DocumentFactory(effective_on=DAYS[0])
    acting = DocumentFactory(effective_on=DAYS[5])
    effect = EffectFactory(acting=acting, target=document, verb=Verb.REPEALS)
    rebuild_missing()
    before = [stored_status(document, day) for day in DAYS[::4]]
    CHANGES[name](document, effect, acting)
    assert spans_of(document) == []
    read = Document.objects.with_relations().get(pk=document.pk)
    expected = [legal_status(read, on=day) for day in DAYS[::4]]
    assert expected != before
    assert [stored_status(document, day) for day in DAYS[::4]] == expected
    assert rebuild_missing() >= 1
    assert [stored_status(document, day) for day in DAYS[::4]] == expected


@pytest.mark.django_db
def test_a_change_that_cannot_change_a_status_keeps_the_spans():
    document = DocumentFactory(effective_on=DAYS[0])
    rebuild_spans(document=document)
    Document.objects.filter(pk=document.pk).update(title_vi="Tên khác", state="withdrawn",
        withdrawn_at="2024-01-01T00:00Z", withdrawal_reason="Nhầm")  # fmt: skip
    EffectFactory(target=document, verb=Verb.GUIDES)
    EffectFactory(target=document, verb=Verb.CONTINUES)
    assert len(spans_of(document)) == 2


@pytest.mark.django_db
def test_the_database_refuses_two_statuses_for_one_day():
    document = DocumentFactory(effective_on=DAYS[0])
    rebuild_spans(document=document)
    with pytest.raises(IntegrityError, match="one_status_per_day"), transaction.atomic():
        StatusSpan.objects.create(document=document, status="expired", from_day=DAYS[9])


@pytest.mark.django_db
def test_an_effect_on_a_provision_is_partial_whoever_writes_it():
    document = DocumentFactory(effective_on=DAYS[0])
    effect = EffectFactory(
        target=document, verb=Verb.REPEALS, target_path="dieu-5", in_force_on=DAYS[3]
    )
    assert effect.is_partial
    assert legal_status(document, on=DAYS[4]) == LegalStatus.PARTLY
    with (
        pytest.raises(IntegrityError, match="effect_on_a_provision_is_partial"),
        transaction.atomic(),
    ):
        Effect.objects.filter(pk=effect.pk).update(is_partial=False)


@pytest.mark.django_db
def test_a_document_is_not_suspended_when_one_article_is():
    document = DocumentFactory(effective_on=DAYS[0])
    values = {"verb": Verb.SUSPENDS, "in_force_on": DAYS[3], "ends_on": DAYS[6]}
    EffectFactory(target=document, target_path="dieu-5", **values)
    found = [legal_status(document, on=day) for day in (DAYS[2], DAYS[4], DAYS[6])]
    assert found == ["in_force", "partly_in_force", "in_force"]
    assert [stored_status(document, day) for day in (DAYS[2], DAYS[4], DAYS[6])] == found


@pytest.mark.django_db
def test_the_audit_reports_missing_and_wrong_timelines_and_mends_them():
    right, missing, wrong = (DocumentFactory(effective_on=DAYS[0]) for _n in range(3))
    rebuild_spans(document=right)
    rebuild_spans(document=wrong)
    StatusSpan.objects.filter(document=wrong, from_day=DAYS[0]).update(status="expired")
    out = io.StringIO()
    call_command("rebuild_timelines", "--json", stdout=out)
    found = json.loads(out.getvalue())
    assert found["wrong"] == [wrong.pk]
    assert missing.pk in found["missing"]
    assert right.pk not in found["missing"]
    drift = rebuild_all()
    assert (drift.missing, drift.wrong) == ([], [])
    assert stored_status(wrong, DAYS[1]) == LegalStatus.IN_FORCE


@pytest.mark.django_db
def test_rebuilding_asks_the_same_number_of_queries_however_many_documents(
    django_assert_max_num_queries,
):
    for number in range(12):
        EffectFactory(target=DocumentFactory(effective_on=DAYS[number]), in_force_on=DAYS[20])
    with django_assert_max_num_queries(9):
        rebuild_all()
    assert not Document.objects.without_spans().exists()


@transaction.atomic
def _rebuild_without_patience(document: Document) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL lock_timeout = '50ms'")
    rebuild_spans(document=document)


@pytest.mark.django_db(transaction=True)
def test_a_rebuild_waits_for_a_change_under_way_and_sees_it():
    """The lock of the trigger: without it a rebuild could put a stale span back."""
    document = DocumentFactory(effective_on=DAYS[0])
    rebuild_missing()
    other = connection.copy()
    try:
        other.set_autocommit(False)
        with other.cursor() as cursor:
            cursor.execute(
                "UPDATE guidelines_document SET effective_on = %s WHERE id = %s",
                [DAYS[9], document.pk],
            )
        with pytest.raises(OperationalError, match="lock timeout"):
            _rebuild_without_patience(document)
        other.commit()
    finally:
        other.close()
    assert spans_of(document) == []
    assert stored_status(document, DAYS[5]) == LegalStatus.NOT_YET
