from functools import lru_cache

from django.db import models
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _


class DocumentKind(models.TextChoices):
    """Kinds of document; the value is the word used in the address."""

    LAW = "luat", pgettext_lazy("document kind", "Law")
    RESOLUTION = "nghi-quyet", pgettext_lazy("document kind", "Resolution")
    DECREE = "nghi-dinh", pgettext_lazy("document kind", "Decree")
    DECISION = "quyet-dinh", pgettext_lazy("document kind", "Decision")
    CIRCULAR = "thong-tu", pgettext_lazy("document kind", "Circular")
    DIRECTIVE = "chi-thi", pgettext_lazy("document kind", "Directive")
    CONCLUSION = "ket-luan", pgettext_lazy("document kind", "Conclusion")
    NOTICE = "thong-bao", pgettext_lazy("document kind", "Notice")
    PLAN = "ke-hoach", pgettext_lazy("document kind", "Plan")
    OFFICIAL_LETTER = "cong-van", pgettext_lazy("document kind", "Official letter")
    REPORT = "bao-cao", pgettext_lazy("document kind", "Report")
    GUIDANCE = "huong-dan", pgettext_lazy("document kind", "Guidance")
    STANDARD = "tieu-chuan", pgettext_lazy("document kind", "National standard (TCVN)")
    REGULATION = "quy-chuan", pgettext_lazy("document kind", "National technical regulation (QCVN)")


# The official words, for citations and the search column: the same whatever the reader's language.
VIETNAMESE_KINDS = {
    DocumentKind.LAW: "Luật",
    DocumentKind.RESOLUTION: "Nghị quyết",
    DocumentKind.DECREE: "Nghị định",
    DocumentKind.DECISION: "Quyết định",
    DocumentKind.CIRCULAR: "Thông tư",
    DocumentKind.DIRECTIVE: "Chỉ thị",
    DocumentKind.CONCLUSION: "Kết luận",
    DocumentKind.NOTICE: "Thông báo",
    DocumentKind.PLAN: "Kế hoạch",
    DocumentKind.OFFICIAL_LETTER: "Công văn",
    DocumentKind.REPORT: "Báo cáo",
    DocumentKind.GUIDANCE: "Hướng dẫn",
    DocumentKind.STANDARD: "Tiêu chuẩn",
    DocumentKind.REGULATION: "Quy chuẩn",
}


@lru_cache(maxsize=256)
def _kind_word(kind: str, language: str | None) -> str:
    return str(DocumentKind(kind).label) if kind in DocumentKind.values else kind


def kind_word(kind: str) -> str:
    """The kind in the reader's language; pages with many relations ask for it a hundred times."""
    return _kind_word(kind, get_language())


class DocumentState(models.TextChoices):
    """Where a document stands in the work of publishing; never its legal status."""

    DRAFT = "draft", pgettext_lazy("document state", "draft")
    IN_REVIEW = "in_review", pgettext_lazy("document state", "in review")
    SCHEDULED = "scheduled", pgettext_lazy("document state", "scheduled")
    PUBLISHED = "published", pgettext_lazy("document state", "published")
    WITHDRAWN = "withdrawn", pgettext_lazy("document state", "withdrawn")


class LegalStatus(models.TextChoices):
    """Legal status on a day: derived, never typed."""

    IN_FORCE = "in_force", pgettext_lazy("legal status", "in force")
    PARTLY = "partly_in_force", pgettext_lazy("legal status", "partly in force")
    EXPIRED = "expired", pgettext_lazy("legal status", "expired")
    NOT_YET = "not_yet_in_force", pgettext_lazy("legal status", "not yet in force")
    SUSPENDED = "suspended", pgettext_lazy("legal status", "suspended")
    UNKNOWN = "unknown", pgettext_lazy("legal status", "no information yet")

    @property
    def tone(self) -> str:
        """The tone of the status badge."""
        return {"partly_in_force": "partly", "not_yet_in_force": "pending"}.get(self, self.value)


class StatedStatus(models.TextChoices):
    """What a source says of the legal status; evidence, used where dates and effects are silent."""

    IN_FORCE = "in_force", pgettext_lazy("legal status", "in force")
    PARTLY = "partly_in_force", pgettext_lazy("legal status", "partly in force")
    EXPIRED = "expired", pgettext_lazy("legal status", "expired")
    SUSPENDED = "suspended", pgettext_lazy("legal status", "suspended")


class Verb(models.TextChoices):
    """What the acting document does to the target."""

    AMENDS = "amends", _("amends")
    REPLACES = "replaces", _("replaces")
    REPEALS = "repeals", _("repeals")
    SUSPENDS = "suspends", _("suspends")
    CONTINUES = "continues", _("carries on")
    GUIDES = "guides", _("guides")
    IMPLEMENTS = "implements", _("implements")
    BASED_ON = "based_on", _("is based on")
    CITES = "cites", _("refers to")


