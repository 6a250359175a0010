from django.urls import path

from guidelines.feeds import ChangesFeed, DocumentFeed, NewDocumentsFeed
from guidelines.views import attachments, changes, compare, documents, downloads, ledgers, reading

app_name = "guidelines"

urlpatterns = [
    path("", documents.document_list, name="list"),
    path("feed.atom", NewDocumentsFeed(), name="feed"),
    path("changes/feed.atom", ChangesFeed(), name="changes_feed"),
    path("changes/", changes.library_changes, name="changes"),
    path("ledgers/", ledgers.ledger_list, name="ledgers"),
    path("ledgers/<slug:key>/", ledgers.ledger_detail, name="ledger"),
    path(
        "ledgers/<slug:key>/download/<slug:form>/", ledgers.ledger_download, name="ledger_download"
    ),
    path("<slug:kind>/<slug:number>/", documents.document_undated, name="undated"),
    path("<slug:kind>/<slug:number>/<slug:day>/", reading.document, name="detail"),
    path("<slug:kind>/<slug:number>/<slug:day>/versions/", reading.versions, name="versions"),
    path("<slug:kind>/<slug:number>/<slug:day>/compare/", compare.compare, name="compare"),
    path("<slug:kind>/<slug:number>/<slug:day>/original/", reading.originals, name="originals"),
    path(
        "<slug:kind>/<slug:number>/<slug:day>/original/<int:source>/",
        reading.original,
        name="original",
    ),
    path(
        "<slug:kind>/<slug:number>/<slug:day>/provisions/<str:path>/",
        reading.provision,
        name="provision",
    ),
    path("<slug:kind>/<slug:number>/<slug:day>/download/", downloads.choose, name="choose"),
    path(
        "<slug:kind>/<slug:number>/<slug:day>/download/<slug:form>/",
        downloads.download,
        name="download",
    ),
    path(
        "<slug:kind>/<slug:number>/<slug:day>/changes/",
        changes.document_changes,
        name="document_changes",
    ),
    path(
        "<slug:kind>/<slug:number>/<slug:day>/attachments/<int:pk>/",
        attachments.attachment,
        name="attachment",
    ),
    path(
        "<slug:kind>/<slug:number>/<slug:day>/feed.atom",
        DocumentFeed(),
        name="document_feed",
    ),
]
