from django.urls import path, re_path

from projects import views
from projects.feeds import ProgrammeFeed

app_name = "projects"

urlpatterns = [
    path("", views.programme_list, name="list"),
    re_path(r"^download\.(?P<extension>csv|xlsx)$", views.programme_download, name="download"),
    path("feed.atom", ProgrammeFeed(), name="feed"),
    path("<slug:slug>/", views.programme_detail, name="detail"),
]
