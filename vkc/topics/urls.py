from django.urls import path

from vkc.topics import views

app_name = "topics"

urlpatterns = [
    path("", views.topic_list, name="list"),
    path("<slug:key>/", views.topic_detail, name="detail"),
]
