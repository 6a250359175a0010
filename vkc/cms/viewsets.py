"""Snippets of the pages app in the back office."""

from django.utils.translation import gettext_lazy as _
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from vkc.cms.models import ContactMessage, GlossaryTerm


class ReceivedPolicy(ModelPermissionPolicy):
    """Messages come from readers: nobody adds one by hand."""

    def user_has_permission(self, user, action: str) -> bool:
        return action != "add" and super().user_has_permission(user, action)


class GlossaryTermViewSet(SnippetViewSet):
    model = GlossaryTerm
    icon = "openquote"
    menu_label = _("Glossary")
    list_display = ["term_vi", "term_en", "term_ko"]
    search_fields = ["term_vi", "term_en", "term_ko"]
    ordering = ["order"]


class ContactMessageViewSet(SnippetViewSet):
    model = ContactMessage
    icon = "mail"
    menu_label = _("Messages from readers")
    list_display = ["subject", "name", "received_at", "is_answered"]
    list_filter = ["is_answered", "language"]
    search_fields = ["subject", "name", "email", "body"]
    ordering = ["-received_at"]
    inspect_view_enabled = True
    inspect_view_fields = ["name", "email", "subject", "body", "language", "received_at"]
    copy_view_enabled = False
    permission_policy = ReceivedPolicy(ContactMessage)
    panels = ["is_answered"]


class WordsAndMessages(SnippetViewSetGroup):
    menu_label = _("Words and messages")
    menu_icon = "mail"
    menu_order = 350
    items = (GlossaryTermViewSet, ContactMessageViewSet)
