from typing import Any

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


class OwnTextRefused(Refusal):
    """Four eyes: nobody approves a text they brought in or changed."""

    code = "own_text"

    def default_message(self) -> str:
        return _("You brought in or changed this text, so another approver has to approve it.")


class ChangeNoteMissing(Refusal):
    """What goes out says what it changes for readers."""

    code = "change_note_missing"

    def default_message(self) -> str:
        return _(
            "Write in Vietnamese what changes for readers: the note is shown in the public change log."
        )


class NotReadThrough(Refusal):
    """A text read from a scan goes out only after somebody read the whole of it."""

    code = "not_read_through"

    def default_message(self) -> str:
        return _(
            "This text was read from a scan by machine. Read all of it against the scan and confirm that, then approve it."
        )


class EmptyText(Refusal):
    """A text without provisions."""

    code = "empty_text"

    def default_message(self) -> str:
        return _("This text holds no provision, so there is nothing to keep or to publish.")


class AnotherTextThatDay(Refusal):
    """Two texts of one document would be valid from the same day in one language."""

    code = "another_text_that_day"

    def default_message(self) -> str:
        return _(
            "Another text of this document is already public for this day and language. Withdraw that one first, or correct the day from which this text is valid."
        )


class MomentPassed(Refusal):
    """A publication is scheduled for a moment that lies behind."""

    code = "moment_passed"

    def default_message(self) -> str:
        return _("The moment of publication lies in the past. Choose a later one, or publish now.")


class DocumentNotOut(Refusal):
    """A text cannot be public before its document is."""

    code = "document_not_out"

    def default_message(self) -> str:
        return _(
            "The document itself is not public yet: it is scheduled or withdrawn. Publish the document first, then this text."
        )


class AttachmentKind(FileRefused):
    """An attachment of a kind that readers' machines may not open safely."""

    code = "attachment_kind"

    def default_message(self) -> str:
        sentence = _("“%(name)s” cannot be attached: attach a PDF, a DOCX or a plain text file.")
        return sentence % self.facts


class AttachmentTwice(Refusal):
    """The same file is attached twice."""

    code = "attachment_twice"

    def default_message(self) -> str:
        return _("This very file is already attached to this text.")


class TextAlreadyStored(Refusal):
    """The file was already taken in; `version` is the text made of it."""

    code = "text_already_stored"

    def __init__(self, message: str | None = None, *, version: Any = None, **facts: object) -> None:
        self.version = version
        super().__init__(message, **facts)

    def default_message(self) -> str:
        return _(
            "This very file is already stored as the text “%(text)s”. Open that text instead of importing the file again."
        ) % {"text": self.version}


class ImportUnderWay(Refusal):
    """Somebody is already importing this very file; `job` is their import."""

    code = "import_under_way"

    def __init__(self, message: str | None = None, *, job: Any = None, **facts: object) -> None:
        self.job = job
        super().__init__(message, **facts)

    def default_message(self) -> str:
        return _(
            "This very file is already being imported by %(person)s. Open that import, or cancel it and start again."
        ) % {"person": self.job.by or _("the command line")}


class NumberMismatch(Refusal):
    """The file says another number than the one that was declared, or than its document's."""

    code = "number_mismatch"

    def __init__(self, message: str | None = None, **facts: object) -> None:
        self.facts = facts
        super().__init__(message, **facts)

    def default_message(self) -> str:
        return _(
            "The number declared is %(declared)s, but the file says %(found)s. Check which is right: correct the declared number, or choose another file."
        ) % {"declared": self.facts["declared"], "found": self.facts["found"]}


class DocumentAlreadyKnown(Refusal):
    """A new document would have the identity of one in the library; `document` is that one."""

    code = "document_already_known"

    def __init__(
        self, message: str | None = None, *, document: Any = None, **facts: object
    ) -> None:
        self.document = document
        super().__init__(message, **facts)

    def default_message(self) -> str:
        return _(
            "“%(document)s” is already in the library. Choose it as the document this file is a text of."
        ) % {"document": self.document}


class ImportNotReady(Refusal):
    """The import was already saved, cancelled or refused, or is still being read."""

    code = "import_not_ready"

    def default_message(self) -> str:
        return _(
            "This import is not waiting for your check any more. Reload the page to see where it stands."
        )


class NothingSelected(Refusal):
    """A made file asks for provisions that the text does not have, or for too many."""

    code = "nothing_selected"

    def default_message(self) -> str:
        return _(
            "The text has no such provision, or more than 100 were chosen. "
            "Choose the provisions on the document's page."
        )


class SourceMissing(Refusal):
    """A ledger says nothing without where it was read."""

    code = "source_missing"

    def default_message(self) -> str:
        return _("Say where this was read: the name of the source, its address, or both.")


class AsOfInFuture(Refusal):
    """A status is known as of a day that has come."""

    code = "as_of_in_future"

    def default_message(self) -> str:
        return _("The day of a status cannot lie in the future.")


class TextsNotComparable(Refusal):
    """Two texts of different documents or languages, or one and the same text."""

    code = "texts_not_comparable"

    def default_message(self) -> str:
        return _("Choose two different texts of the same document in the same language.")


class SheetRefused(Refusal):
    """A table for a ledger cannot be read as a whole."""

    code = "sheet_refused"
