from django import forms
from django.utils.translation import gettext_lazy as _

from vkc.notifications.models import LANGUAGES
from vkc.topics.models import Topic


class FollowForm(forms.Form):
    """An address, a language, and the topics to follow."""

    email = forms.EmailField(
        label=_("E-mail"),
        help_text=_("Used only to send you this news. You can stop with one click."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    language = forms.ChoiceField(label=_("Language of the mail"), choices=LANGUAGES)
    topics = forms.ModelMultipleChoiceField(
        label=_("Topics"),
        queryset=Topic.objects.order_by("order"),
        to_field_name="key",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one topic.")},
    )
