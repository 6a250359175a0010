"""A person's own certificates and hours; staff see anybody's hours."""

from django.urls import path

from courses.views import my_certificates as views

patterns = [
    path("certificates/", views.my_certificates, name="my_certificates"),
    path("certificates/<str:code>/file/", views.certificate_file, name="certificate_file"),
    path("certificates/<str:code>/badge/", views.certificate_badge, name="certificate_badge"),
    path("transcript/", views.transcript, name="transcript"),
    path("transcript/<str:code>/file/", views.transcript_file, name="transcript_file"),
]
