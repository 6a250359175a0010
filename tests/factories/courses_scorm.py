"""SCORM packages: a valid one, and each way to be a bad one. `learner(lesson)` may play."""

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from django.core.files.uploadedfile import SimpleUploadedFile

from courses.choices import EnrolmentState
from courses.choices.learning import LessonKind
from courses.demo.scorm import FILES, MANIFEST
from courses.models import CourseLearning, Enrolment, Lesson, Session
from courses.services.enrolling import place
from courses.services.seats import lock
from tests.factories.courses import NOW, SessionFactory, participant

PAGE = "bai/index.html"
ITEM = '<item identifier="item" identifierref="res">'


def archive(files=None, *, method=ZIP_DEFLATED, **more) -> bytes:
    """A zip of {name or ZipInfo: text}; `more` adds to the valid package."""
    out = BytesIO()
    with ZipFile(out, "w", method) as packed:
        for name, text in {**(FILES if files is None else files), **more}.items():
            packed.writestr(name, text)
    return out.getvalue()


def with_manifest(manifest: str) -> bytes:
    return archive({**FILES, "imsmanifest.xml": manifest})


def upload(content: bytes, name="goi.zip") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, "application/zip")


def named(name: str) -> bytes:
    """A valid package with one more entry of exactly that name, backslashes and all."""
    marker = "@" * len(name.encode())
    return archive(**{marker: "x"}).replace(marker.encode(), name.encode())


def link() -> bytes:
    entry = ZipInfo("bai/lien-ket")
    entry.external_attr = 0o120777 << 16
    return archive({**FILES, entry: "/etc/passwd"})


def locked() -> bytes:
    """The flag of encryption set on every entry of the directory."""
    content = bytearray(archive())
    place = content.find(b"PK\x01\x02")
    while place >= 0:
        content[place + 8] |= 1
        place = content.find(b"PK\x01\x02", place + 4)
    return bytes(content)


def liar() -> bytes:
    """The directory says a few bytes less than there are."""
    content = bytearray(archive())
    place = content.find(b"PK\x01\x02")
    content[place + 24 : place + 28] = (5).to_bytes(4, "little")
    return bytes(content)


SECOND = f"{ITEM}<title>Hai</title></item>"
BAD = {
    "not_a_zip": b"PK\x03\x04 not really",
    "empty": b"",
    "bomb": archive(**{"bai/lon.txt": b"0" * (40 * 1024 * 1024)}),
    "unsafe_path": named("../../etc/cron.d/x"),
    "symlink": link(),
    "twins": archive(**{"bai/INDEX.html": "x"}),
    "password": locked(),
    "no_manifest": archive({"goi/imsmanifest.xml": MANIFEST, "goi/bai/index.html": "x"}),
    "bad_manifest": with_manifest("<manifest>"),
    "doctype": with_manifest(
        MANIFEST.replace(
            "<manifest ", '<!DOCTYPE manifest [<!ENTITY x SYSTEM "file:///etc/passwd">]><manifest ', 1
        )
    ),
    "wrong_version": with_manifest(MANIFEST.replace(">1.2<", ">2004 4th Edition<")),
    "no_launch": with_manifest(MANIFEST.replace(f'href="{PAGE}"', "", 1)),
    "launch_missing": with_manifest(MANIFEST.replace(f'href="{PAGE}"', 'href="khong-co.html"', 1)),
    "launch_not_a_page": with_manifest(MANIFEST.replace(f'href="{PAGE}"', 'href="bai/bai.js"', 1)),
    "too_many_parts": with_manifest(MANIFEST.replace("</item>", "</item>" + SECOND * 100, 1)),
    "device_name": archive(**{"bai/Con.js": "x"}),
}  # fmt: skip


def lesson(**values) -> Lesson:
    """A published lesson of the kind, in a course whose session runs."""
    session = SessionFactory(open=True)
    CourseLearning.objects.create(course=session.course, is_in_order=False)
    given = {"kind": LessonKind.SCORM, "order": 1, "title_vi": "Gói thử", "is_published": True}
    return Lesson.objects.create(course=session.course, **{**given, **values})


def learner(of: Lesson) -> Enrolment:
    """Somebody with a seat; the session runs from then on."""
    session = Session.objects.get(course=of.course)
    Session.objects.filter(pk=session.pk).update(starts_on=NOW.date())
    enrolment = place(session=lock(session.pk), person=participant(), at=NOW)
    assert enrolment.state == EnrolmentState.CONFIRMED
    return Enrolment.objects.select_related("session__course", "person").get(pk=enrolment.pk)
