"""Sample content of the gallery (dữ liệu minh họa). Nothing here is a fact."""

import json
from datetime import date
from pathlib import Path
from typing import Any

from django.utils.safestring import SafeString, mark_safe

OUTLINES = Path(__file__).resolve().parent.parent / "places" / "data" / "vn34.paths.json"
TONES = [
    ("in_force", "Còn hiệu lực"),
    ("partly", "Hết hiệu lực một phần"),
    ("expired", "Hết hiệu lực"),
    ("pending", "Chưa có hiệu lực"),
    ("suspended", "Ngưng hiệu lực"),
    ("unknown", "Chưa rõ"),
    ("proposed", "Đề xuất"),
    ("verified", "Đã kiểm chứng"),
    ("late", "Quá hạn"),
    ("planned", "Dự kiến"),
    ("open", "Đang nhận đăng ký"),
    ("full", "Đã đủ"),
    ("closed", "Đã khóa"),
    ("running", "Đang diễn ra"),
    ("finished", "Đã kết thúc"),
    ("cancelled", "Đã hủy"),
    ("withdrawn", "Đã gỡ"),
]


def sample_map() -> SafeString:
    """A drawing with every step of colour, from the real outlines where they are loaded."""
    if not OUTLINES.exists():
        return mark_safe("")
    shapes = []
    for order, (code, path) in enumerate(json.loads(OUTLINES.read_text()).items()):
        tone = "is-unknown" if order % 7 == 6 else f"step-{order % 7}"
        shapes.append(
            f'<a href="#map-{code}" aria-label="Đơn vị {code}">'
            f'<path class="map-unit {tone}" d="{path}"><title>Đơn vị {code}</title></path></a>'
        )
    hatch = (
        '<defs><pattern id="hatch" width="12" height="12" patternUnits="userSpaceOnUse" '
        'patternTransform="rotate(45)"><rect width="12" height="12"/><line x1="0" y1="0" x2="0" y2="12"/>'
        "</pattern></defs>"
    )
    labels = (
        '<text class="map-label" font-size="48" x="1750" y="1130">Quần đảo Hoàng Sa (Đà Nẵng)</text>'
        '<text class="map-label" font-size="48" x="1750" y="2130">Quần đảo Trường Sa (Khánh Hòa)</text>'
    )
    return mark_safe(
        f'<svg viewBox="0 0 2600 2480" role="group" aria-label="Bản đồ">{hatch}{"".join(shapes)}{labels}</svg>'
    )


