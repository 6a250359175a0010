"""`bench_redline`: two texts of 300 articles compared and stored, against 3 s.

Every third article of the later text has other words, one in thirty is new, so that all after it are
renumbered. Figures are printed, never asserted: machines differ.
"""

import random
import time
from datetime import date

ARTICLES = 300
SLOWEST = 3
SYLLABLES = [
    "sở",
    "xây",
    "dựng",
    "lập",
    "danh",
    "mục",
    "công",
    "trình",
    "chiếu",
    "sáng",
    "đô",
    "thị",
    "ủy",
    "ban",
    "nhân",
    "dân",
    "xã",
    "công",
    "bố",
    "số",
    "liệu",
    "quan",
    "trắc",
    "ngập",
    "nước",
    "đơn",
    "vị",
    "vận",
    "hành",
    "trung",
    "tâm",
    "giám",
    "sát",
    "lưu",
    "giữ",
    "nhật",
    "ký",
    "kết",
    "nối",
    "hội",
    "đồng",
    "thẩm",
    "định",
]


def bench_redline() -> None:
    """Store two texts, compare them once, then read the stored comparison."""
    from django.utils import timezone

    from guidelines.services.redlines import get_redline

    older, newer = _texts()
    print(f"{'redline':<22}{'s':>8}{'CPU s':>8}")
    for title in (f"{ARTICLES} articles, made", "the same, stored"):
        began, busy = time.perf_counter(), time.process_time()
        get_redline(older=older, newer=newer, at=timezone.now())
        seconds, busy = time.perf_counter() - began, time.process_time() - busy
        miss = "  too slow" if seconds > SLOWEST else ""
        print(f"{title:<22}{seconds:>8.2f}{busy:>8.2f}{miss}", flush=True)
    print(f"Target: {ARTICLES} articles in ≤ {SLOWEST} s, stored once.")


def _texts() -> list:
    from django.utils import timezone

    from guidelines.choices import DocumentState
    from guidelines.models import Document, Issuer, Version
    from guidelines.recognition.parsed import Reading
    from guidelines.recognition.recognise import recognise
    from guidelines.services.texts import store_text

    now = timezone.now()
    document = Document.objects.create(
        kind="quyet-dinh",
        number="300/QĐ-BENCH",
        issuer=Issuer.objects.order_by("pk").first(),
        issued_on=date(2031, 1, 2),
        title_vi="Văn bản đo tốc độ so sánh",
    )
    texts = []
    for year, lines in ((2031, _lines(changed=False)), (2032, _lines(changed=True))):
        text = store_text(
            document=document,
            parsed=recognise(Reading("text/html", tuple(lines))),
            source=None,
            language="vi",
            valid_from=date(year, 1, 2),
            by=None,
            at=now,
        )
        published = {"state": DocumentState.PUBLISHED, "published_at": now, "change_note_vi": "Đo."}
        Version.objects.filter(pk=text.pk).update(**published)
        texts.append(Version.objects.get(pk=text.pk))
    return texts


def _lines(*, changed: bool) -> list:
    from guidelines.recognition.parsed import Line

    chance, other = random.Random(300), random.Random(301)
    lines, number = [], 0
    for article in range(1, ARTICLES + 1):
        words = [[" ".join(chance.choices(SYLLABLES, k=30)) for _ in range(6)] for _ in range(2)]
        number += 1
        lines.append(f"Điều {number}. Việc thứ {article}")
        if changed and article % 3 == 0:
            words[0][2] += " kể từ ngày nhận đủ hồ sơ"
            words[1][4] = words[1][4].replace("công", "thông")
        for clause, points in enumerate(words, start=1):
            lines.append(f"{clause}. {points[0]}:")
            lines += [
                f"{letter}) {point};" for letter, point in zip("abcdđ", points[1:], strict=True)
            ]
        if changed and article % 30 == 0:
            number += 1
            lines += [
                f"Điều {number}. Việc mới",
                f"1. {' '.join(other.choices(SYLLABLES, k=40))}.",
            ]
    return [Line(line) for line in lines]
