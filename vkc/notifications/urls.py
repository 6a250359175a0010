from django.urls import path  # noqa: F401

app_name = "notifications"

urlpatterns = []
root_urlpatterns = []