def samples(*, today: date) -> dict[str, Any]:
    """Arguments for each component, by component name."""
    source = {
        "title": "Báo cáo minh họa số 12/BC-XD",
        "public_url": "https://example.org/bao-cao",
        "supports": "Số lớp học trong năm",
        "retrieved_on": today,
        "confidence_label": "cao",
    }
    unpublished = {
        **source,
        "title": "Bài báo minh họa",
        "public_url": "",
        "confidence_label": "thấp",
    }
    columns = [
        {"label": "Địa phương", "sort_url": "?sort=name", "sort": "ascending"},
        {"label": "Số lớp", "is_number": True, "sort_url": "?sort=n"},
        {"label": "Kinh phí", "unit": "tỷ đồng", "is_number": True},
        {"label": "Trạng thái"},
    ]
    rows = [
        [
            {"text": "Đà Nẵng", "url": "#"},
            12,
            {"text": 1234.5, "sources": [source]},
            {"text": "Đã kiểm chứng", "tone": "verified"},
        ],
        ["Khánh Hòa", 4, None, {"text": "Đề xuất", "tone": "proposed"}],
        ["Thành phố Hồ Chí Minh", 0, 87.25, {"text": "Quá hạn", "tone": "late"}],
    ]
    return {
        "today": today,
        "tones": TONES,
        "sources": [source, unpublished],
        "one_source": [source],
        "unpublished": [unpublished],
        "columns": columns,
        "rows": rows,
        "svg": sample_map(),
        "legend": [
            {"step": 0, "label": "0"},
            {"step": 1, "label": "1–2"},
            {"step": 2, "label": "3–5"},
            {"step": 3, "label": "6–10"},
            {"step": 4, "label": "11–20"},
            {"step": 5, "label": "trên 20"},
            {"step": "unknown", "label": "chưa có thông tin"},
        ],
        "facts": [
            {"label": "Cơ quan chủ trì", "value": "Sở Xây dựng", "sources": [source]},
            {"label": "Trạng thái", "value": "Đang thực hiện", "tone": "running"},
            {"label": "Kinh phí", "value": None},
            {"label": "Giai đoạn", "value": "2021–2025"},
        ],
        "figures": [
            {
                "label": "Địa phương đã có đề án",
                "value": 41,
                "unit": "/ 63",
                "as_of": today,
                "sources": [source],
            },
            {
                "label": "Học viên đã học",
                "value": 1234.5,
                "date_label": "năm 2026",
                "sources": [unpublished],
            },
            {"label": "Trung tâm điều hành", "value": None, "unit": "trung tâm"},
        ],
        "groups": [
            {
                "title": "Hiệu lực",
                "name": "status",
                "options": [
                    {
                        "value": "in_force",
                        "label": "Còn hiệu lực",
                        "count": 61,
                        "url": "?",
                        "is_selected": True,
                    },
                    {"value": "partly", "label": "Hết hiệu lực một phần", "count": 7, "url": "?"},
                    {"value": "expired", "label": "Hết hiệu lực", "count": 1234, "url": "?"},
                ],
            },
            {
                "title": "Cơ quan ban hành",
                "name": "issuer",
                "options": [
                    {"value": "1", "label": "Thủ tướng Chính phủ", "count": 12, "url": "?"},
                    {"value": "2", "label": "Bộ Xây dựng", "count": 30, "url": "?"},
                ],
            },
        ],
        "entries": [
            {
                "date_label": "01/08/2018",
                "title": "Phê duyệt đề án (minh họa)",
                "text": "Một câu nói điều đã xảy ra.",
                "sources": [source],
            },
            {"date_label": "15/03/2024", "title": "Báo cáo kỳ 1", "url": "#"},
            {"date_label": "31/12/2026", "title": "Hạn nộp báo cáo kỳ 2", "is_next": True},
        ],
        "steps": [
            {"label": "Soạn thảo", "state": "done", "when": "02/11/2026"},
            {"label": "Đang xem xét", "state": "current", "when": "từ 10/11/2026"},
            {"label": "Kiểm chứng", "state": "next"},
            {"label": "Công bố", "state": "next"},
        ],
        "place": {"name": "Thành phố Đà Nẵng", "url": "#"},
        "chips": [
            {"label": "Quy hoạch", "url": "#"},
            {"label": "Giao thông", "url": "#", "is_selected": True},
            {"label": "Còn hiệu lực", "url": "#", "is_removable": True},
        ],
        "tabs": [
            {"label": "Văn bản", "url": "#", "is_current": True},
            {"label": "Phiên bản", "url": "#", "count": 3},
            {"label": "Liên quan", "url": "#", "count": 12},
        ],
        "meta": [
            {"label": "Ban hành", "value": "01/08/2018"},
            {"label": "Hiệu lực", "value": "01/08/2018"},
            {"value": "Thủ tướng Chính phủ"},
        ],
        "examples": [
            {"label": "950/QĐ-TTg", "url": "#"},
            {"label": "đô thị thông minh Đà Nẵng", "url": "#"},
            {"label": "khóa học IOC", "url": "#"},
        ],
        "crumbs": [
            {"label": "Thư viện hướng dẫn", "url": "#"},
            {"label": "Quyết định", "url": "#"},
            {"label": "950/QĐ-TTg"},
        ],
        "contents": [
            {"label": "Điều 1. Phạm vi", "url": "#dieu-1", "is_current": True},
            {
                "label": "Điều 2. Giải thích từ ngữ",
                "url": "#dieu-2",
                "children": [{"label": "Khoản 1", "url": "#dieu-2.khoan-1"}],
            },
        ],
        "excerpt": mark_safe(
            "… phát triển <mark>đô thị thông minh</mark> bền vững giai đoạn 2018–2025 …"
        ),
        "consequences": [
            "Thư mời của 12 học viên bị hủy.",
            "Người đã đăng ký được báo qua thư điện tử.",
        ],
        "citation": "VKC (2026). Trang minh họa. Truy cập ngày 22/11/2026.",
    }
