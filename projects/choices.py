"""The words a programme and a register member may carry."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Scope(models.TextChoices):
    PROVINCE = "province", _("whole province or city")
    CITY = "city", _("city under a province")


class Kind(models.TextChoices):
    """What was found; the definitions are shown beside the filter."""

    APPROVED_SCHEME = "approved_scheme", _("approved scheme")
    SCHEME_DRAFT = "scheme_draft", _("draft scheme")
    OUTLINE = "outline", _("approved outline")
    PLAN = "plan", _("implementation plan")
    PROGRAMME_RESOLUTION = "programme_resolution", _("resolution carrying the programme")
    ICT_ARCHITECTURE = "ict_architecture", _("ICT architecture")
    CITY_SCHEME = "city_scheme", _("city scheme, approval not seen")
    IOC_ONLY = "ioc_only", _("operations centre only")
    MENTION = "mention", _("mention")


KIND_DEFINITIONS = {
    Kind.APPROVED_SCHEME: _("A scheme or programme with an act of approval, or reported approved."),
    Kind.SCHEME_DRAFT: _("A draft, or a scheme being submitted; no act of approval was found."),
    Kind.OUTLINE: _("Only the outline of the scheme is approved."),
    Kind.PLAN: _("An implementation plan or the plan of a year."),
    Kind.PROGRAMME_RESOLUTION: _("A party or council resolution that carries the programme."),
    Kind.ICT_ARCHITECTURE: _("Only the ICT architecture is issued."),
    Kind.CITY_SCHEME: _(
        "A scheme or project of a city under a province; its act of approval was not seen."
    ),
    Kind.IOC_ONLY: _("An operations centre is documented, a scheme is not."),
    Kind.MENTION: _("Weak evidence only."),
}


class Stage(models.TextChoices):
    """How far a programme got: the reader's filter, derived from the kind and the confidence."""

    APPROVED = "approved", pgettext_lazy("stage", "approved")
    PLANNED = "planned", _("carried by a plan")
    PREPARING = "preparing", _("being prepared")
    REPORTED = "reported", _("reported, approval not seen")
    COMPONENT = "component", _("a component only")
    MENTIONED = "mentioned", _("only mentioned")
    UNVERIFIED = "unverified", _("not yet verified")


KIND_STAGES = {
    Kind.APPROVED_SCHEME: Stage.APPROVED,
    Kind.PROGRAMME_RESOLUTION: Stage.APPROVED,
    Kind.PLAN: Stage.PLANNED,
    Kind.SCHEME_DRAFT: Stage.PREPARING,
    Kind.OUTLINE: Stage.PREPARING,
    Kind.CITY_SCHEME: Stage.REPORTED,
    Kind.IOC_ONLY: Stage.COMPONENT,
    Kind.ICT_ARCHITECTURE: Stage.COMPONENT,
    Kind.MENTION: Stage.MENTIONED,
}

STAGE_TONES = {
    Stage.APPROVED: "verified",
    Stage.PLANNED: "running",
    Stage.PREPARING: "planned",
    Stage.REPORTED: "pending",
    Stage.COMPONENT: "partly",
    Stage.MENTIONED: "unknown",
    Stage.UNVERIFIED: "proposed",
}


class HasCentre(models.TextChoices):
    YES = "yes", pgettext_lazy("operations centre", "yes")
    NO = "no", pgettext_lazy("operations centre", "no")
    UNKNOWN = "unknown", _("no information yet")


class Currency(models.TextChoices):
    VND = "VND", _("Vietnamese dong")
    USD = "USD", _("US dollar")
    KRW = "KRW", _("Korean won")


class Fact(models.TextChoices):
    """The facts of a programme that a source may bear out."""

    TITLE = "title", _("title")
    DECISION = "decision", _("decision")
    PERIOD = "period", _("period")
    BUDGET = "budget", _("budget")
    IOC = "ioc", _("operations centre")
    FOCUS = "focus", _("focus areas")
    PARTNERS = "partners", _("partners")
    STATUS = "status", pgettext_lazy("fact", "status")


class MemberState(models.TextChoices):
    PROPOSED = "proposed", _("proposed, awaiting confirmation")
    CONFIRMED = "confirmed", _("confirmed")
    REPLACED = "replaced", _("replaced by another")
    REMOVED = "removed", _("removed")


class MemberEvent(models.TextChoices):
    PROPOSE = "propose", _("propose")
    CONFIRM = "confirm", _("confirm")
    REPLACE = "replace", _("replace")
    REMOVE = "remove", _("remove")
    RESTORE = "restore", _("restore")


MEMBER_TONES = {
    MemberState.PROPOSED: "proposed",
    MemberState.CONFIRMED: "verified",
    MemberState.REPLACED: "expired",
    MemberState.REMOVED: "withdrawn",
}


class Precision(models.TextChoices):
    """How the day of a count was stated by its source."""

    EXACT = "exact", _("as stated")
    ABOUT = "about", _("about")
    OR_LATER = "or_later", _("or later")
    UNKNOWN = "unknown", _("date not stated")


class Quality(models.TextChoices):
    OFFICIAL = "official", _("official document")
    PRESS = "press", _("press")
    VENDOR = "vendor", _("vendor's page")
    MIRROR = "mirror", _("copy of an article")
