"""What is taken for a letter, a list, a film; and what is not, whatever its name says."""

import io
import zipfile
import zlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import RequestFactory
from PIL import Image

from vkc.core.tabular import Column, as_xlsx
from vkc.core.uploads import UploadRefused, accept_of, at_most, dropped_files, inspect

MOST = 5 * 1024 * 1024
PAGES = b"<< /Type /Pages /Count 1 /Kids [3 0 R] >>"
PAGE = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>"


def pdf(*more: bytes, catalogue: bytes = b"", trailer: bytes = b"") -> bytes:
    """A one-page PDF with further objects from number 4 on."""
    out = bytearray(b"%PDF-1.7\n")
    places = []
    head = b"<< /Type /Catalog /Pages 2 0 R " + catalogue + b" >>"
    for number, body in enumerate([head, PAGES, PAGE, *more], start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(places) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    facts = b"/Size %d /Root 1 0 R %s" % (len(places) + 1, trailer)
    return bytes(out + b"trailer\n<< %s >>\nstartxref\n%d\n%%%%EOF" % (facts, start))


def packed(objects: bytes, *, kind: bytes = b"/Filter /FlateDecode") -> bytes:
    body = zlib.compress(objects)
    facts = b"/Type /ObjStm /N 1 /First 4 /Length %d %s" % (len(body), kind)
    return b"<< %s >>\nstream\n%s\nendstream" % (facts, body)


def packed_in_hex(padding: bytes) -> bytes:
    """An object stream whose dictionary hides what it is from a quick look."""
    body = b"9 0 << /S /JavaScript /JS (a) >>".hex().encode() + b">"
    facts = b"/Type /ObjStm /N 1 /First 4 /Length %d /Filter /ASCIIHexDecode " % len(body)
    return b"<< %s%s >>\nstream\n%s\nendstream" % (facts, padding, body)


def picture(kind: str, size: tuple[int, int] = (8, 8)) -> bytes:
    out = io.BytesIO()
    Image.new("1", size).save(out, format=kind)
    return out.getvalue()


def office(main: str, **more: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr(main, "<a/>")
        for name, content in more.items():
            archive.writestr(name.replace("__", "/").replace("_", "."), content)
    return out.getvalue()


def archive(*names: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed_up:
        for name in names:
            packed_up.writestr(name, "x")
    return out.getvalue()


def look(content: bytes, *kinds: str, name: str = "cong-van.pdf") -> str:
    upload = SimpleUploadedFile(name, content)
    return inspect(upload, kinds=kinds or ("pdf", "png", "jpeg"), most_bytes=MOST)


@pytest.mark.parametrize(
    ("content", "kinds", "media_type"),
    [
        (pdf(), (), "application/pdf"),
        (pdf(catalogue=b"/OpenAction [3 0 R /Fit]"), (), "application/pdf"),
        (pdf(packed(b"9 0 << /Type /Page >>")), (), "application/pdf"),
        (picture("PNG"), (), "image/png"),
        (picture("JPEG"), (), "image/jpeg"),
        (as_xlsx([Column("a", "b")], [["c"]], title="d"), ("docx", "xlsx"), "sheet"),
        (office("word/document.xml"), ("xlsx", "docx"), "document"),
        (office("ppt/presentation.xml"), ("docx", "pptx"), "presentation"),
        ("STT,Họ và tên\n1,Nguyễn Ánh".encode(), ("csv",), "text/csv"),
        (b"\x00\x00\x00\x18ftypmp42", ("mp4",), "video/mp4"),
        (b"\x1a\x45\xdf\xa3\x9f\x42\x82\x84webm", ("webm",), "video/webm"),
        ("WEBVTT\n\n00:01.000 --> 00:02.000\nChào".encode(), ("vtt",), "text/vtt"),
    ],
)
def test_a_file_is_known_by_its_content(content, kinds, media_type):
    assert look(content, *kinds, name="tep.html").endswith(media_type)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b"%PDF-1.7" + bytes(MOST), "too_large"),
        (b'<svg xmlns="http://www.w3.org/2000/svg"/>', "wrong_kind"),
        (b'<?xml version="1.0"?><svg onload="alert(1)"/>', "wrong_kind"),
        (b"<!doctype html><script>alert(1)</script>", "wrong_kind"),
        ("﻿<html>".encode("utf-16"), "wrong_kind"),
        (b"GIF89a", "wrong_kind"),
        (b"MZ\x90\x00", "wrong_kind"),
        (office("word/document.xml"), "wrong_kind"),
        (pdf()[:120], "damaged"),
        (picture("PNG")[:40], "damaged"),
        (picture("PNG", (9000, 9000)), "bomb"),
        (pdf(b"<< /S /JavaScript /JS (app.alert\\(1\\)) >>"), "pdf_active"),
        (pdf(b"<< /S /J#61vaScript /JS (a) >>"), "pdf_active"),
        (pdf(b"<< /S /Rendition /#4aS (a) >>"), "pdf_active"),
        (pdf(b"<< /S /Launch /F (cmd.exe) >>"), "pdf_active"),
        (pdf(catalogue=b"/OpenAction 4 0 R"), "pdf_active"),
        (pdf(catalogue=b"/Names << /EmbeddedFiles 4 0 R >>"), "pdf_active"),
        (pdf(packed(b"9 0 << /S /JavaScript /JS (a) >>")), "pdf_active"),
        (pdf(packed(b"%c\n9 0 << /S /L#61unch /F (a) >>")), "pdf_active"),
        (pdf(packed(b"9 0 << >>", kind=b"/Filter [/ASCIIHexDecode /FlateDecode]")), "pdf_active"),
        (pdf(packed_in_hex(b" " * 4000)), "pdf_active"),
        (pdf(packed_in_hex(b"% 5 0 obj\n")), "pdf_active"),
        (pdf(packed_in_hex(b"%/Filter /FlateDecode \n")), "pdf_active"),
        (pdf(catalogue=b"/AA << /O << /S /URI /URI (https://a.test/) >> >>"), "pdf_active"),
        (pdf(packed(b"9 0 << /AA 7 0 R >>")), "pdf_active"),
        (pdf(packed(b"9 0 " + b" " * (65 * 1024 * 1024))), "bomb"),
        (pdf(b"<< /Filter /Standard >>", trailer=b"/Encrypt 4 0 R"), "password"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_letter_that_is_not_safe_is_refused_with_a_sentence(content, code):
    with pytest.raises(UploadRefused) as caught:
        look(content)
    assert caught.value.code == code
    assert "cong-van.pdf" in str(caught.value)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (office("xl/workbook.xml", xl__vbaProject_bin=b"x"), "macros"),
        (office("xl/workbook.xml", xl__a_xml=b'<!DOCTYPE a [<!ENTITY b "c">]><a/>'), "doctype"),
        (office("xl/workbook.xml", xl__a_xml=b"<a>" + b" " * (9 << 20) + b"</a>"), "bomb"),
        (office("xl/workbook.xml")[:90], "damaged"),
        (office("word/document.xml"), "wrong_kind"),
        (pdf(), "wrong_kind"),
    ],
)
def test_a_list_that_is_not_safe_is_refused(content, code):
    with pytest.raises(UploadRefused) as caught:
        look(content, "xlsx", "csv")
    assert caught.value.code == code


SLIDE = '<a xmlns:p="p"><p:b action="%s"/></a>'


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (office("ppt/presentation.xml", ppt__vbaProject_bin=b"x"), "macros"),
        (office("ppt/presentation.xml", ppt__s_xml=SLIDE % "ppaction&#58;//program"), "macros"),
        (office("ppt/presentation.xml", ppt__s_xml='<!DOCTYPE a [<!ENTITY b SYSTEM "c">]><a/>'), "doctype"),
        (office("ppt/presentation.xml", ppt__media__a_png=bytes(9 << 20)), "bomb"),
        (office("ppt/presentation.xml")[:90], "damaged"),
        (office("word/document.xml"), "wrong_kind"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "old_office"),
        (archive("mimetype", "META-INF/manifest.xml", "content.xml"), "open_document"),
        (archive("bai-1.pdf", "bai-2.pdf"), "archive"),
        (b"Rar!\x1a\x07\x01\x00", "archive"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)  # fmt: skip
def test_slides_that_are_not_safe_and_what_people_send_instead_are_refused(content, code):
    with pytest.raises(UploadRefused) as caught:
        look(content, "pptx", name="bài giảng.pptx")
    assert caught.value.code == code
    assert "bài giảng.pptx" in str(caught.value)


def test_a_slide_may_still_link_to_the_next_slide():
    slide = SLIDE % "ppaction://hlinkshowjump?jump=nextslide"
    look(office("ppt/presentation.xml", ppt__s_xml=slide), "pptx")


def test_the_file_stands_at_its_beginning_after_the_look():
    upload = SimpleUploadedFile("a.pdf", pdf())
    inspect(upload, most_bytes=MOST)
    assert upload.read(5) == b"%PDF-"


def test_a_larger_file_is_let_go_while_it_arrives_and_the_fields_stay():
    seen = {}

    @at_most(1024)
    def view(request):
        seen.update(dropped_files(request), fields=request.POST["so"], files=list(request.FILES))
        return HttpResponse()

    files = {"scan": SimpleUploadedFile("to.pdf", bytes(200_000)), "so": "12/SXD"}
    request = RequestFactory(enforce_csrf_checks=False).post("/", files)
    request._dont_enforce_csrf_checks = True
    view(request)
    assert (seen["scan"].code, seen["fields"], seen["files"]) == ("too_large", "12/SXD", [])


def test_a_form_names_the_endings():
    assert accept_of(("pdf", "jpeg")) == ".pdf,.jpg,.jpeg"
