"""Every address of the portal; see the contract for what must not move."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.conf.urls.static import static
from django.urls import include, path
from django.views.generic import RedirectView
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.admin.auth import require_admin_access
from wagtail.documents import urls as wagtaildocs_urls

from vkc.accounts.viewsets import PortalAccountView
from vkc.api import api, api_docs
from vkc.cms.urls import root_urlpatterns as cms_root
from vkc.core.gallery import gallery
from vkc.core.views import healthz, readyz

handler400 = "vkc.core.views.bad_request"
handler403 = "vkc.core.views.permission_denied"
handler404 = "vkc.core.views.not_found"
handler429 = "vkc.core.views.too_many_requests"
handler500 = "vkc.core.views.server_error"

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    path("accounts/", include("allauth.urls")),
    path("cms/login/", RedirectView.as_view(pattern_name="account_login", query_string=True)),
    path("cms/account/", require_admin_access(PortalAccountView.as_view())),
    path("cms/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("api/v1/", api.urls),
    path("api/docs/", api_docs, name="api_docs"),
    path("i18n/", include("django.conf.urls.i18n")),
    path("badges/", include("courses.certificates.badge_urls")),
    path("scorm/", include("courses.scorm.urls")),
    path("my/", RedirectView.as_view(pattern_name="accounts:my", query_string=True)),
    *cms_root,
]
if settings.DEMO_CONTENT_ALLOWED:
    urlpatterns += [path("dev/gallery/", gallery, name="gallery")]
    urlpatterns += static(settings.MEDIA_URL, document_root=settings.MEDIA_ROOT)

urlpatterns += i18n_patterns(
    path("guidelines/", include("guidelines.urls")),
    path("courses/", include("courses.urls")),
    path("certificates/", include("courses.routes.certificates")),
    path("programmes/", include("projects.urls")),
    path("places/", include("vkc.places.urls")),
    path("topics/", include("vkc.topics.urls")),
    path("search/", include("vkc.search.urls")),
    path("my/", include("vkc.accounts.urls")),
    path("follow/", include("vkc.notifications.urls")),
    path("", include("vkc.cms.urls")),
    path("", include(wagtail_urls)),
    prefix_default_language=True,
)
