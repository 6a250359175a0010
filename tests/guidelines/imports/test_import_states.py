"""Every (state, event) pair of an import: the allowed ones move, all others raise; the database agrees."""

import pytest
from django.db import IntegrityError, transaction

from guidelines.choices import ImportState
from guidelines.exceptions import ImportNotReady
from guidelines.models import ImportJob
from guidelines.services.imports import move_job
from guidelines.states import IMPORT_TRANSITIONS
from tests.factories.guidelines import SourceFileFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def source(kept):
    return SourceFileFactory()


def job_of(source, now, **fields):
    return ImportJob.objects.create(source=source, created_at=now, **fields)


def test_every_state_is_in_the_table():
    assert IMPORT_TRANSITIONS.states == set(ImportState)


@pytest.mark.parametrize("state", ImportState.values)
@pytest.mark.parametrize("event", sorted(IMPORT_TRANSITIONS.events))
def test_a_pair_of_the_table_moves_and_any_other_is_refused(source, now, state, event):
    job = job_of(source, now, state=state, error="Lý do")
    expected = IMPORT_TRANSITIONS.moves.get((state, event))
    if expected is None:
        with pytest.raises(ImportNotReady):
            move_job(job, event)
    else:
        move_job(job, event)
    assert ImportJob.objects.get().state == (expected or state)


@pytest.mark.parametrize("state", ["queued", "running", "ready"])
def test_the_database_holds_one_live_import_per_file(source, now, state):
    job_of(source, now)
    with pytest.raises(IntegrityError), transaction.atomic():
        job_of(source, now, state=state)
    job_of(source, now, state="cancelled")


def test_the_database_holds_no_refusal_without_a_reason(source, now):
    with pytest.raises(IntegrityError), transaction.atomic():
        job_of(source, now, state="failed")
