from django.urls import path

from vkc.notifications import views

app_name = "notifications"

urlpatterns = [
    path("", views.follow, name="follow"),
    path("asked/", views.asked, name="asked"),
    path("confirm/<str:token>/", views.confirm, name="confirm"),
    path("unsubscribe/<str:token>/", views.unsubscribe, name="unsubscribe"),
]
