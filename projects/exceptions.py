"""Refusals of this domain, named as facts."""

from django.utils.translation import gettext as _

from vkc.core.states import Refusal


class ReasonMissing(Refusal):
    code = "reason_missing"

    def default_message(self) -> str:
        return _("State the reason and the evidence for this act.")


class ScopeMismatch(Refusal):
    code = "scope_mismatch"

    def default_message(self) -> str:
        return _("A city member needs a city of the same province; a province member has none.")


class AlreadyMember(Refusal):
    code = "already_member"

    def default_message(self) -> str:
        return _("This place already stands in the register.")


class ReplacementStands(Refusal):
    code = "replacement_stands"

    def default_message(self) -> str:
        return _("Its replacement still stands in the register. Remove the replacement first.")


class NotAWorkbook(Refusal):
    code = "not_a_workbook"

    def default_message(self) -> str:
        return _("The file is not an XLSX or CSV table. Save it as .xlsx or .csv and try again.")


class WorkbookHasMacros(Refusal):
    code = "workbook_has_macros"

    def default_message(self) -> str:
        return _("The workbook holds macros. Save it as .xlsx without macros and try again.")


class FileTooLarge(Refusal):
    code = "file_too_large"

    def default_message(self) -> str:
        return _("The file is larger than %(limit)s MB.") % {"limit": self.facts.get("limit", 2)}


class ListHasErrors(Refusal):
    """The official list holds broken rows; nothing of it was applied."""

    code = "list_has_errors"

    def default_message(self) -> str:
        return _("The list has errors; nothing was loaded.")


class OwnWork(Refusal):
    """Four eyes: the one who wrote a version does not publish it."""

    code = "own_work"

    def default_message(self) -> str:
        return _("You wrote this version; another person has to publish it.")


class ChangedWhilePublishing(Refusal):
    code = "changed_while_publishing"

    def default_message(self) -> str:
        return _("Save your changes as a draft first; another person then publishes them.")
