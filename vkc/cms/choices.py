"""The few words the pages choose from."""

from django.db import models
from django.utils.translation import gettext_lazy as _

LANGUAGES = ("vi", "en", "ko")

# Hosts that copy other people's articles: the fact is used, the link is not published.
MIRROR_HOSTS = (
    "cricutcom-setup.com",
    "2.zoppoz.workers.dev",
    "lcs5094.tistory.com",
    "theworldnews.net",
    "luisala.com",
    "majortests.com",
)


class Country(models.TextChoices):
    KOREA = "KR", _("Republic of Korea")
    SINGAPORE = "SG", _("Singapore")
    TAIWAN = "TW", _("Taiwan")
    JAPAN = "JP", _("Japan")
    INDONESIA = "ID", _("Indonesia")
    THAILAND = "TH", _("Thailand")
    INDIA = "IN", _("India")
    CHINA = "CN", _("China")
    VIETNAM = "VN", _("Viet Nam")
    OTHER = "XX", _("another country")


class CityForm(models.TextChoices):
    """What kind of place the case is about: the first thing a city compares."""

    NEW_TOWN = "new_town", _("new town")
    NEW_DISTRICT = "new_district", _("new district")
    EXISTING_CITY = "existing_city", _("existing city")
    METROPOLIS = "metropolis", _("existing metropolis")
    CITY_STATE = "city_state", _("city state")
    RURAL = "rural", _("rural regency")


class CitySize(models.TextChoices):
    UNDER_100K = "under_100k", _("under 100,000 people")
    FROM_100K = "100k_300k", _("100,000 to 300,000 people")
    FROM_300K = "300k_500k", _("300,000 to 500,000 people")
    UNDER_500K = "under_500k", _("under 500,000 people (finer band not known)")
    FROM_500K = "500k_1m", _("500,000 to 1 million people")
    OVER_1M = "over_1m", _("over 1 million people")
    OVER_5M = "over_5m", _("over 5 million people")


class Capital(models.TextChoices):
    VERY_LOW = "very_low", _("very low cost")
    LOW = "low", _("low cost")
    LOW_THEN_MEDIUM = "low_then_medium", _("low, then medium cost")
    MEDIUM = "medium", _("medium cost")
    HIGH = "high", _("high cost")
    VERY_HIGH = "very_high", _("very high cost")


class Trait(models.TextChoices):
    """Characteristics of a place that decide whether a case fits."""

    COAST = "coast", _("by the sea")
    FLOOD = "flood", _("flood-prone")
    TOURISM = "tourism", _("tourist city")
    RURAL = "rural", _("mostly rural")
    DISASTER = "disaster", _("struck by disaster")


class Side(models.TextChoices):
    VIETNAM = "VN", _("Vietnamese side")
    KOREA = "KR", _("Korean side")
    NETWORK = "network", _("International network")


class NoticeTone(models.TextChoices):
    INFO = "info", _("information")
    WARNING = "warning", _("warning")
