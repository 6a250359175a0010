"""The back office: alternative text is demanded, two people publish, pages live where they may."""

import time
from datetime import date

import pytest
from allauth.mfa.models import Authenticator
from django.db import IntegrityError, transaction
from django.forms import DateField, DateTimeField
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils.translation import override
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets import AdminDateInput, AdminDateTimeInput
from wagtail.blocks import StructBlockValidationError
from wagtail.images.forms import get_image_form
from wagtail.models import Page

from tests.factories.accounts import UserFactory
from tests.factories.cms import PortalImageFactory, png
from vkc.accounts.models import User
from vkc.cms.blocks import ImageBlock, TableBlock
from vkc.cms.models import (
    CaseIndexPage,
    CaseStudyPage,
    EventPage,
    HomePage,
    NewsPage,
    PortalImage,
    SecondPersonTask,
    SiteSettings,
)
from vkc.cms.permissions import can_publish_directly, can_publish_page
from vkc.cms.wagtail_hooks import name_the_menu


def signed_in(person: User) -> Client:
    """A session of this person that was proved by a second factor."""
    Authenticator.objects.create(user=person, type="totp", data={})
    client = Client()
    client.force_login(person)
    session = client.session
    session["account_authentication_methods"] = [
        {"method": "mfa", "type": "totp", "at": time.time()}
    ]
    session["account_authentication_methods_user"] = str(person.pk)
    session.save()
    return client


@pytest.fixture
def boss(db) -> Client:
    """The technical account, to which the back office shows all panels."""
    return signed_in(User.objects.create_superuser("ky-thuat@vkc.test", "mat-khau-thu-2026"))


def test_an_image_without_alternative_text_is_refused_by_the_form(portal):
    form = get_image_form(PortalImage)(
        {"title": "Ảnh", "description": ""}, user=UserFactory(editor=True)
    )
    assert not form.is_valid()
    assert "description" in form.errors


def test_an_image_without_alternative_text_is_refused_by_the_database(portal):
    with pytest.raises(IntegrityError), transaction.atomic():
        PortalImageFactory(description="")


