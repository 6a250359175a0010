"""The loader: twice is once, staff edits stay, broken files load nothing."""

import json

import pytest
from wagtail.models import GroupPagePermission, Locale, Page, Site, WorkflowPage

from vkc.cms.models import CaseStudyPage, HomePage, NewsPage, SecondPersonTask
from vkc.cms.services import reference
from vkc.core.reference import BrokenReference


def test_loading_twice_changes_nothing(portal):
    count = Page.objects.count()
    for summary in reference.load_pages():
        assert (summary.added, summary.changed, summary.kept) == (0, 0, 0), summary.file
    assert Page.objects.count() == count


def test_what_staff_edited_is_kept(portal):
    case = CaseStudyPage.objects.get(slug="songdo", locale__language_code="vi")
    case.problem = "Do cán bộ viết lại."
    case.save_revision().publish()
    found = [row for row in reference.load_pages() if row.file == "cases.json"]
    assert (found[0].kept, found[0].changed) == (1, 0)
    case.refresh_from_db()
    assert case.problem == "Do cán bộ viết lại."


def test_a_draft_of_staff_is_not_overwritten(portal):
    case = CaseStudyPage.objects.get(slug="songdo", locale__language_code="vi")
    case.problem = "Bản nháp."
    case.save_revision()
    _change_file(portal, "songdo", "problem", "Câu mới trong tệp.")
    reference.load_pages()
    case = CaseStudyPage.objects.get(pk=case.pk)
    assert case.problem != "Câu mới trong tệp."
    assert case.get_latest_revision_as_object().problem == "Bản nháp."


def test_a_changed_file_changes_untouched_pages_only(portal):
    _change_file(portal, "songdo", "problem", "Câu mới trong tệp.")
    summary = next(row for row in reference.load_pages() if row.file == "cases.json")
    assert summary.changed >= 1
    case = CaseStudyPage.objects.get(slug="songdo", locale__language_code="vi")
    assert case.problem == "Câu mới trong tệp."


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [("country", "ZZ", "country"), ("topics", ["khong-co"], "topics"), ("form", "x", "form")],
)
def test_a_broken_row_is_named_and_nothing_of_the_file_is_loaded(portal, name, value, told):
    path = portal / "cases.json"
    before = path.read_text(encoding="utf-8")
    data = json.loads(before)
    data["cases"].append({**data["cases"][0], "key": "moi", name: value})
    path.write_text(json.dumps(data), encoding="utf-8")
    try:
        with pytest.raises(BrokenReference) as caught:
            reference.load_pages()
    finally:
        path.write_text(before, encoding="utf-8")
    error = caught.value.errors[0]
    assert (error.file, error.row, error.field) == ("cases.json", "moi", told)
    assert not CaseStudyPage.objects.filter(slug="moi").exists()


def test_one_site_stands_on_the_vietnamese_home(portal):
    site = Site.objects.get()
    assert site.root_page.specific == HomePage.objects.get(locale__language_code="vi")
    assert {locale.language_code for locale in Locale.objects.all()} == {"vi", "en", "ko"}
    assert HomePage.objects.count() == 3


def test_translations_share_a_key(portal):
    rows = NewsPage.objects.filter(slug="nghi-dinh-269-2025")
    assert rows.count() == 3
    assert len({row.translation_key for row in rows}) == 1


def test_pages_wait_for_a_second_person(portal):
    task = SecondPersonTask.objects.get()
    root = Page.objects.get(depth=1)
    workflow = WorkflowPage.objects.get(page=root).workflow
    assert [row.pk for row in workflow.tasks] == [task.task_ptr_id]
    names = {
        (row.group.name, row.permission.codename)
        for row in GroupPagePermission.objects.filter(page=root)
    }
    assert ("editor", "add_page") in names
    assert ("editor", "publish_page") not in names
    assert ("approver", "publish_page") in names


def _change_file(portal, key: str, name: str, value: str) -> None:
    path = portal / "cases.json"
    data = json.loads(path.read_text(encoding="utf-8"))
    row = next(row for row in data["cases"] if row["key"] == key)
    row["vi"][name] = value
    path.write_text(json.dumps(data), encoding="utf-8")


@pytest.fixture(autouse=True)
def _same_files(portal):
    """Files that a test changed are put back."""
    before = {path: path.read_text(encoding="utf-8") for path in portal.glob("*.json")}
    yield
    for path, text in before.items():
        path.write_text(text, encoding="utf-8")
