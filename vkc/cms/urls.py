"""Addresses beside the page tree. `root_urlpatterns` stand outside the language prefix."""

from django.urls import path, re_path
from wagtail.urls import serve_pattern as wagtail_path

from vkc.cms import views
from vkc.cms.feeds import NewsFeed

app_name = "cms"

urlpatterns = [
    path("", views.home, name="home"),
    path("contact/write/", views.contact_write, name="contact_write"),
    path("contact/sent/", views.contact_sent, name="contact_sent"),
    path("feeds/", views.feed_list, name="feeds"),
    path("feeds/news.atom", NewsFeed(), name="news_feed"),
    re_path(wagtail_path, views.page, name="wagtail_serve"),
]
root_urlpatterns = [
    path("", views.front_door, name="front_door"),
    path("sitemap.xml", views.sitemap, name="sitemap"),
    path("robots.txt", views.robots, name="robots"),
    path("feeds/", views.feeds_door, name="feeds_door"),
    path("feeds/news.atom", views.news_feed_door, name="news_feed_door"),
]
