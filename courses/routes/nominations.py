from django.urls import URLPattern, path

from courses.views import nominations, nominees

ONE = "nominations/<int:pk>/"
PERSON = "nominations/<int:pk>/people/<int:nominee>/"

patterns: list[URLPattern] = [
    path("sessions/<int:pk>/nominate/", nominations.begin, name="nominate"),
    path("nominations/", nominations.glance, name="nominations"),
    path(ONE, nominations.detail, name="nomination"),
    path(f"{ONE}letter/", nominations.letter, name="nomination_letter"),
    path(f"{ONE}scan/", nominations.scan, name="nomination_scan"),
    path(f"{ONE}submit/", nominations.submit, name="nomination_submit"),
    path(f"{ONE}withdraw/", nominations.withdraw, name="nomination_withdraw"),
    path(f"{ONE}people/", nominees.add, name="nominee_add"),
    path(f"{ONE}people/pick/", nominees.pick, name="nominee_pick"),
    path(f"{ONE}people/table/", nominees.from_table, name="nomination_table"),
    path(f"{ONE}people/table.xlsx", nominees.template, name="nomination_template"),
    path(PERSON, nominees.change, name="nominee"),
    path(f"{PERSON}remove/", nominees.remove, name="nominee_remove"),
    path(f"{PERSON}move/", nominees.move, name="nominee_move"),
    path(f"{PERSON}substitute/", nominees.instead, name="nominee_substitute"),
    path(f"{PERSON}take-out/", nominees.out, name="nominee_take_out"),
]
