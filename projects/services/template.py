"""The table staff fill in with the official list, holding the present members."""

import io

import xlsxwriter

from projects.choices import Scope
from projects.models import Register
from vkc.core.tabular import defuse

HEADINGS = ("STT", "Cấp", "Mã đơn vị", "Tỉnh, thành phố", "Thành phố thuộc tỉnh")
SCOPE_WORDS = {Scope.PROVINCE: "tỉnh", Scope.CITY: "thành phố"}


def write_template(*, register: Register) -> bytes:
    """An XLSX that `plan_official_list` reads back without error."""
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(out, options) as book:
        sheet = book.add_worksheet("Danh sách")
        sheet.write_row(0, 0, HEADINGS, book.add_format({"bold": True}))
        sheet.set_column(1, len(HEADINGS) - 1, 24)
        for number, member in enumerate(register.members.standing().with_places(), start=1):
            city = member.city.name_vi if member.city else ""
            scope = SCOPE_WORDS[Scope(member.scope)]
            cells = (scope, member.unit.code, member.unit.name_vi, city)
            sheet.write_row(number, 0, [number, *(defuse(cell) for cell in cells)])
    return out.getvalue()
