"""Below /{lang}/my/."""

from django.urls import path

from vkc.accounts import views

app_name = "accounts"

urlpatterns = [
    path("", views.my, name="my"),
    path("language/", views.language, name="language"),
    path("profile/", views.profile, name="profile"),
    path("data/", views.data, name="data"),
    path("data/export/", views.data_export, name="data_export"),
    path("data/erase/", views.data_erase, name="data_erase"),
    path("approvals/", views.approvals, name="approvals"),
    path("approvals/<int:pk>/approve/", views.approve, name="approve"),
    path("approvals/<int:pk>/refuse/", views.refuse, name="refuse"),
    path("invitations/", views.invitations, name="invitations"),
    path("invitations/<int:pk>/resend/", views.invitation_resend, name="invitation_resend"),
    path("invitations/<int:pk>/withdraw/", views.invitation_withdraw, name="invitation_withdraw"),
    path("invitation/<str:token>/", views.invitation_accept, name="invitation_accept"),
]
