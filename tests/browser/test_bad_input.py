"""Bad input on the real server: each gets its page and status, never a 500."""

import urllib.error
import urllib.request

import pytest

BAD = [
    ("/vi/places/34/99/", 404),
    ("/vi/places/63/zz/", 404),
    ("/vi/places/35/48/", 404),
    ("/vi/places/?scheme=99", 404),
    ("/vi/programmes/?scheme=99", 404),
    ("/vi/programmes/?register=1999", 404),
    ("/vi/guidelines/?page=99999", 404),
    ("/vi/search/?q=nghi&page=99999", 404),
    ("/vi/guidelines/quyet-dinh/950-qd-ttg/2018-08-01/?on=2018-13-45", 400),
    ("/vi/guidelines/?on=2018-13-45", 400),
    ("/vi/search/?q=" + "a" * 10_000, 400),
    ("/vi/search/?q=a%00b", 400),
    ("/vi/guidelines/?q=a%00b", 400),
    ("/fr/", 404),
    ("/vi/khong-co-trang-nay/", 404),
]


def answer(address: str, data: bytes | None = None) -> tuple[int, str]:
    try:
        with urllib.request.urlopen(address, data=data, timeout=30) as found:
            return found.status, found.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


@pytest.mark.parametrize(("path", "status"), BAD, ids=lambda value: str(value)[:60])
def test_bad_input_gets_its_page_and_status(portal: str, path: str, status: int) -> None:
    code, body = answer(portal + path)
    assert code == status
    assert "<h1" in body
    assert 'lang="vi"' in body


def test_a_post_without_a_token_gets_its_page(portal: str) -> None:
    code, body = answer(portal + "/vi/follow/", data=b"email=a@example.org")
    assert code == 403
    assert "<h1" in body
