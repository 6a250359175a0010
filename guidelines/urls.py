from django.urls import path

from guidelines import views
from guidelines.feeds import NewDocumentsFeed

app_name = "guidelines"

urlpatterns = [
    path("", views.document_list, name="list"),
    path("feed.atom", NewDocumentsFeed(), name="feed"),
    path("<slug:kind>/<slug:number>/", views.document_undated, name="undated"),
    path("<slug:kind>/<slug:number>/<slug:day>/", views.document_detail, name="detail"),
]
