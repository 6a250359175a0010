"""A package of two parts laid out as authoring tools do.

Part one: a driver page that looks for the interface in up to 500 windows above its own, around a
frame whose pages look for it themselves, load JSON and XML of the package by XMLHttpRequest and
fetch, and lead on to each other. Part two: one page, minified, that saves only while it goes away.
"""

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

MANIFEST = """<?xml version="1.0" encoding="UTF-8"?>
<manifest identifier="cong-cu" xmlns="http://www.imsproject.org/xsd/imscp_rootv1p1p2"
  xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_rootv1p2">
  <metadata><schema>ADL SCORM</schema><schemaversion>1.2</schemaversion></metadata>
  <organizations default="org"><organization identifier="org"><title>Hai phần</title>
    <item identifier="chuong"><title>Chương một</title>
      <item identifier="a" identifierref="r1"><title>Phần có khung</title></item>
      <item identifier="b" identifierref="r2"><title>Phần lưu khi đóng</title>
        <adlcp:prerequisites type="aicc_script">a</adlcp:prerequisites>
        <adlcp:masteryscore>50</adlcp:masteryscore></item></item>
  </organization></organizations>
  <resources>
    <resource identifier="r1" type="webcontent" adlcp:scormtype="sco" href="scormdriver/index_lms.html"/>
    <resource identifier="r2" type="webcontent" adlcp:scormtype="sco" href="last.html"/>
  </resources>
</manifest>
"""
FIND = """
function scan(win) {
  var tries = 0;
  while (win.API == null && win.parent != null && win.parent != win) {
    tries++;
    if (tries > 500) return null;
    win = win.parent;
  }
  return win.API;
}
function getAPI() {
  var found = null;
  if (window.parent && window.parent != window) found = scan(window.parent);
  if (!found && window.top.opener) found = scan(window.top.opener);
  return found;
}
"""
DRIVER = """<!DOCTYPE html><html><head><meta charset="utf-8"><script src="find.js"></script></head>
<body><p id="seen"></p><iframe src="../content/story.html" name="content" width="90%"></iframe><script>
var api = getAPI();
api.LMSInitialize("");
setInterval(function () {
  document.getElementById("seen").textContent = api.LMSGetValue("cmi.core.lesson_location");
}, 50);
</script></body></html>"""
STORY = """<!DOCTYPE html><html><head><meta charset="utf-8">
<script src="../scormdriver/find.js"></script></head><body><h1 id="title"></h1><script>
var api = getAPI(), read = new XMLHttpRequest();
read.open("GET", "data.json");
read.setRequestHeader("X-Requested-With", "XMLHttpRequest");
read.onload = function () {
  var data = JSON.parse(read.responseText);
  fetch("course.xml").then(function (answer) { return answer.text(); }).then(function (text) {
    var page = new DOMParser().parseFromString(text, "text/xml").querySelector("page");
    document.getElementById("title").textContent = data.title + " " + page.textContent;
    api.LMSSetValue("cmi.core.lesson_location", "trang-2");
    location.href = "two.html";
  });
};
read.send();
</script></body></html>"""
TWO = """<!DOCTYPE html><html><head><meta charset="utf-8">
<script src="../scormdriver/find.js"></script></head><body><p id="from"></p><script>
var api = getAPI();
document.getElementById("from").textContent = api.LMSGetValue("cmi.core.lesson_location");
api.LMSSetValue("cmi.core.score.raw", "80");
api.LMSSetValue("cmi.core.lesson_status", "completed");
document.title = String(window.open("two.html"));
</script></body></html>"""
LAST = """<!DOCTYPE html><html><head><meta charset="utf-8"></head><body><p>Phần hai</p><script>
!function(){var a=window.API||parent.API,o=0;function e(){o||(o=1,a.LMSSetValue("cmi.core.score.raw",
"60"),a.LMSSetValue("cmi.core.lesson_status","passed"),a.LMSCommit(""),a.LMSFinish(""))}
a.LMSInitialize("");window.onbeforeunload=e;window.onunload=e;window.addEventListener("pagehide",e);
document.body.append("Đã sẵn sàng")}();
</script></body></html>"""
FILES = {
    "imsmanifest.xml": MANIFEST,
    "scormdriver/index_lms.html": DRIVER,
    "scormdriver/find.js": FIND,
    "content/story.html": STORY,
    "content/two.html": TWO,
    "content/data.json": '{"title": "Từ JSON"}',
    "content/course.xml": "<course><page>và XML</page></course>",
    "last.html": LAST,
}


def build() -> bytes:
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        for name, text in FILES.items():
            archive.writestr(name, text)
    return out.getvalue()
