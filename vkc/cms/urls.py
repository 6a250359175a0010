"""Addresses beside the page tree. `root_urlpatterns` stand outside the language prefix."""

from django.urls import path

from vkc.cms import views
from vkc.cms.feeds import NewsFeed

app_name = "cms"

urlpatterns = [
    path("contact/write/", views.contact_write, name="contact_write"),
    path("contact/sent/", views.contact_sent, name="contact_sent"),
    path("feeds/", views.feed_list, name="feeds"),
    path("feeds/news.atom", NewsFeed(), name="news_feed"),
]
root_urlpatterns = [
    path("", views.front_door, name="front_door"),
    path("sitemap.xml", views.sitemap, name="sitemap"),
    path("robots.txt", views.robots, name="robots"),
    path("feeds/", views.feeds_door, name="feeds_door"),
    path("feeds/news.atom", views.news_feed_door, name="news_feed_door"),
]
