"""The ground the pages stand on: locales, the site, the approval of pages, who may do what."""

from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.models import Permission
from wagtail.models import (
    Collection,
    GroupCollectionPermission,
    GroupPagePermission,
    Locale,
    Page,
    Site,
    Workflow,
    WorkflowPage,
    WorkflowTask,
)

from vkc.accounts.choices import Role
from vkc.accounts.services.roles import group_for
from vkc.cms.choices import LANGUAGES
from vkc.cms.models import HomePage, SecondPersonTask

WORKFLOW_NAME = "Duyệt trang"
TASK_NAME = "Người thứ hai duyệt"
PAGE_PERMISSIONS = {
    Role.EDITOR: ("add_page", "change_page"),
    Role.APPROVER: ("change_page", "publish_page", "lock_page", "unlock_page"),
}
COLLECTION_PERMISSIONS = {
    Role.EDITOR: (
        "add_image",
        "change_image",
        "choose_image",
        "add_document",
        "change_document",
        "choose_document",
    ),
    Role.APPROVER: ("choose_image", "choose_document"),
}


def ensure_locales() -> dict[str, Locale]:
    """The three languages of the portal."""
    return {code: Locale.objects.get_or_create(language_code=code)[0] for code in LANGUAGES}


def ensure_site(home: HomePage) -> Site:
    """One site whose root is the Vietnamese home; Wagtail's welcome page goes."""
    parts = urlsplit(settings.PUBLIC_URL)
    port = parts.port or (443 if parts.scheme == "https" else 80)
    site, made = Site.objects.get_or_create(
        is_default_site=True,
        defaults={
            "hostname": parts.hostname or "localhost",
            "port": port,
            "site_name": settings.WAGTAIL_SITE_NAME,
            "root_page": home,
        },
    )
    if site.root_page_id != home.pk and not made:
        welcome = site.root_page
        site.root_page = home.page_ptr
        site.hostname, site.port = parts.hostname or "localhost", port
        site.site_name = site.site_name or settings.WAGTAIL_SITE_NAME
        site.save()
        if welcome.specific_class is Page and not welcome.get_children().exists():
            welcome.delete()
    return site


def ensure_approval() -> None:
    """Pages are approved by a second person of the approver group, from the root down."""
    group = group_for(Role.APPROVER)
    task, made = SecondPersonTask.objects.get_or_create(name=TASK_NAME)
    if made:
        task.groups.add(group)
    workflow, made = Workflow.objects.get_or_create(name=WORKFLOW_NAME)
    if made:
        WorkflowTask.objects.create(workflow=workflow, task=task.task_ptr, sort_order=0)
        root = Page.objects.get(depth=1)
        WorkflowPage.objects.update_or_create(page=root, defaults={"workflow": workflow})


def ensure_permissions() -> None:
    """What the roles may do in the tree and with files; staff may add more by hand."""
    root, files = Page.objects.get(depth=1), Collection.get_first_root_node()
    for role, names in PAGE_PERMISSIONS.items():
        group = group_for(role)
        for permission in _permissions("wagtailcore", names):
            GroupPagePermission.objects.get_or_create(group=group, page=root, permission=permission)
    for role, names in COLLECTION_PERMISSIONS.items():
        group = group_for(role)
        found = [*_permissions("wagtailimages", names), *_permissions("wagtaildocs", names)]
        for permission in found:
            GroupCollectionPermission.objects.get_or_create(
                group=group, collection=files, permission=permission
            )


def _permissions(app: str, names: tuple[str, ...]) -> list[Permission]:
    found = Permission.objects.filter(content_type__app_label=app, codename__in=names)
    return list(found.order_by("codename"))
