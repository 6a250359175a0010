"""Files of packages, without a language and without a cookie; mounted at /scorm/ by `vkc.urls`."""

from django.urls import path

from courses.views import scorm_files

app_name = "scorm"

urlpatterns = [
    path("<str:token>/__api.js", scorm_files.api, name="api"),
    path("<str:token>/__wait.js", scorm_files.wait, name="wait"),
    path("<str:token>/__last", scorm_files.last, name="last"),
    path("<str:token>/<path:entry>", scorm_files.entry, name="entry"),
]
