"""What staff set once shows at the foot of every page, at once and without a query each time."""

import pytest
from django.core.cache import cache
from django.test import Client
from wagtail.models import Site

from vkc.cms.models import SiteSettings

pytestmark = pytest.mark.django_db


def test_the_host_staff_entered_shows_at_the_foot_of_every_page():
    client = Client()
    assert "Học viện mới" not in client.get("/vi/topics/").content.decode()
    settings = SiteSettings.for_site(Site.objects.get(is_default_site=True))
    settings.host_name_vi = "Học viện mới"
    settings.save()
    assert "Học viện mới" in client.get("/vi/topics/").content.decode()


def test_the_foot_costs_no_query_once_it_is_known(django_assert_num_queries):
    client = Client()
    cache.clear()
    client.get("/vi/follow/asked/")
    with django_assert_num_queries(0):
        client.get("/vi/follow/asked/")
