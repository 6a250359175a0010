"""Who hears that mail to an address comes back: staff on the person's page, the person at sign-in."""

from typing import Any

from django.contrib import messages
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext as _

from vkc.notifications.services.bounces import is_undeliverable, last_bounce


def for_staff(person: Any) -> str:
    """One sentence with the last answer of the mail server, or an empty one."""
    if not is_undeliverable(email=person.email, at=timezone.now()):
        return ""
    facts = {"email": person.email, **_facts(last_bounce(email=person.email))}
    return (
        _(
            "Mail to %(email)s comes back, last on %(day)s: “%(sentence)s”. "
            "Ask the person for another address; they change it themselves under “E-mail address”."
        )
        % facts
    )


def tell_at_sign_in(*, request: Any, user: Any, **kwargs: Any) -> None:
    """Say it to the person, with the page where the address is changed."""
    email = getattr(user, "email", "")
    if request is None or not email or not is_undeliverable(email=email, at=timezone.now()):
        return
    words = _(
        "Mail sent to %(email)s comes back, so you do not hear of your courses and letters. "
        "Check the mailbox, or enter another address."
    )
    link = format_html('<a href="{}">{}</a>', reverse("account_email"), _("Change e-mail address"))
    text = format_html("{} {}", words % {"email": email}, link)
    messages.warning(request, text, fail_silently=True)


def _facts(message: Any) -> dict[str, str]:
    day = date_format(timezone.localtime(message.bounced_at), "SHORT_DATE_FORMAT")
    return {"day": day, "sentence": message.last_error}
