"""What is refused of packages and of what they report; each says one sentence to the reader."""

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from courses.exceptions.learning import LearningRefused
from vkc.core.states import Refusal

SENTENCES: dict[str, Promise] = {
    "not_a_zip": gettext_lazy(
        "“%(name)s” is not a zip archive, or a damaged one. Export the package again as SCORM 1.2"
        " (zip) from your authoring tool."
    ),
    "empty": gettext_lazy("“%(name)s” is empty. Choose the file again and check that it opens."),
    "too_large": gettext_lazy(
        "“%(name)s” is larger than %(most)s MB, so it was not taken. Shrink its videos or split it"
        " into several lessons."
    ),
    "bomb": gettext_lazy(
        "“%(name)s” holds too many files, or would grow far beyond what is safe when unpacked"
        " (at most %(entries)s files and %(inflated)s MB). Nothing was unpacked."
    ),
    "password": gettext_lazy(
        "“%(name)s” is protected by a password. Export it again without one."
    ),
    "unsafe_path": gettext_lazy(
        "“%(name)s” holds a file whose name leads out of the package (“%(entry)s”). Such a package"
        " is never taken; export it again or ask whoever made it."
    ),
    "symlink": gettext_lazy(
        "“%(name)s” holds a link to another file (“%(entry)s”) in place of a file. Replace it by"
        " the file itself."
    ),
    "twins": gettext_lazy(
        "“%(name)s” holds two files whose names differ only in capital letters or not at all"
        " (“%(entry)s”). Rename one of them."
    ),
    "no_manifest": gettext_lazy(
        "“%(name)s” has no imsmanifest.xml at its top level. Zip the content of the folder, not the"
        " folder itself."
    ),
    "bad_manifest": gettext_lazy(
        "The imsmanifest.xml of “%(name)s” cannot be read as XML. Export the package again."
    ),
    "doctype": gettext_lazy(
        "The imsmanifest.xml of “%(name)s” holds entity definitions (DOCTYPE), which SCORM never"
        " needs. Remove them and try again."
    ),
    "wrong_version": gettext_lazy(
        "“%(name)s” is made for “%(version)s”. This portal plays SCORM 1.2; choose “SCORM 1.2” when"
        " exporting."
    ),
    "no_launch": gettext_lazy(
        "The manifest of “%(name)s” names no page to begin with. Export the package again."
    ),
    "launch_missing": gettext_lazy(
        "“%(name)s” should begin with “%(entry)s”, which is not in the package."
    ),
    "launch_not_a_page": gettext_lazy(
        "“%(name)s” should begin with “%(entry)s”, which is no web page (HTML) of the package."
    ),
    "too_many_parts": gettext_lazy(
        "“%(name)s” has %(parts)s parts; at most %(most)s are taken. Split it into several lessons."
    ),
    "device_name": gettext_lazy(
        "“%(name)s” holds a file whose name Windows keeps for itself or cannot keep (“%(entry)s”)."
        " Rename it and export the package again."
    ),
}  # fmt: skip


class PackageRefused(Refusal):
    """A package is not taken, and nothing of it is kept; `code` is a key of `SENTENCES`."""

    def __init__(self, code: str, *, name: str = "", **facts: object) -> None:
        self.code = code
        super().__init__(str(SENTENCES[code]) % {"name": name, **facts}, name=name, **facts)


class NotAPackageLesson(Refusal):
    code = "not_a_package_lesson"

    def default_message(self) -> str:
        return _("This lesson is not of the kind “SCORM package”.")


class ValueRefused(LearningRefused):
    """A package reported something outside the data model of SCORM 1.2."""

    code = "scorm_value_refused"

    def __init__(self, element: str) -> None:
        self.element = element
        super().__init__(element=element)

    def default_message(self) -> str:
        return _("The package reported “%(element)s” in a way SCORM 1.2 does not know.") % {
            "element": self.element
        }


class OpenedElsewhere(LearningRefused):
    code = "opened_elsewhere"

    def default_message(self) -> str:
        return _(
            "This lesson was opened again in another window; only the newest one is saved. Close"
            " this one and go on there."
        )


class NothingToPlay(LearningRefused):
    code = "nothing_to_play"

    def default_message(self) -> str:
        return _("The package of this lesson has not been added yet.")


class PartLocked(LearningRefused):
    """Parts of a package are taken in order, as the lessons of the course are."""

    code = "part_locked"

    def __init__(self, before: str) -> None:
        self.before = before
        super().__init__(before=before)

    def default_message(self) -> str:
        return _("This part opens once “%(before)s” has been gone through.") % {
            "before": self.before
        }
