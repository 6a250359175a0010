"""The main pages, without their language."""

MAIN = {
    "home": "/",
    "library": "/guidelines/",
    "document": "/guidelines/quyet-dinh/950-qd-ttg/2018-08-01/",
    "courses": "/courses/",
    "programmes": "/programmes/",
    "places": "/places/",
    "place": "/places/34/48/",
    "search": "/search/?q=do+thi+thong+minh",
    "cases": "/cases/",
    "centre": "/centre/",
}
LANGUAGES = ("vi", "en", "ko")
