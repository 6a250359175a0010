"""The columns of a list, and what each rule says to whoever made the list."""

from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from vkc.core.text import slug_text

# Column → its heading in the template, by language; the first is what a Vietnamese reader gets.
HEADINGS: dict[str, dict[str, str]] = {
    "ordinal": {"vi": "STT", "en": "No.", "ko": "번호"},
    "full_name": {"vi": "Họ và tên", "en": "Full name", "ko": "성명"},
    "email": {"vi": "Thư điện tử", "en": "E-mail", "ko": "전자우편"},
    "position": {"vi": "Chức vụ", "en": "Position", "ko": "직위"},
    "agency": {"vi": "Cơ quan", "en": "Agency", "ko": "기관"},
    "province": {"vi": "Tỉnh, thành phố", "en": "Province", "ko": "성·시"},
}
OTHER_HEADINGS = {
    "ordinal": ("TT", "Số TT", "Số thứ tự", "No", "#"),
    "full_name": ("Họ tên", "Tên", "Họ tên học viên", "Name"),
    "email": ("Email", "Địa chỉ thư điện tử", "Địa chỉ email", "Mail", "이메일"),
    "position": ("Chức danh", "Chức vụ, chức danh", "Chức vụ công tác"),
    "agency": ("Cơ quan cử", "Đơn vị", "Đơn vị công tác", "Cơ quan, đơn vị", "Cơ quan công tác"),
    "province": ("Tỉnh/thành phố", "Tỉnh", "Tỉnh/TP", "Địa phương", "Province or city"),
}
REQUIRED = ("full_name", "email", "agency")
LONGEST = {"full_name": 150, "email": 254, "position": 150}
# Sheets of the template and of the marked workbook that hold no people.
SIDE_SHEETS = {
    "guide": {"vi": "Hướng dẫn", "en": "Guide", "ko": "안내"},
    "choices": {"vi": "Danh mục", "en": "Names", "ko": "목록"},
    "errors": {"vi": "Lỗi", "en": "Errors", "ko": "오류"},
    "list": {"vi": "Danh sách", "en": "List", "ko": "명단"},
}

