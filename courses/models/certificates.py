"""The register of certificates: numbers without gaps, facts frozen at issue, files made once."""

from __future__ import annotations

import secrets
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from courses.certificates.states import CertificateState
from courses.models.enrolments import Enrolment
from courses.models.files import private_storage
from courses.models.guarded import Guarded
from courses.models.sessions import Session
from vkc.core.fields import NFCCharField, NFCTextField
from vkc.core.models import Illustrative, StateEvent

CODE_BYTES = 18  # 144 bits: nobody finds a certificate by trying codes


def new_code() -> str:
    """An unguessable code of 24 letters, digits, hyphens and underscores."""
    return secrets.token_urlsafe(CODE_BYTES)


def certificate_path(instance: models.Model, name: str) -> str:
    """certificates/2f/2f….pdf: no name of a person is part of a path."""
    key = uuid4().hex
    return f"certificates/{key[:2]}/{key}.pdf"


class CertificateRegister(Guarded, Illustrative, models.Model):
    """One series of numbers, and the words that certificates of this series carry.

    `last_number` is moved by the issuing transaction alone, one by one; a trigger holds it to that.
    """

    GUARDED = frozenset({"last_number"})

    name = NFCCharField(_("name of the series"), max_length=120, unique=True)
    suffix = NFCCharField(
        _("what follows the number"), max_length=60,
        help_text=_("For example “/2026/GCN”; the certificate then reads 0001/2026/GCN."),
    )  # fmt: skip
    digits = models.PositiveSmallIntegerField(_("least number of digits"), default=4)
    last_number = models.PositiveIntegerField(_("last number given"), default=0, editable=False)
    is_open = models.BooleanField(_("new certificates may be issued"), default=True)
    title_vi = NFCCharField(_("heading"), max_length=120, default="Giấy chứng nhận")
    title_en = NFCCharField(_("heading in English"), max_length=120, default="Certificate")
    parent_body_vi = NFCCharField(_("superior body"), max_length=200, blank=True)
    parent_body_en = NFCCharField(_("superior body, in English"), max_length=200, blank=True)
    body_vi = NFCCharField(_("issuing body"), max_length=200)
    body_en = NFCCharField(_("issuing body, in English"), max_length=200, blank=True)
    place_vi = NFCCharField(_("place of issue"), max_length=100, blank=True)
    signer_name = NFCCharField(_("who signs"), max_length=150)
    signer_title_vi = NFCCharField(_("title of who signs"), max_length=200)
    signer_title_en = NFCCharField(_("title of who signs, in English"), max_length=200, blank=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("series of certificate numbers")
        verbose_name_plural = _("series of certificate numbers")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["suffix"], name="one_series_per_suffix",
                violation_error_message=_("Another series already uses this ending."),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.name

    def number_text(self, serial: int) -> str:
        return f"{serial:0{self.digits}d}{self.suffix}"


class Certificate(Illustrative, models.Model):
    """One certificate as printed. After issue only its state moves (trigger, migration 0012).

    `facts` holds everything that is printed; the columns repeat what is searched. A correction is
    a new row with the same series, serial, number and day of issue that `supersedes` the old one.
    """

    register = models.ForeignKey(
        CertificateRegister, verbose_name=_("series"), on_delete=models.PROTECT,
        related_name="certificates",
    )  # fmt: skip
    serial = models.PositiveIntegerField(_("serial number"))
    number = NFCCharField(pgettext_lazy("certificate", "number"), max_length=80)
    code = models.CharField(max_length=32, unique=True, default=new_code)
    enrolment = models.ForeignKey(
        Enrolment, verbose_name=_("enrolment"), on_delete=models.PROTECT,
        related_name="certificates",
    )  # fmt: skip
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=pgettext_lazy("course", "person"), null=True,
        on_delete=models.SET_NULL, related_name="certificates",
    )  # fmt: skip
    holder_name = NFCCharField(_("name of the holder"), max_length=150)
    course_title = NFCCharField(_("course"), max_length=300)
    facts = models.JSONField()
    issued_on = models.DateField(_("issued on"))
    issued_at = models.DateTimeField(_("issued at"))
    state = models.CharField(
        _("state"), max_length=10, choices=CertificateState.choices,
        default=CertificateState.ISSUED,
    )  # fmt: skip
    supersedes = models.OneToOneField(
        "self", verbose_name=_("corrects"), null=True, on_delete=models.PROTECT,
        related_name="superseded_by",
    )  # fmt: skip

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("certificate")
        verbose_name_plural = _("certificates")
        ordering = ["-issued_at", "-id"]
        indexes = [models.Index(fields=["state"], name="certificate_state")]
        constraints = [
            models.UniqueConstraint(
                fields=["register", "serial"], condition=Q(supersedes=None),
                name="one_certificate_per_number",
            ),
            models.UniqueConstraint(
                fields=["number"], condition=~Q(state="superseded"),
                name="one_standing_certificate_per_number",
            ),
            models.UniqueConstraint(
                fields=["enrolment"], condition=Q(supersedes=None),
                name="one_certificate_per_enrolment",
            ),
            models.CheckConstraint(
                condition=Q(state__in=CertificateState.values), name="certificate_state_known"
            ),
            models.CheckConstraint(
                condition=Q(supersedes=None) | ~Q(supersedes=F("id")),
                name="certificate_does_not_supersede_itself",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.number} · {self.holder_name}"

    def get_absolute_url(self) -> str:
        return reverse("certificates:check", args=[self.code])


class CertificateEvent(StateEvent):
    """What happened to a certificate; append-only. `reason_class` is what the public reads."""

    class ReasonClass(models.TextChoices):
        NONE = "", _("no reason class")
        MISTAKE = "mistake", _("a mistake in the certificate")
        CONDITIONS = "conditions", _("the conditions of completion were not met")
        UNDER_REVIEW = "under_review", _("facts are being checked")
        REQUESTED = "requested", _("the holder or their agency asked for it")
        OTHER = "other", _("another reason, kept on file by the issuing body")

    subject = models.ForeignKey(
        Certificate, on_delete=models.DO_NOTHING, db_constraint=False, related_name="events"
    )
    reason_class = models.CharField(
        _("reason for the public page"), max_length=12, blank=True, choices=ReasonClass.choices
    )
    wagtail_reference_index_ignore = True

    class Meta(StateEvent.Meta):
        verbose_name = _("certificate event")
        verbose_name_plural = _("certificate events")
        indexes = [models.Index(fields=["subject", "id"], name="certificate_event_subject")]


class SigningCertificate(models.Model):
    """A certificate of our signing key; kept, so that what an older key signed can be checked."""

    fingerprint = models.CharField(max_length=64, unique=True)
    pem = models.TextField()
    is_test = models.BooleanField(_("test key without legal value"), default=False)
    first_used_at = models.DateTimeField()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("signing certificate")
        verbose_name_plural = _("signing certificates")
        ordering = ["id"]

    def __str__(self) -> str:
        return self.fingerprint[:16]


class CertificateFile(models.Model):
    """The signed PDF and the signed badge of one certificate: made once, never again."""

    certificate = models.OneToOneField(Certificate, on_delete=models.PROTECT, related_name="made")
    file = models.FileField(_("file"), storage=private_storage, upload_to=certificate_path)
    sha256 = models.CharField(max_length=64, db_index=True)
    size = models.PositiveIntegerField(_("size in bytes"))
    badge = models.TextField(_("Open Badges 3.0 credential"))
    signed_with = models.ForeignKey(
        SigningCertificate, on_delete=models.PROTECT, related_name="files"
    )
    made_at = models.DateTimeField(_("made at"))

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("file of a certificate")
        verbose_name_plural = _("files of certificates")
        ordering = ["id"]

    def __str__(self) -> str:
        return self.sha256


class IssueRun(models.Model):
    """Certificates for all who completed one session, issued one by one by the worker."""

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="issue_runs")
    register = models.ForeignKey(CertificateRegister, on_delete=models.PROTECT, related_name="+")
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    asked_at = models.DateTimeField(_("asked at"))
    moved_at = models.DateTimeField(_("last progress"))
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    finished_at = models.DateTimeField(null=True)
    last_error = NFCTextField(blank=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("issue for a session")
        verbose_name_plural = _("issues for sessions")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["session"], condition=Q(finished_at=None), name="one_issue_run_per_session"
            )
        ]

    def __str__(self) -> str:
        return f"{self.session}: {self.done}/{self.total}"
