"""Machine addresses of badges, stable and without a language; mounted at /badges/ by `vkc.urls`."""

from django.urls import path

from courses.views import badges

app_name = "badges"

urlpatterns = [
    path("issuer.json", badges.issuer, name="issuer"),
    path("keys.json", badges.keys, name="keys"),
    path("keys/<slug:fingerprint>.json", badges.key, name="key"),
    path("achievements/<int:session>/", badges.achievement, name="achievement"),
    path("status/<str:code>.json", badges.status, name="status"),
]
