"""A tiny SCORM 1.2 package of our own, written when the sample course is loaded."""

from datetime import datetime
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from django.core.files.base import ContentFile

from courses.choices.learning import LessonKind
from courses.models import Course, Lesson, ScormPackage
from courses.scorm.archive import read_package
from courses.services.files import keep_checked
from courses.services.scorm import MEDIA_TYPE, keep_package

NAME = "du-lieu-minh-hoa-scorm-1-2.zip"
LESSON = {
    "title_vi": "Bài tương tác: ba điều cần nhớ",
    "title_en": "Interactive lesson: three things to remember",
    "title_ko": "대화형 학습: 기억할 세 가지",
    "body_vi": "<p>Dữ liệu minh họa: một gói SCORM 1.2 nhỏ. Có thể rời đi giữa chừng rồi học"
    " tiếp.</p>",
}
MANIFEST = """<?xml version="1.0" encoding="UTF-8"?>
<manifest identifier="vkc-minh-hoa" version="1.0"
  xmlns="http://www.imsproject.org/xsd/imscp_rootv1p1p2"
  xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_rootv1p2">
  <metadata><schema>ADL SCORM</schema><schemaversion>1.2</schemaversion></metadata>
  <organizations default="org"><organization identifier="org">
    <title>Ba điều cần nhớ (dữ liệu minh họa)</title>
    <item identifier="item" identifierref="res"><title>Ba điều cần nhớ</title>
      <adlcp:masteryscore>60</adlcp:masteryscore></item>
  </organization></organizations>
  <resources><resource identifier="res" type="webcontent" adlcp:scormtype="sco" href="bai/index.html">
    <file href="bai/index.html"/><file href="bai/bai.js"/><file href="bai/bai.css"/>
  </resource></resources>
</manifest>
"""
PAGE = """<!doctype html>
<html lang="vi">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Ba điều cần nhớ</title>
<link rel="stylesheet" href="bai.css">
<script src="bai.js" defer></script>
</head>
<body>
<p class="mau">Dữ liệu minh họa</p>
<h1>Ba điều cần nhớ</h1>
<p id="cho" role="status"></p>
<main id="bai"></main>
</body>
</html>
"""
STYLE = """body { font: 18px/1.6 sans-serif; margin: 0 auto; max-width: 40rem; padding: 1.5rem; color: #1c1c1c; }
.mau { color: #6b4e00; } button { font: inherit; margin: .5rem .5rem 0 0; padding: .6rem 1rem; }
"""
SCRIPT = """(function () {
  "use strict";
  const steps = [
    ["Hồ sơ gửi đi cần đủ chữ ký của người có thẩm quyền.", true],
    ["Có thể nhờ người khác điểm danh thay.", false],
    ["Giấy chứng nhận nào cũng tra cứu được trên trang này.", true],
  ];
  const api = window.API;
  api.LMSInitialize("");
  const parts = api.LMSGetValue("cmi.suspend_data").split(",").filter(Boolean);
  const isResumed = api.LMSGetValue("cmi.core.entry") === "resume";
  const place = document.getElementById("bai");
  document.getElementById("cho").textContent = isResumed ? "Học tiếp từ chỗ đã dừng." : "";

  function show() {
    place.replaceChildren();
    if (parts.length === steps.length) return finish();
    const [words] = steps[parts.length];
    const text = document.createElement("p");
    text.textContent = `Câu ${parts.length + 1} trên ${steps.length}: ${words}`;
    place.append(text);
    for (const [label, said] of [["Đúng", true], ["Sai", false]]) {
      const button = document.createElement("button");
      button.textContent = label;
      button.addEventListener("click", () => answer(said));
      place.append(button);
    }
  }

  function answer(said) {
    parts.push(said === steps[parts.length][1] ? "1" : "0");
    api.LMSSetValue("cmi.suspend_data", parts.join(","));
    api.LMSSetValue("cmi.core.lesson_location", String(parts.length));
    if (parts.length < steps.length) {
      api.LMSSetValue("cmi.core.lesson_status", "incomplete");
      api.LMSSetValue("cmi.core.exit", "suspend");
      api.LMSCommit("");
    }
    show();
  }

  function finish() {
    const score = Math.round((100 * parts.filter((part) => part === "1").length) / steps.length);
    const text = document.createElement("p");
    text.textContent = `Kết quả: ${score} trên 100 điểm. Bấm “Lưu và rời khỏi”.`;
    place.append(text);
    api.LMSSetValue("cmi.core.score.raw", String(score));
    api.LMSSetValue("cmi.core.lesson_status", "completed");
    api.LMSSetValue("cmi.core.exit", "");
    // The answers go, so that whoever did not pass begins anew.
    if (score < 60) api.LMSSetValue("cmi.suspend_data", "");
    api.LMSFinish("");
  }

  show();
})();
"""
FILES = {
    "imsmanifest.xml": MANIFEST,
    "bai/index.html": PAGE,
    "bai/bai.js": SCRIPT,
    "bai/bai.css": STYLE,
}


def build() -> bytes:
    """The archive, the same bytes each time."""
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        for name, text in FILES.items():
            entry = ZipInfo(name, date_time=(2026, 1, 1, 0, 0, 0))
            archive.writestr(entry, text, compress_type=ZIP_DEFLATED)
    return out.getvalue()


def load(*, course: Course, order: int, at: datetime) -> ScormPackage:
    """One lesson with the package at the end of a sample course; completing does not ask it."""
    lesson = Lesson.objects.create(
        course=course, order=order, kind=LessonKind.SCORM, is_published=True, is_required=False,
        **LESSON,
    )  # fmt: skip
    upload = ContentFile(build(), name=NAME)
    found = read_package(upload, name=NAME)
    stored = keep_checked(upload, media_type=MEDIA_TYPE, by=None, at=at)
    return keep_package(lesson=lesson, found=found, stored=stored, at=at)


def file_ids() -> list[int]:
    """The archives of sample courses, to be dropped after their lessons."""
    packages = ScormPackage.objects.filter(lesson__course__is_demo=True)
    return list(packages.values_list("file_id", flat=True))
