from django.utils.translation import gettext as _

from vkc.core.states import Refusal


class OwnWorkRefused(Refusal):
    """Four eyes: nobody publishes what they wrote themselves."""

    code = "own_work"

    def default_message(self) -> str:
        return _(
            "You wrote the latest version of this document, so another approver has to publish it."
        )


class ChangedWhilePublishing(Refusal):
    """An approver changed the text in the same step in which they publish it."""

    code = "changed_while_publishing"

    def default_message(self) -> str:
        return _(
            "You changed the content, so you cannot publish it in the same step. "
            "Save it as a draft and ask another approver to publish it."
        )


class NothingToPublish(Refusal):
    """The page already shows this very content."""

    code = "nothing_to_publish"

    def default_message(self) -> str:
        return _("There is nothing new to publish: the page already shows this content.")


class ReasonMissing(Refusal):
    """A withdrawal needs a reason that readers can be shown."""

    code = "reason_missing"

    def default_message(self) -> str:
        return _("Write the reason for the withdrawal: it is shown on the document's page.")


class FileRefused(Refusal):
    """A file cannot be taken in; the sentence names the file, the rule and the way out.

    `code` is stable (see `guidelines.readers.refusals`): callers and tests ask for it.
    """

    code = "file_refused"

    def __init__(self, message: str | None = None, *, code: str = "", **facts: object) -> None:
        if code:
            self.code = code
        super().__init__(message, **facts)

    def default_message(self) -> str:
        return _("This file cannot be read. Save it again as DOCX or PDF and try once more.")
