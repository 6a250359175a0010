"""The few blocks staff build pages from. All are ours; none writes inline style or script."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock

from vkc.cms.choices import NoticeTone
from vkc.cms.sources import public_address
from vkc.core.models import Confidence

TEXT_FEATURES = ["bold", "italic", "link", "document-link", "ol", "ul"]


class SourceValue(blocks.StructValue):
    """Reads like `SourceFields`, so that one component shows both."""

    @property
    def public_url(self) -> str:
        return public_address(self.get("url") or "")

    @property
    def confidence_label(self) -> str:
        code = self.get("confidence")
        return str(Confidence(code).label) if code else ""


class SourceBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("source"), max_length=500)
    url = blocks.CharBlock(label=_("address"), max_length=1000, required=False)
    supports = blocks.CharBlock(label=_("what it supports"), required=False)
    retrieved_on = blocks.DateBlock(label=_("read on"), required=False)
    confidence = blocks.ChoiceBlock(
        label=_("confidence"),
        required=False,
        choices=[choice for choice in Confidence.choices if choice[0]],
    )

    class Meta:
        icon = "link"
        label = _("source")
        value_class = SourceValue


class ImageBlock(blocks.StructBlock):
    image = ImageChooserBlock(label=_("image"))
    alt = blocks.CharBlock(
        label=_("alternative text"),
        max_length=255,
        help_text=_("What is to be seen, for those who cannot see it."),
    )
    caption = blocks.CharBlock(label=_("caption and credit"), max_length=300, required=False)

    class Meta:
        icon = "image"
        label = _("image")
        template = "cms/blocks/image.html"


class QuoteBlock(blocks.StructBlock):
    text = blocks.TextBlock(label=_("quotation"))
    who = blocks.CharBlock(label=_("who said it, and when"), required=False)

    class Meta:
        icon = "openquote"
        label = _("quotation")
        template = "cms/blocks/quote.html"


class TableBlock(blocks.StructBlock):
    """A plain table: one line a row, cells parted by an upright bar."""

    caption = blocks.CharBlock(label=_("table title"), max_length=200)
    header = blocks.CharBlock(label=_("column headings"), help_text=_("Parted by |"))
    rows = blocks.TextBlock(label=_("rows"), help_text=_("One row a line, cells parted by |"))

    class Meta:
        icon = "table"
        label = _("table")
        template = "cms/blocks/table.html"

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        width = len(cells(cleaned["header"]))
        for number, line in enumerate(lines(cleaned["rows"]), start=1):
            if len(cells(line)) != width:
                message = _("Row %(number)s does not have as many cells as the headings.")
                error = ValidationError(message % {"number": number})
                raise blocks.StructBlockValidationError(block_errors={"rows": error})
        return cleaned

    def get_context(self, value: Any, parent_context: dict | None = None) -> dict[str, Any]:
        context = super().get_context(value, parent_context=parent_context)
        context["columns"] = [{"label": label} for label in cells(value["header"])]
        context["table_rows"] = [cells(line) for line in lines(value["rows"])]
        return context


class DocumentBlock(blocks.StructBlock):
    document = DocumentChooserBlock(label=_("file"))
    label = blocks.CharBlock(label=_("link text"), required=False)

    class Meta:
        icon = "doc-full"
        label = _("file")
        template = "cms/blocks/document.html"


class NoticeBlock(blocks.StructBlock):
    tone = blocks.ChoiceBlock(label=_("tone"), choices=NoticeTone.choices, default="info")
    title = blocks.CharBlock(label=_("title"), required=False)
    text = blocks.TextBlock(label=_("text"))

    class Meta:
        icon = "warning"
        label = _("notice")
        template = "cms/blocks/notice.html"


class SourceListBlock(blocks.StructBlock):
    sources = blocks.ListBlock(SourceBlock(), label=_("sources"))

    class Meta:
        icon = "list-ul"
        label = _("list of sources")
        template = "cms/blocks/sources.html"


class BodyBlock(blocks.StreamBlock):
    """The body of a page."""

    heading = blocks.CharBlock(
        label=_("heading"), icon="title", max_length=150, template="cms/blocks/heading.html"
    )
    paragraph = blocks.RichTextBlock(label=_("paragraph"), icon="pilcrow", features=TEXT_FEATURES)
    image = ImageBlock()
    quote = QuoteBlock()
    table = TableBlock()
    document = DocumentBlock()
    notice = NoticeBlock()
    sources = SourceListBlock()


class PointsBlock(blocks.StreamBlock):
    """A list of short statements."""

    point = blocks.TextBlock(label=_("statement"), rows=2)


class FactBlock(blocks.StructBlock):
    """One fact with its sources; an empty value is shown as not known yet."""

    label = blocks.CharBlock(label=_("label"), max_length=200)
    value = blocks.CharBlock(label=_("value"), max_length=300, required=False)
    note = blocks.TextBlock(label=_("note"), required=False, rows=2)
    sources = blocks.ListBlock(SourceBlock(), label=_("sources"))

    class Meta:
        icon = "tick"
        label = _("fact")


class FactsBlock(blocks.StreamBlock):
    fact = FactBlock()


class TimelineEntryBlock(blocks.StructBlock):
    """Something that happened; the date is written as far as it is known."""

    date_label = blocks.CharBlock(label=_("date, as far as known"), max_length=60, required=False)
    text = blocks.TextBlock(label=_("what happened"), rows=2)
    sources = blocks.ListBlock(SourceBlock(), label=_("sources"))

    class Meta:
        icon = "calendar-alt"
        label = _("event")


class TimelineBlock(blocks.StreamBlock):
    entry = TimelineEntryBlock()


def lines(text: str) -> list[str]:
    """The lines of a text that hold something."""
    return [line for line in text.splitlines() if line.strip()]


def cells(line: str) -> list[str]:
    """The cells of a line parted by upright bars."""
    return [cell.strip() for cell in line.split("|")]
