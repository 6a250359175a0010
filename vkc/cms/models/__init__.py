"""Pages that gather the domains, and what staff set for the site."""

from vkc.cms.models.base import PageSource, PortalPage
from vkc.cms.models.cases import CaseIndexPage, CaseStudyPage
from vkc.cms.models.centre import CentrePage
from vkc.cms.models.contact import ContactMessage, ContactPage
from vkc.cms.models.events import EventIndexPage, EventPage
from vkc.cms.models.glossary import GlossaryPage, GlossaryTerm
from vkc.cms.models.home import HomePage
from vkc.cms.models.images import PortalImage, PortalRendition
from vkc.cms.models.news import NewsIndexPage, NewsPage, latest_news
from vkc.cms.models.partners import PartnerIndexPage, PartnerPage
from vkc.cms.models.settings import SiteSettings
from vkc.cms.models.standard import StandardPage
from vkc.cms.models.tasks import SecondPersonTask

__all__ = [
    "CaseIndexPage",
    "CaseStudyPage",
    "CentrePage",
    "ContactMessage",
    "ContactPage",
    "EventIndexPage",
    "EventPage",
    "GlossaryPage",
    "GlossaryTerm",
    "HomePage",
    "NewsIndexPage",
    "NewsPage",
    "PageSource",
    "PartnerIndexPage",
    "PartnerPage",
    "PortalImage",
    "PortalPage",
    "PortalRendition",
    "SecondPersonTask",
    "SiteSettings",
    "StandardPage",
    "latest_news",
]
