"""What one document does to another: the rows from which legal status is derived."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey

from guidelines.choices import Verb
from guidelines.models.documents import Document
from guidelines.querysets import READABLE, EffectQuerySet
from vkc.core.fields import NFCCharField, NFCTextField
from vkc.core.models import ReferenceBacked, SourceFields


class Effect(ReferenceBacked, SourceFields):
    """The acting document (ours, or a text we do not hold) does `verb` to the target.

    The inherited source fields say where the relation was read; `note` quotes the sentence.
    """

    acting = ParentalKey(
        Document,
        verbose_name=_("acting document"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="effects",
    )
    acting_text = NFCCharField(_("acting document not in the library"), max_length=200, blank=True)
    verb = models.CharField(_("effect"), max_length=12, choices=Verb.choices)
    target = models.ForeignKey(
        Document,
        verbose_name=_("document acted on"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="incoming_effects",
    )
    target_text = NFCCharField(
        _("document acted on, not in the library"),
        max_length=200,
        blank=True,
        help_text=_("Kind and number, when the library does not hold the document."),
    )
    acting_path = models.CharField(
        _("acting provision"),
        max_length=200,
        blank=True,
        help_text=_("Its address in the text, for example dieu-5.khoan-2. Empty: the document."),
    )
    target_path = models.CharField(
        _("provision acted on"),
        max_length=200,
        blank=True,
        help_text=_(
            "Its address in the text that held when the effect began. Empty: the document as a whole."
        ),
    )
    target_provision_text = NFCCharField(
        _("provision acted on, in words"),
        max_length=200,
        blank=True,
        help_text=_("Where the library does not hold the text: khoản 2 Điều 5."),
    )
    # The provision through all versions, once the library holds the text.
    target_lineage = models.UUIDField(null=True, blank=True, editable=False, db_index=True)
    applied_in = models.ForeignKey(
        "guidelines.Version",
        verbose_name=_("worked into the text"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="applied_effects",
        help_text=_(
            "The text of the document acted on that already says so. Empty: recorded only."
        ),
    )
    is_partial = models.BooleanField(
        _("only a part"),
        default=False,
        help_text=_("It replaces or repeals only some provisions."),
    )
    in_force_on = models.DateField(
        _("effect from"),
        null=True,
        blank=True,
        help_text=_("Leave empty when it is the day the acting document comes into force."),
    )
    ends_on = models.DateField(
        _("effect until"), null=True, blank=True, help_text=_("For a suspension that ends.")
    )
    note = NFCTextField(
        _("quoted evidence"), blank=True, help_text=_("The sentence that says so, word for word.")
    )

    objects = EffectQuerySet.as_manager()

    class Meta:
        verbose_name = _("effect")
        verbose_name_plural = _("effects on other documents")
        ordering = ["verb", "id"]
        constraints = [
            models.CheckConstraint(
                condition=(Q(acting__isnull=False) & Q(acting_text=""))
                | (Q(acting__isnull=True) & ~Q(acting_text="")),
                name="effect_has_one_acting_document",
            ),
            models.CheckConstraint(
                condition=(Q(target__isnull=False) & Q(target_text=""))
                | (Q(target__isnull=True) & ~Q(target_text="")),
                name="effect_has_one_target",
                violation_error_message=_(
                    "Choose a document of the library, or write the number of one it does not hold: one of the two."
                ),
            ),
            models.CheckConstraint(
                condition=Q(acting=None) | Q(target=None) | ~Q(acting=F("target")),
                name="effect_is_on_another_document",
                violation_error_message=_("A document has no effect on itself."),
            ),
            models.UniqueConstraint(
                fields=["acting", "acting_path", "target", "target_path", "verb"],
                name="one_effect_per_pair_and_verb",
                condition=Q(acting__isnull=False, target__isnull=False),
                violation_error_message=_("This effect on this document is already recorded."),
            ),
            models.CheckConstraint(
                condition=Q(target_path="", target_provision_text="") | Q(is_partial=True),
                name="effect_on_a_provision_is_partial",
                violation_error_message=_(
                    "An effect on one provision is an effect on a part of the document."
                ),
            ),
        ]
        indexes = [models.Index(fields=["target", "verb"])]

    def __str__(self) -> str:
        return f"{self.acting_label} {self.get_verb_display()} {self.target_label}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.target_path or self.target_provision_text:
            self.is_partial = True
        super().save(*args, **kwargs)

    @property
    def acting_label(self) -> str:
        return str(self.acting) if self.acting_id else self.acting_text

    @property
    def target_label(self) -> str:
        return str(self.target) if self.target_id else self.target_text

    @property
    def starts_on(self) -> date | None:
        """Its own day, else the day the acting document holds, else the day it was issued."""
        if self.in_force_on or not self.acting_id:
            return self.in_force_on
        return self.acting.effective_on or self.acting.issued_on

    @property
    def is_start_assumed(self) -> bool:
        """True where only the day of issue is known."""
        return not self.in_force_on and bool(self.acting_id) and not self.acting.effective_on

    @property
    def counts(self) -> bool:
        """False while the acting document is a draft: nothing of it is told."""
        return not self.acting_id or self.acting.state in READABLE
