import pytest

from tests.factories.accounts import UserFactory
from vkc.accounts.choices import AccountState


@pytest.mark.parametrize("code", ["vi", "en", "ko"])
def test_the_language_page_remembers_the_language_and_goes_back(client, db, code):
    response = client.get(f"/{code}/my/language/?next=/accounts/login/")
    assert (response.status_code, response.url) == (302, "/accounts/login/")
    assert response.cookies["django_language"].value == code
    assert f'<html lang="{code}"' in client.get("/accounts/login/").text


@pytest.mark.parametrize(
    "target",
    [
        "https://evil.example/",
        "//evil.example/",
        "///evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "javascript:alert(1)",
        "/\t/evil.example",
        "evil.example",
        "",
    ],
)
def test_the_language_page_never_leads_to_another_site(client, db, target):
    response = client.get("/en/my/language/", {"next": target})
    assert response.url == "/en/"


def test_the_language_follows_the_page_a_reader_came_from(client, db):
    headers = {"accept-language": "en-GB,en"}
    page = client.get("/accounts/login/?next=/ko/my/", headers=headers)
    assert '<html lang="ko"' in page.text
    assert '<html lang="ko"' in client.get("/accounts/signup/", headers=headers).text


def test_the_cookie_wins_over_the_page_a_reader_came_from(client, db):
    client.cookies["django_language"] = "en"
    assert '<html lang="en"' in client.get("/accounts/login/?next=/ko/my/").text


@pytest.mark.parametrize(
    ("header", "language"),
    [({}, "vi"), ({"accept-language": "fr"}, "vi"), ({"accept-language": "ko-KR"}, "ko")],
)
def test_where_nothing_says_otherwise_the_browser_then_vietnamese_decide(
    client, db, header, language
):
    assert f'<html lang="{language}"' in client.get("/accounts/login/", headers=header).text


def test_the_masthead_offers_the_switch_on_pages_without_a_language_prefix(client, db):
    page = client.get("/accounts/login/?next=/vi/my/").text
    assert "/ko/my/language/?next=%2Faccounts%2Flogin%2F%3Fnext%3D%2Fvi%2Fmy%2F" in page


def test_signing_in_leads_to_my_page_in_the_language_of_the_person(db, sign_in):
    person = UserFactory(official=True, language="ko")
    client = sign_in(person)
    assert client.get("/accounts/login/").url == "/ko/my/"


def test_the_pages_of_the_account_go_on_in_the_language_of_my_page(db, sign_in):
    client = sign_in(UserFactory(official=True, language="ko"))
    assert '<html lang="ko"' in client.get("/accounts/email/").text
    client.get("/en/my/")
    assert '<html lang="en"' in client.get("/accounts/email/").text


WORDS = {
    "vi": ["Đăng nhập", "Mật khẩu"],
    "en": ["Sign In", "Password"],
    "ko": ["로그인", "비밀번호"],
}
LEFTOVERS = [
    "Sign In",
    "Sign Up",
    "Password",
    "Forgot",
    "Remember Me",
    "Email address",
    "E-mail",
    "Confirm",
    "Two-Factor",
    "Recovery",
    "Authenticator",
    "Sessions",
]
OPEN_PAGES = ["login/", "signup/", "password/reset/"]
OWN_PAGES = [
    "email/",
    "password/change/",
    "2fa/",
    "2fa/totp/activate/",
    "sessions/",
    "logout/",
    "reauthenticate/",
]


def words_of(text: str) -> str:
    """The visible words of the main part."""
    import re

    main = text.split("<main", 1)[1].split("</main>", 1)[0]
    main = re.sub(r"<script.*?</script>", " ", main, flags=re.S)
    return re.sub(r"<[^>]+>", " ", main)


@pytest.mark.parametrize("code", ["vi", "en", "ko"])
def test_the_sign_in_page_speaks_the_language(client, db, code):
    client.cookies["django_language"] = code
    words = words_of(client.get("/accounts/login/").text)
    assert [word for word in WORDS[code] if word not in words] == []


@pytest.mark.parametrize("code", ["vi", "ko"])
@pytest.mark.parametrize("page", OPEN_PAGES)
def test_no_english_is_left_on_the_open_pages(client, db, code, page):
    client.cookies["django_language"] = code
    words = words_of(client.get(f"/accounts/{page}").text)
    assert [word for word in LEFTOVERS if word in words] == []


@pytest.mark.parametrize("code", ["vi", "ko"])
def test_no_english_is_left_on_the_pages_of_the_account(db, sign_in, code):
    client = sign_in(UserFactory(official=True, state=AccountState.APPROVED))
    client.cookies["django_language"] = code
    found = {}
    for page in OWN_PAGES:
        response = client.get(f"/accounts/{page}", follow=True)
        assert response.status_code == 200
        found[page] = [word for word in LEFTOVERS if word in words_of(response.text)]
    assert {page: words for page, words in found.items() if words} == {}
