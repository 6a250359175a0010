from django.urls import path

from vkc.places import views

app_name = "places"

urlpatterns = [
    path("", views.unit_list, name="list"),
    path("cities/<slug:slug>/", views.city_detail, name="city"),
    path("<int:scheme>/<str:code>/", views.unit_detail, name="detail"),
]
