"""Nodes of small texts, from the recogniser."""

from guidelines.recognition.parsed import Line, Reading
from guidelines.recognition.recognise import recognise
from guidelines.redline.nodes import Node
from guidelines.redline.result import compare_texts

WORDS = (
    "Sở Xây dựng lập danh mục công trình chiếu sáng của địa phương trong quý đầu",
    "Ủy ban nhân dân cấp xã công bố số liệu quan trắc ngập nước trên trang thông tin",
    "Đơn vị vận hành trung tâm giám sát lưu giữ nhật ký kết nối ít nhất năm năm",
    "Hội đồng điều phối thẩm định đề án thành phần trước khi bố trí vốn hằng năm",
    "Nhà thầu tư vấn bàn giao bản đồ nền kèm thuyết minh quy ước đặt tên lớp dữ liệu",
    "Chủ đầu tư kiểm tra thiết bị đo tại hiện trường và ghi kết quả vào sổ",
    "Cơ quan thẩm định lấy ý kiến người dân về vị trí đặt cảm biến giao thông",
    "Bộ phận tiếp nhận trả lời phản ánh trong ba ngày làm việc bằng văn bản",
)


def nodes(*lines: str) -> list[Node]:
    reading = Reading("text/html", tuple(Line(line) for line in lines))
    return [Node.of_parsed(row) for row in recognise(reading).provisions]


def article(number: object, words: int, *, heading: str = "") -> list[str]:
    """An article of two clauses whose words are those of WORDS[words]."""
    return [
        f"Điều {number}. {heading or f'Việc số {words}'}",
        f"1. {WORDS[words]}.",
        f"2. {WORDS[words]} theo mẫu kèm theo.",
    ]


def text(*articles: list[str]) -> list[Node]:
    return nodes(*[line for lines in articles for line in lines])


def compared(older: list[Node], newer: list[Node]) -> dict:
    return compare_texts(older, newer)


def told(result: dict) -> list[tuple]:
    """(states, old path, new path) of each unit, (state, count) of each fold."""
    return [
        (block["state"], block["articles"] + block["others"])
        if block["type"] == "fold"
        else (
            block["states"],
            block.get("old", {}).get("path", ""),
            block.get("new", {}).get("path", ""),
        )
        for block in result["blocks"]
    ]
