"""Bytes without a row go after a day; a file with a row never does."""

import os
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import models, transaction
from django.utils import timezone

from courses.models import StoredFile
from courses.services import files
from tests.factories.accounts import UserFactory
from tests.factories.guidelines import SourceFileFactory
from vkc.core import private_files
from vkc.core.models import private_storage
from vkc.core.private_files import FEW, SweepRefused, private_fields, sweep_private_files
from vkc.core.tasks import sweep_private_files_task

pytestmark = pytest.mark.django_db
CSV = b"STT;H\xe1\xbb\x8d t\xc3\xaan\n1;A\n"


@pytest.fixture(autouse=True)
def storage(monkeypatch, tmp_path):
    """The private storage, in a folder of this test alone."""
    found = private_storage()
    monkeypatch.setattr(found, "location", str(tmp_path))
    return found


@pytest.fixture
def now():
    return timezone.now()


def keep(by=None):
    upload = SimpleUploadedFile("ds.csv", CSV, "text/csv")
    return files.keep_upload(upload, kinds=("csv",), most_bytes=1000, by=by, at=timezone.now())


def age(storage, *, hours):
    """All files of the storage are so old."""
    then = (timezone.now() - timedelta(hours=hours)).timestamp()
    for folder, _folders, names in os.walk(storage.location):
        for name in names:
            os.utime(os.path.join(folder, name), (then, then))


def leave_behind(storage):
    """An upload whose transaction is rolled back; returns the name of what lies there."""

    class Stop(Exception):
        pass

    names = []

    @transaction.atomic
    def upload():
        names.append(keep().file.name)
        raise Stop

    with pytest.raises(Stop):
        upload()
    (name,) = names
    assert storage.exists(name), "the bytes stay behind"
    return name


def test_what_a_rollback_left_goes_after_a_day_and_what_has_a_row_stays(storage, now):
    kept = [keep().file.name, SourceFileFactory().file.name]
    left = leave_behind(storage)
    age(storage, hours=25)
    swept = sweep_private_files(at=now)
    assert (swept.seen, swept.names, swept.size) == (3, (left,), len(CSV))
    assert not storage.exists(left)
    assert all(storage.exists(name) for name in kept)


def test_an_upload_still_open_is_not_touched(storage, now):
    with transaction.atomic():
        stored = keep()
        StoredFile.objects.filter(pk=stored.pk).delete()  # what another connection sees of it
        age(storage, hours=23)
        assert sweep_private_files(at=now).names == ()
        assert storage.exists(stored.file.name)


def test_a_row_that_comes_between_the_two_questions_keeps_its_file(storage, now, monkeypatch):
    stored = keep()
    age(storage, hours=48)
    answers = iter([set(), {stored.file.name}])
    monkeypatch.setattr(private_files, "_named", lambda names: next(answers))
    sweep_private_files(at=now)
    assert storage.exists(stored.file.name)


def test_the_folders_of_other_tenants_are_left_alone(storage, now, monkeypatch):
    storage.save("khoa/ky.pem", ContentFile(b"x"))
    age(storage, hours=48)
    monkeypatch.setattr(private_files, "OTHER_TENANTS", ("khoa",))
    assert sweep_private_files(at=now).seen == 0


def test_every_column_that_may_name_a_private_file_is_asked():
    found = {f"{model._meta.label}.{column}" for model, column in private_fields()}
    assert {
        "courses.StoredFile.file",
        "courses.CertificateFile.file",
        "guidelines.SourceFile.file",
        "guidelines.Output.file",
    } <= found
    declared = {
        f"{model._meta.label}.{field.name}"
        for model in private_files.apps.get_models()
        for field in model._meta.local_fields
        if getattr(field, "_storage_callable", None) is private_storage
    }
    assert found == declared
    assert all(issubclass(model, models.Model) for model, _column in private_fields())


def test_a_storage_that_does_not_belong_to_the_database_is_not_emptied(storage, now):
    for number in range(FEW + 1):
        storage.save(f"courses/{number}", ContentFile(b"x"))
    age(storage, hours=48)
    with pytest.raises(SweepRefused):
        sweep_private_files(at=now)
    with pytest.raises(CommandError, match="right database"):
        call_command("sweep_private_files")
    assert len(sweep_private_files(at=now, is_dry=True).names) == FEW + 1
    assert len(sweep_private_files(at=now, is_forced=True).names) == FEW + 1
    assert sweep_private_files(at=now).seen == 0


def test_the_command_says_first_what_it_would_do_and_the_nightly_task_does_it(storage, capsys):
    UserFactory()
    left = leave_behind(storage)
    age(storage, hours=30)
    call_command("sweep_private_files", dry_run=True)
    said = capsys.readouterr().out
    assert left in said
    assert "would be removed" in said
    assert storage.exists(left)
    assert sweep_private_files_task() == 1
    call_command("sweep_private_files", json=True)
    assert capsys.readouterr().out.strip() == '{"seen": 0, "without_row": 0, "bytes": 0}'


def test_an_empty_storage_is_nothing_to_sweep(storage, now):
    storage.location = os.path.join(storage.location, "khong-co")
    assert sweep_private_files(at=now).seen == 0


def test_many_files_cost_one_question_a_table_and_batch(storage, now, django_assert_num_queries):
    for _number in range(12):
        keep()
    age(storage, hours=48)
    with django_assert_num_queries(len(private_fields())):
        sweep_private_files(at=now)