def test_an_image_in_a_body_has_its_own_words_and_several_widths(portal, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    from django.core.files.base import ContentFile

    image = PortalImageFactory(file=ContentFile(png(1600, 900), name="rong.png"))
    block = ImageBlock()
    html = block.render(block.to_python({"image": image.pk, "alt": "Lễ khánh thành"}))
    assert 'alt="Lễ khánh thành"' in html
    assert "srcset=" in html
    with pytest.raises(StructBlockValidationError):
        block.clean(block.to_python({"image": image.pk, "alt": ""}))


def test_a_table_with_uneven_rows_is_refused():
    block = TableBlock()
    good = {"caption": "Bảng", "header": "Năm | Số", "rows": "2023 | 48\n2022 | 41"}
    assert block.clean(block.to_python(good))["header"] == "Năm | Số"
    with pytest.raises(StructBlockValidationError):
        block.clean(block.to_python({**good, "rows": "2023 | 48 | thừa"}))


def test_pages_live_only_where_they_may(portal):
    assert NewsPage.can_exist_under(NewsPage.objects.first().get_parent())
    assert not NewsPage.can_exist_under(HomePage.objects.first())
    assert not EventPage.can_exist_under(CaseIndexPage.objects.first())


def test_an_event_cannot_end_before_it_begins(portal):
    event = EventPage.objects.first()
    with pytest.raises(IntegrityError), transaction.atomic():
        EventPage.objects.filter(pk=event.pk).update(ends_on="2000-01-01")


def test_who_wrote_a_version_may_not_approve_it(portal):
    writer, other = UserFactory(approver=True), UserFactory(approver=True)
    page = NewsPage.objects.first()
    page.save_revision(user=writer)
    page.refresh_from_db()
    task = SecondPersonTask.objects.get()
    assert "approve" not in {action[0] for action in task.get_actions(page, writer)}
    assert "approve" in {action[0] for action in task.get_actions(page, other)}
    assert not can_publish_page(writer, page)
    assert can_publish_page(other, page)


@pytest.mark.parametrize("role", ["editor", "approver", "administrator"])
def test_no_role_publishes_alone(db, role: str):
    assert not can_publish_directly(UserFactory(**{role: True}))


def test_publishing_in_one_click_saves_a_draft_and_says_so(portal):
    from vkc.cms.four_eyes import refuse_publication

    page = NewsPage.objects.first()
    request = RequestFactory().post("/cms/")
    request.user = UserFactory(approver=True)
    said = []
    request._messages = type("Said", (), {"add": lambda _self, *a: said.append(a)})()
    response = refuse_publication(request, page)
    assert response.status_code == 302
    assert f"/pages/{page.pk}/edit/" in response["Location"]
    assert said


def test_the_editor_of_each_page_type_opens(portal, boss: Client):
    seen = set()
    for page in Page.objects.filter(depth__gt=1, locale__language_code="vi").specific():
        if type(page) in seen:
            continue
        seen.add(type(page))
        response = boss.get(f"/cms/pages/{page.pk}/edit/")
        assert response.status_code == 200, type(page)
    assert len(seen) == 13


def test_the_lists_of_words_and_messages_open(portal, boss: Client):
    for name in ("glossaryterm", "contactmessage"):
        assert boss.get(f"/cms/snippets/cms/{name}/").status_code == 200
    assert boss.get("/cms/snippets/cms/contactmessage/add/").status_code in (302, 403)


def test_site_details_refuse_what_is_no_address():
    details = SiteSettings(contact_recipients="không-phải-thư")
    with pytest.raises(Exception, match="không-phải-thư"):
        details.clean()


def test_site_details_are_shown_on_the_centre_page(portal, client: Client):
    from wagtail.models import Site

    SiteSettings.objects.create(site=Site.objects.get(), host_name_vi="Học viện có tên mới")
    assert "Học viện có tên mới" in client.get("/vi/centre/").content.decode()


def test_a_body_in_another_language_is_marked(portal, client: Client):
    CaseStudyPage.objects.filter(slug="songdo", locale__language_code="vi").update(
        text_language="en"
    )
    page = client.get("/vi/cases/songdo/").content.decode()
    assert '<ul class="points" lang="en">' in page
    assert '<span lang="en">Lấn biển' in page
    assert 'data-tone="info"' in page


def test_published_pages_are_found_and_withdrawn_ones_are_not(portal):
    from vkc.search.models import SearchEntry

    case = CaseStudyPage.objects.get(slug="songdo", locale__language_code="vi")
    with override("vi"):
        entry = SearchEntry.objects.filter(type="case", language="vi")
        assert entry.filter(path="cases/songdo/").exists()
        case.unpublish()
        assert not entry.filter(path="cases/songdo/").exists()
        case.save_revision().publish()
        assert entry.filter(path="cases/songdo/").exists()


def test_an_editor_edits_pages_but_is_shown_no_publish_button(portal):
    client = signed_in(UserFactory(editor=True))
    page = NewsPage.objects.first()
    html = client.get(f"/cms/pages/{page.pk}/edit/").content.decode()
    assert "action-publish" not in html
    assert "action-submit" in html


@pytest.mark.parametrize("code", ["vi", "en", "ko"])
def test_date_pickers_expect_day_month_year_in_every_language(code):
    """A picker that expects another order silently puts today for what was typed."""
    with override(code):
        assert AdminDateInput().get_config()["format"] == "d/m/Y"
        assert DateField().clean("01/10/2026") == date(2026, 10, 1)
        assert AdminDateTimeInput().get_config()["format"] == "d/m/Y H:i"
        assert DateTimeField().clean("01/10/2026 08:30").strftime("%d.%m %H:%M") == "01.10 08:30"


def test_uploaded_files_are_not_called_like_legal_documents(rf):
    files = MenuItem("Documents", "/cms/documents/", name="documents")
    law = MenuItem("Documents", "/cms/snippets/guidelines/", name="guidelines")
    with override("vi"):
        name_the_menu(rf.get("/cms/"), [files, law])
    assert files.label != law.label


def test_words_that_wagtail_leaves_in_english_are_vietnamese_in_the_back_office(portal, boss):
    home = boss.get("/cms/").content.decode()
    assert 'data-save-selected="Lưu thời gian đã chọn"' in home
    page = NewsPage.objects.filter(locale__language_code="vi").first()
    editor = boss.get(f"/cms/pages/{page.pk}/edit/").content.decode()
    assert 'aria-label="Thao tác"' in editor
    assert 'aria-label="Actions"' not in editor
    report = boss.get(reverse("wagtail_localize:translations_report")).content.decode()
    assert "Ngôn ngữ nguồn" in report
    assert "Ngôn ngữ đích" in report
    assert "Source locale" not in report
