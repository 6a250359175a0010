from django.urls import path

from guidelines.feeds import NewDocumentsFeed
from guidelines.views import documents, downloads

app_name = "guidelines"

urlpatterns = [
    path("", documents.document_list, name="list"),
    path("feed.atom", NewDocumentsFeed(), name="feed"),
    path("<slug:kind>/<slug:number>/", documents.document_undated, name="undated"),
    path("<slug:kind>/<slug:number>/<slug:day>/", documents.document_detail, name="detail"),
    path(
        "<slug:kind>/<slug:number>/<slug:day>/download/<slug:form>/",
        downloads.download,
        name="download",
    ),
]
