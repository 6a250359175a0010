from django.urls import path

from courses.views import announcing, attendance_desk, attendance_meetings, check_in

DESK = "sessions/<int:pk>/desk/"
MEETING = f"{DESK}meetings/<int:meeting>/"

patterns = [
    path("check-in/", check_in.check_in_form, name="check_in_form"),
    path("check-in/<str:code>/", check_in.check_in, name="check_in"),
    path("sessions/<int:pk>/my-code/", check_in.my_code, name="my_code"),
    path(DESK, attendance_desk.desk, name="desk"),
    path(f"{DESK}roster.json", attendance_desk.roster, name="desk_roster"),
    path(f"{DESK}sync/", attendance_desk.sync, name="desk_sync"),
    path(f"{DESK}manifest.webmanifest", attendance_desk.manifest, name="desk_manifest"),
    path(f"{DESK}worker.js", attendance_desk.worker, name="desk_worker"),
    path(f"{MEETING}marks/", attendance_desk.marks, name="desk_marks"),
    path(f"{MEETING}screen/", attendance_meetings.screen, name="screen"),
    path(f"{MEETING}sheet/", attendance_meetings.sheet, name="sheet"),
    path(f"{MEETING}corrections/", attendance_meetings.corrections, name="corrections"),
    path(f"{DESK}announcements/", announcing.announcements, name="announcements"),
]