ENDING_VERBS = (Verb.REPLACES, Verb.REPEALS)
# The only verbs that change a status: a guide, a basis or a successor never ends anything.
TOUCHING_VERBS = (Verb.AMENDS, Verb.REPLACES, Verb.REPEALS, Verb.SUSPENDS)

ACTING_LABELS = {
    Verb.AMENDS: _("Amends"),
    Verb.REPLACES: _("Replaces"),
    Verb.REPEALS: _("Repeals"),
    Verb.SUSPENDS: _("Suspends"),
    Verb.GUIDES: _("Guides"),
    Verb.IMPLEMENTS: _("Implements"),
    Verb.CONTINUES: _("Carries on"),
    Verb.BASED_ON: _("Is based on"),
    Verb.CITES: _("Refers to"),
}
TARGET_LABELS = {
    Verb.AMENDS: _("Amended by"),
    Verb.REPLACES: _("Replaced by"),
    Verb.REPEALS: _("Repealed by"),
    Verb.SUSPENDS: _("Suspended by"),
    Verb.GUIDES: _("Guided by"),
    Verb.IMPLEMENTS: _("Implemented by"),
    Verb.CONTINUES: _("Being carried on by"),
    Verb.BASED_ON: _("Is a legal basis of"),
    Verb.CITES: _("Referred to by"),
}


class ProvisionKind(models.TextChoices):
    """What a provision is; bodies first (an attached text or an annex holds a tree of its own)."""

    PREAMBLE = "preamble", pgettext_lazy("provision kind", "Opening")
    ATTACHED = "attached", pgettext_lazy("provision kind", "Attached text")
    ANNEX = "annex", pgettext_lazy("provision kind", "Annex")
    PART = "part", pgettext_lazy("provision kind", "Part")
    CHAPTER = "chapter", pgettext_lazy("provision kind", "Chapter")
    SECTION = "section", pgettext_lazy("provision kind", "Section")
    SUBSECTION = "subsection", pgettext_lazy("provision kind", "Subsection")
    ARTICLE = "article", pgettext_lazy("provision kind", "Article")
    CLAUSE = "clause", pgettext_lazy("provision kind", "Clause")
    POINT = "point", pgettext_lazy("provision kind", "Point")
    PARAGRAPH = "paragraph", pgettext_lazy("provision kind", "Paragraph")
    TABLE = "table", pgettext_lazy("provision kind", "Table")
    CLOSING = "closing", pgettext_lazy("provision kind", "Closing and signature")


class VersionKind(models.TextChoices):
    """Where a text comes from."""

    ORIGINAL = "original", pgettext_lazy("version kind", "as issued")
    CONSOLIDATED = "consolidated", pgettext_lazy("version kind", "consolidated")
    CORRECTED = "corrected", pgettext_lazy("version kind", "corrected")
    TRANSLATION = "translation", pgettext_lazy("version kind", "reference translation")


class ImportState(models.TextChoices):
    """Where an import stands."""

    QUEUED = "queued", pgettext_lazy("import state", "waiting")
    RUNNING = "running", pgettext_lazy("import state", "reading")
    READY = "ready", pgettext_lazy("import state", "ready for your check")
    SAVED = "saved", pgettext_lazy("import state", "saved as a draft")
    FAILED = "failed", pgettext_lazy("import state", "refused")
    CANCELLED = "cancelled", pgettext_lazy("import state", "cancelled")


class CitationState(models.TextChoices):
    """What became of a citation found in a text."""

    RESOLVED = "resolved", pgettext_lazy("citation state", "linked")
    AMBIGUOUS = "ambiguous", pgettext_lazy("citation state", "several documents fit")
    UNRESOLVED = "unresolved", pgettext_lazy("citation state", "not in the library")
    DISMISSED = "dismissed", pgettext_lazy("citation state", "set aside by staff")


class OutputFormat(models.TextChoices):
    """Files made of a text."""

    PDF = "pdf", "PDF"
    DOCX = "docx", "DOCX"
    EPUB = "epub", "EPUB"


class PreparationStatus(models.TextChoices):
    """How far a province is with one thing it must prepare; nothing known is no row at all."""

    NOT_STARTED = "not_started", pgettext_lazy("preparation", "not begun")
    UNDER_WAY = "under_way", pgettext_lazy("preparation", "being prepared")
    ISSUED = "issued", pgettext_lazy("preparation", "issued")


class ChangeKind(models.TextChoices):
    """What changed for readers."""

    PUBLISHED = "published", pgettext_lazy("library change", "published")
    DETAILS = "details", pgettext_lazy("library change", "details changed")
    TEXT = "text", pgettext_lazy("library change", "text published")
    EFFECT = "effect", pgettext_lazy("library change", "effect recorded")
    WITHDRAWN = "withdrawn", pgettext_lazy("library change", "withdrawn")
