from django.urls import path

from courses import routes
from courses.feeds import OpenedSessionsFeed
from courses.views import catalogue, enrolling

app_name = "courses"

urlpatterns = [
    path("", catalogue.course_list, name="list"),
    path("feed.atom", OpenedSessionsFeed(), name="feed"),
    path("mine/", enrolling.my_courses, name="mine"),
    path("sessions/<int:pk>/", catalogue.session_detail, name="session"),
    path("sessions/<int:pk>/enrol/", enrolling.enrol, name="enrol"),
    path("sessions/<int:pk>/withdraw/", enrolling.withdraw, name="withdraw"),
    *routes.patterns,
    path("<slug:slug>/", catalogue.course_detail, name="detail"),
]
