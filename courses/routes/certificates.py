"""The public check of a certificate, /{lang}/certificates/…, mounted by `vkc.urls`."""

from django.urls import path

from courses.views import certificates

app_name = "certificates"

urlpatterns = [
    path("", certificates.find, name="find"),
    path("<str:code>/", certificates.check, name="check"),
]
