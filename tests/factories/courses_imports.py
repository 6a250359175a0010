"""Lists of people as XLSX and CSV files, right ones and one with 37 errors."""

import io
from datetime import date

from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook

from tests.factories.accounts import AgencyFactory, UserFactory
from tests.factories.places import SuccessionFactory, UnitFactory

HEADINGS = ("STT", "Họ và tên", "Thư điện tử", "Chức vụ", "Cơ quan", "Tỉnh, thành phố")


def xlsx(book: Workbook, name: str = "danh-sach.xlsx") -> SimpleUploadedFile:
    out = io.BytesIO()
    book.save(out)
    return SimpleUploadedFile(name, out.getvalue())


def book_of(rows, headings=HEADINGS) -> Workbook:
    book = Workbook()
    sheet = book.active
    sheet.title = "Danh sách"
    sheet.append(headings)
    for row in rows:
        sheet.append(row)
    return book


def list_of(rows, **kwargs) -> SimpleUploadedFile:
    return xlsx(book_of(rows), **kwargs)


def person_row(number: int, agency, *, email: str = "", name: str = "") -> list:
    """A right row of the list."""
    return [
        number, name or f"Trần Thị Số {'abcdefghij'[number % 10]}",
        email or f"nguoi.{number}@so.vkc.test", "Chuyên viên", agency.name_vi,
        agency.unit.name_vi if agency.unit else None,
    ]  # fmt: skip


def office(unit, name="Sở Xây dựng", **fields):
    return AgencyFactory(province=True, unit=unit, name_vi=name, **fields)


def world() -> dict:
    """Two provinces with agencies of one name, a merged province, a ministry body."""
    hue, ha_noi = UnitFactory(name_vi="Huế Thử"), UnitFactory(name_vi="Hà Nội Thử")
    phu_tho = UnitFactory(name_vi="Phú Thọ Thử")
    hoa_binh = UnitFactory(old=True, name_vi="Hòa Bình Thử")
    SuccessionFactory(predecessor=hoa_binh, successor=phu_tho)
    return {
        "hue": office(hue), "ha_noi": office(ha_noi), "phu_tho": office(phu_tho),
        "khcn": office(hue, "Sở Khoa học và Công nghệ"),
        "closed": office(hue, "Sở Giao thông Cũ", is_active=False),
        "ministry": AgencyFactory(name_vi="Vụ Quy hoạch Thử"),
    }  # fmt: skip


ROW_ERRORS = [
    ("name_missing", "B", {"B": None}),
    ("name_odd", "B", {"B": "Nguyễn Văn 2"}),
    ("too_long", "B", {"B": "Lê " * 80}),
    ("not_text_number", "B", {"B": 45000}),
    ("not_text_date", "B", {"B": date(2026, 3, 2)}),
    ("not_text_boolean", "B", {"B": True}),
    ("line_break", "B", {"B": "Trần An\nTrần Bình"}),
    ("formula", "B", {"B": "=A1&A2"}),
    ("formula", "A", {"A": "=A9+1"}),
    ("cell_error", "C", {"C": "#N/A"}),
    ("email_missing", "C", {"C": None}),
    ("email_malformed", "C", {"C": "khong-phai-thu"}),
    ("email_malformed", "C", {"C": "hai@so.vn; ba@so.vn"}),
    ("email_malformed", "C", {"C": "nguyễn@so.vn"}),
    ("not_text_number", "C", {"C": 912345678}),
    ("email_twice", "C", {"C": "HAI.LAN@so.vkc.test"}),
    ("too_long", "D", {"D": "Phó " * 60}),
    ("not_text_date", "D", {"D": date(1980, 5, 6)}),
    ("formula", "D", {"D": '=HYPERLINK("http://xau.example","bấm")'}),
    ("agency_missing", "E", {"E": None}),
    ("agency_unknown_near", "E", {"E": "Sở Xây dựn"}),
    ("agency_unknown", "E", {"E": "qqqq wwww zzzz"}),
    ("agency_ambiguous", "E", {"F": None}),
    ("agency_inactive", "E", {"E": "Sở Giao thông Cũ"}),
    ("cell_error", "E", {"E": "#REF!"}),
    ("province_unknown_near", "F", {"F": "Huee Thử"}),
    ("province_unknown", "F", {"F": "qqqq"}),
    ("province_former", "F", {"F": "Tỉnh Hòa Bình Thử"}),
    ("province_wrong", "F", {"E": "Sở Khoa học và Công nghệ", "F": "Hà Nội Thử"}),
    ("account_elsewhere", "E", {"C": "elsewhere@so.vkc.test"}),
    ("account_waiting", "C", {"C": "waiting@so.vkc.test"}),
    ("account_without_right", "C", {"C": "without.right@so.vkc.test", "B": "Lê Thị Đo"}),
    ("name_differs", "B", {"C": "other.name@so.vkc.test"}),
]


def book_with_37_errors(agencies: dict) -> tuple[Workbook, set]:
    """The workbook and what is wrong with it: {(sheet, row, column, value, rule)}.

    Needs the accounts of `accounts_in_the_way`.
    """
    book = book_of([], (*HEADINGS, "Số căn cước"))
    sheet, expected = book.active, {("Danh sách", 1, "G", "Số căn cước", "column_unknown")}

    def put(cells):
        row = sheet.max_row + 1
        for letter, value in zip("ABCDEF", person_row(row, agencies["hue"]), strict=True):
            sheet[f"{letter}{row}"] = cells.get(letter, value)
        return row

    put({"C": "hai.lan@so.vkc.test"})
    for rule, column, cells in ROW_ERRORS:
        row = put(cells)
        expected.add(("Danh sách", row, column, shown(cells.get(column), sheet, row, column), rule))
    row = put({})
    put({"D": None})
    sheet.merge_cells(f"D{row}:D{row + 1}")
    expected.add(("Danh sách", row, "D", "Chuyên viên", "merged"))
    row = put({})
    sheet.row_dimensions[row].hidden = True
    expected.add(("Danh sách", row, "", sheet[f"B{row}"].value, "hidden_row"))
    secret = book.create_sheet("Ẩn")
    secret.append(HEADINGS)
    secret.sheet_state = "hidden"
    expected.add(("Ẩn", None, "", "", "hidden_sheet"))
    return book, expected


def shown(value, sheet, row, column) -> str:
    """The value as the finding quotes it."""
    if value is None:
        value = sheet[f"{column}{row}"].value
    if isinstance(value, bool):
        return str(value).upper()
    return value.strftime("%d/%m/%Y") if isinstance(value, date) else str(value or "")


def accounts_in_the_way(agencies: dict) -> None:
    """People whose addresses the list must not use as it does."""
    UserFactory(email="elsewhere@so.vkc.test", agency=agencies["ha_noi"], official=True)
    UserFactory(email="waiting@so.vkc.test", agency=agencies["hue"], pending=True)
    UserFactory(email="without.right@so.vkc.test", agency=agencies["hue"], full_name="Lê Thị Đo")
    UserFactory(email="other.name@so.vkc.test", agency=agencies["hue"], official=True)
