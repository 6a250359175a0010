from django.urls import URLPattern, path

from courses.views import waiting

patterns: list[URLPattern] = [
    path("sessions/<int:pk>/place/", waiting.place, name="place"),
    path("sessions/<int:pk>/place/accept/", waiting.accept, name="accept_offer"),
    path("sessions/<int:pk>/place/decline/", waiting.decline, name="decline_offer"),
]