# Rule → (what is wrong, what to do).
RULES: dict[str, tuple[Any, Any]] = {
    "no_heading": (
        _("No row of headings was found on this sheet."),
        _("Use the template: its headings stand in one row above the people."),
    ),
    "column_missing": (
        _("The column “%(column)s” is missing."),
        _("Add the column with this heading, as in the template."),
    ),
    "column_twice": (
        _("The column “%(column)s” stands here a second time."),
        _("Keep one of the two columns."),
    ),
    "column_unknown": (
        _("This column is not one of the list's; it would not be read."),
        _("Delete the column, or give it a heading of the template."),
    ),
    "no_people": (
        _("The file names nobody."),
        _("Write one person a row below the headings."),
    ),
    "too_many_rows": (
        _("The list is longer than %(most)s people, or something stands far below or beside it."),
        _("Split the list into files of at most %(most)s people, or delete what stands apart."),
    ),
    "hidden_sheet": (
        _("This sheet is hidden, but something stands on it."),
        _("Show the sheet if its people are meant, or delete it."),
    ),
    "hidden_row": (
        _("This row is hidden, or filtered away, but a person stands in it."),
        _("Show the row if the person is meant, or delete it."),
    ),
    "hidden_column": (
        _("This column is hidden, but something stands in it."),
        _("Show the column, or delete it."),
    ),
    "merged": (
        _("The cells %(cells)s are merged, so it is not clear whose they are."),
        _("Unmerge the cells and write the text into each row."),
    ),
    "formula": (
        _("The cell holds a formula. Formulas are never worked out here."),
        _("Copy the cell and paste it as a value."),
    ),
    "cell_error": (
        _("The cell holds an error of the spreadsheet."),
        _("Write the text itself into the cell."),
    ),
    "not_text_number": (
        _("The cell holds a number where text is expected."),
        _("Write the text; a date may have turned into a number."),
    ),
    "not_text_date": (
        _("The cell holds a date where text is expected."),
        _("Write the text, and look whether a column was shifted."),
    ),
    "not_text_boolean": (
        _("The cell holds TRUE or FALSE where text is expected."),
        _("Write the text itself into the cell."),
    ),
    "line_break": (
        _("The cell holds a line break or a character that cannot be seen."),
        _("Write the text in one line; one person a row."),
    ),
    "too_long": (
        _("The text has more than %(most)s characters."),
        _("Shorten it."),
    ),
    "name_missing": (_("The full name is missing."), _("Write the full name.")),
    "name_odd": (
        _("This does not read as a person's name."),
        _("Write the full name in letters, without numbers or titles in digits."),
    ),
    "email_missing": (
        _("The e-mail address is missing."),
        _("Write the person's own address; the answer and the certificate go there."),
    ),
    "email_malformed": (
        _("This is not an e-mail address."),
        _("Write one address such as ten.nguoi@co-quan.gov.vn, without spaces or accents."),
    ),
    "email_twice": (
        _("This address already stands in row %(row)s of sheet “%(sheet)s”."),
        _("Keep one of the rows, or give each person an address of their own."),
    ),
    "agency_missing": (
        _("The agency is missing."),
        _("Write the agency as in the sheet of names of the template."),
    ),
    "agency_unknown": (
        _("No agency of this name is known."),
        _("Choose the name from the sheet of names of the template."),
    ),
    "agency_unknown_near": (
        _("No agency of this name is known. The nearest name is “%(near)s”."),
        _("If that one is meant, write it so; otherwise ask the administrator to add the agency."),
    ),
    "agency_ambiguous": (
        _("Agencies of this name exist in several provinces: %(provinces)s."),
        _("Write the province into the column “%(column)s”."),
    ),
    "agency_inactive": (
        _("This agency no longer sends people; it was closed or merged."),
        _("Write the agency that took its place."),
    ),
    "province_unknown": (
        _("No province or city of this name is known."),
        _("Choose the name from the sheet of names of the template."),
    ),
    "province_unknown_near": (
        _("No province or city of this name is known. The nearest name is “%(near)s”."),
        _("If that one is meant, write it so."),
    ),
    "province_former": (
        _("“%(name)s” is no longer a province; since %(day)s it belongs to %(now)s."),
        _("Write “%(now)s”."),
    ),
    "province_wrong": (
        _("The agency “%(agency)s” does not belong to this province; it belongs to %(provinces)s."),
        _("Put the province right, or the agency."),
    ),
    "account_elsewhere": (
        _("The account of this address belongs to another agency."),
        _("Check the address and the agency; the administrator can move an account."),
    ),
    "account_waiting": (
        _("The person registered with this address and still waits for approval."),
        _("Have the registration approved first, then hand in the list again."),
    ),
    "account_closed": (
        _("The account with this address is closed, or its registration was refused."),
        _("Take the row out, or ask the administrator."),
    ),
    "account_without_right": (
        _("The account with this address does not have the right to enrol in courses."),
        _("Ask the administrator to give the person the role of an official."),
    ),
    "name_differs": (
        _("The account with this address bears another name: %(name)s."),
        _("Check whether the address is right; if the name changed, change it in the account."),
    ),
}


def heading(column: str) -> str:
    """The heading of a column in the reader's language, as the template writes it."""
    return HEADINGS[column].get(get_language() or "vi", HEADINGS[column]["vi"])


def sheet_name(key: str) -> str:
    return SIDE_SHEETS[key].get(get_language() or "vi", SIDE_SHEETS[key]["vi"])


def is_side_sheet(name: str) -> bool:
    """True for the sheets of the template that explain, in whatever language."""
    sides = (SIDE_SHEETS[key].values() for key in ("guide", "choices", "errors"))
    return any(name in names for names in sides)


def _known() -> dict[str, str]:
    found = {}
    for column, names in HEADINGS.items():
        for name in (*names.values(), *OTHER_HEADINGS[column]):
            found[slug_text(name) or name] = column
    return found


KNOWN_HEADINGS = _known()


def column_of(text: str) -> str | None:
    """Which column a heading means, however it is spelt; a star marks what is required."""
    plain = text.replace("*", " ").strip()
    return KNOWN_HEADINGS.get(slug_text(plain) or plain)
