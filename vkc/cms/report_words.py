"""Words of the translations report that its package leaves unmarked."""

from django.utils.translation import gettext_lazy as _
from wagtail_localize.views.report import TranslationsReportFilterSet


def name_report_filters() -> None:
    """Give the report's two language filters a label that a catalogue can carry."""
    filters = TranslationsReportFilterSet.base_filters
    filters["source_locale"].label = _("Source language")
    filters["target_locale"].label = _("Target language")
