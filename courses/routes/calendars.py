from django.urls import path

from courses.views import calendars

patterns = [
    path("calendar/", calendars.my_calendar, name="my_calendar"),
    path("calendar/<str:token>.ics", calendars.personal_calendar, name="personal_calendar"),
    path("sessions/<int:pk>/calendar.ics", calendars.session_calendar, name="session_calendar"),
]
