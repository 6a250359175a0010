"""Before its moment nothing is found by any address: not a word, not a trace.

The public face of the library is photographed once, with one document and its neighbour. Then
something hidden is added, and every address has to answer exactly as before: same status, same
body, same ETag and Last-Modified. Addresses are read from the URL patterns, the schema of the API
and the sitemap: what is added later is walked too, and a pattern with a parameter this module does
not know fails until somebody says what to put there.
"""

import io
import itertools
import json
import re
import zipfile
from dataclasses import dataclass, field
from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from guidelines import urls
from guidelines.choices import ChangeKind, CitationState, DocumentState, Verb
from guidelines.models import (
    Attachment,
    Change,
    Citation,
    Ledger,
    LedgerAnswer,
    LedgerTask,
    Output,
    Redline,
    Version,
)
from tests.factories.accounts import UserFactory
from tests.factories.guidelines import (
    DocumentFactory,
    EffectFactory,
    SourceFileFactory,
    text_of,
)
from vkc.api import api
from vkc.search import services as search

SECRET = "zzkinmitmung"
HIDDEN_DAY = date(2020, 6, 1)
NEVER = 999_999
# Pages of the neighbour that show what others do to it.
BESIDE = ("detail", "provision", "document_changes", "document_feed")
MOMENT = timezone.now() + timedelta(days=3)
# Answers that may differ from one request to the next without telling anything.
VOLATILE = {"Date", "Server-Timing", "X-Request-Id", "Content-Length"}
S = DocumentState
PLACE = itertools.count()


@dataclass
class World:
    """What readers may see, and the photograph of it."""

    document: object
    neighbour: object
    version: Version
    ledger: Ledger
    before: dict[str, tuple] = field(default_factory=dict)


@pytest.fixture(scope="module")
def private_files(tmp_path_factory):
    """Files of this module go to a folder of their own."""
    from django.conf import settings
    from django.core.files.storage import storages
    from django.test import override_settings

    options = {"location": tmp_path_factory.mktemp("private"), "base_url": None}
    private = {**settings.STORAGES["private"], "OPTIONS": options}
    with override_settings(STORAGES={**settings.STORAGES, "private": private}):
        storages["private"]
        yield


@pytest.fixture(scope="module")
def world(module_db, private_files):
    """A public document with a text, attachment, redline and neighbours; photographed."""
    document = DocumentFactory(number="11/QĐ-BXD", title_vi="Phê duyệt Đề án công khai")
    neighbour = DocumentFactory(number="12/QĐ-BXD", title_vi="Văn bản láng giềng")
    version = text_of(document, 2, valid_from=date(2020, 1, 2), source=SourceFileFactory())
    newer = text_of(document, 2, valid_from=date(2024, 1, 2), kind="consolidated")
    Redline.objects.create(older=version, newer=newer, method=0, result={}, made_at=timezone.now())
    Attachment.objects.create(version=version, file=SourceFileFactory(), title_vi="Phụ lục")
    text_of(neighbour, 1)
    EffectFactory(acting=document, target=neighbour, verb=Verb.AMENDS)
    for row, of in ((version, document), (None, neighbour)):
        Change.objects.create(
            document=of, version=row, kind=ChangeKind.TEXT, at=timezone.now(), note_vi="Đăng."
        )
    ledger = Ledger.objects.create(key="thu", document=neighbour, title_vi="Việc phải làm")
    LedgerTask.objects.create(ledger=ledger, task_vi="Làm việc thử", title="vbpl.vn")
    search.index(document)
    search.index(neighbour)
    made = World(document, neighbour, version, ledger)
    made.before = photograph(made)
    return made


# Where every public page is --------------------------------------------------------------------


def values_of(world):
    """What to put for each parameter of a pattern below `guidelines/`; extend it with the URLs."""
    return {
        "path": ["dieu-1", "dieu-77"],
        "form": ["docx", "epub"],
        "key": [world.ledger.key],
        "source": [world.version.source_id, NEVER],
        "pk": [world.version.attachments.get().pk, NEVER],
    }


def addresses(world):
    """Every public address that could tell something of the library."""
    found = ["/vi/", "/vi/feeds/", "/sitemap.xml", "/robots.txt", "/vi/guidelines/?q=" + SECRET]
    found += [f"/vi/guidelines/?on={HIDDEN_DAY}", "/vi/guidelines/?sort=-issued"]
    found += [f"/vi/search/?q={word}" for word in (SECRET, "điều", "quyết định", "11/QĐ-BXD")]
    for pattern in urls.urlpatterns:
        found += filled(pattern, world, values_of(world))
    return list(dict.fromkeys([*found, *api_addresses(world)]))


def filled(pattern, world, values):
    """The addresses of one pattern, with the queries that choose a day or a pair of texts."""
    names = set(pattern.pattern.converters)
    route = f"/vi/guidelines/{pattern.pattern}"
    rest = names - {"kind", "number", "day"}
    unknown = rest - set(values)
    assert not unknown, f"say in values_of what to put for {unknown} in {route}"
    documents = [world.document] if "kind" in names else [None]
    if pattern.name in BESIDE:
        documents.append(world.neighbour)
    found = []
    for document in documents:
        base = route
        if document is not None:
            identity = {
                "kind": document.kind, "number": document.number_slug, "day": document.day_part
            }  # fmt: skip
            for name, value in identity.items():
                base = re.sub(rf"<[a-z]+:{name}>", value, base)
        lines = [base]
        for name in rest:
            lines = [
                re.sub(rf"<[a-z]+:{name}>", str(value), line)
                for line in lines
                for value in values[name]
            ]
        found += [line + query for line in lines for query in queries_of(pattern)]
    return found


def queries_of(pattern):
    if pattern.name == "compare":
        hidden = HIDDEN_DAY.isoformat()
        pairs = (("2020-01-02", "2024-01-02"), ("2020-01-02", hidden), (hidden, "2024-01-02"))
        return [f"?from={older}&to={newer}" for older, newer in pairs]
    if pattern.name in ("detail", "provision"):
        return ["", f"?on={HIDDEN_DAY}"]
    return [""]


def api_addresses(world):
    """Every address of the schema about the library, as JSON and in bulk."""
    found = ["/api/v1/", "/api/v1/openapi.json", "/api/docs/"]
    for path in api.get_openapi_schema()["paths"]:
        if "{" not in path:
            found += [path, f"{path}?as_of={HIDDEN_DAY}"]
            continue
        assert re.findall(r"{(\w+)}", path) == ["pk"], f"say what to put into {path}"
        for pk in (world.document.pk, NEVER):
            found.append(path.replace("{pk}", str(pk)))
    return found


def photograph(world):
    """What each address answers to somebody who is nobody in particular."""
    client = Client()
    return {address: answer_of(client, address) for address in addresses(world)}


def answer_of(client, address):
    answer = client.get(address)
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    headers = {name: value for name, value in answer.items() if name not in VOLATILE}
    return answer.status_code, headers, words_of(body, answer.get("Content-Type", ""))


def words_of(body, media_type):
    """The words of an answer, so that a secret shows also inside an archive or escaped JSON."""
    if "zip" in media_type or "officedocument" in media_type:
        archive = zipfile.ZipFile(io.BytesIO(body))
        return "\n".join(
            archive.read(name).decode("utf-8", "replace") for name in sorted(archive.namelist())
        )
    text = body.decode("utf-8", "replace")
    if media_type.startswith("application/json") and "\\u" in text:
        return json.dumps(json.loads(text), ensure_ascii=False)
    return text


# What is hidden --------------------------------------------------------------------------------


def secret_words(version):
    """The secret in every place where words of a text are kept."""
    document = version.document
    Attachment.objects.create(
        version=version,
        file=SourceFileFactory(content=f"{SECRET} {next(PLACE)}".encode(), name=f"{SECRET}.txt"),
        title_vi=f"Phụ lục {SECRET}",
    )
    public = Version.objects.filter(document=document).exclude(pk=version.pk).first()
    if public:
        for older, newer in ((public, version), (version, public)):
            Redline.objects.create(
                older=older, newer=newer, method=0, result={"x": SECRET}, made_at=timezone.now()
            )
    Output.objects.create(
        version=version, format="pdf", on=HIDDEN_DAY, key=f"{next(PLACE):064}", sha256="0" * 64, size=1,
        file="outputs/none.pdf", made_at=timezone.now(),
    )  # fmt: skip
    return version


def cite(version, target):
    provision = version.provisions.get(path="dieu-1.khoan-2")
    Citation.objects.create(
        provision=provision, start=0, end=5, quoted=f"{SECRET} Điều 1", target=target,
        target_path="dieu-1", state=CitationState.RESOLVED,
    )  # fmt: skip


def hidden_text(document, *, language="vi", **fields):
    fields = {"change_note_vi": f"Ghi chú {SECRET}", **fields}
    return text_of(
        document, 3, draft=True, valid_from=HIDDEN_DAY, language=language, label=SECRET,
        source=SourceFileFactory(content=f"{SECRET} {next(PLACE)}".encode(), name=f"{SECRET}.txt"),
        words={"dieu-1.khoan-2": f"Nội dung {SECRET}.", "dieu-3.khoan-2": SECRET}, **fields,
    )  # fmt: skip


def hidden_texts(world):
    """Texts of the public document in every state before publication, and a translation."""
    people = {"author": UserFactory(editor=True), "approved_by": UserFactory(approver=True)}
    made = [
        hidden_text(world.document),
        hidden_text(world.document, state=S.IN_REVIEW),
        hidden_text(world.document, state=S.SCHEDULED, publish_at=MOMENT, **people),
        hidden_text(world.document, language="en", state=S.SCHEDULED, publish_at=MOMENT),
    ]
    for version in made:
        cite(secret_words(version), world.neighbour)
    return made


def hidden_document(world, number, **fields):
    """A document nobody may know of, with a text, an effect, a citation and an answer to a task."""
    document = DocumentFactory(
        number=f"{number}/QĐ-BXD", title_vi=f"Đề án {SECRET}", title_en=f"Scheme {SECRET}",
        summary_vi=SECRET, change_note_vi=SECRET, draft=True, **fields,
    )  # fmt: skip
    document.save_revision(user=UserFactory(editor=True))
    EffectFactory(acting=document, target=world.neighbour, verb=Verb.REPEALS, note=SECRET)
    version = hidden_text(document)
    cite(version, world.neighbour)
    LedgerAnswer.objects.create(
        task=world.ledger.tasks.get(), document=document, note_vi=SECRET, title=SECRET
    )
    return version


def hidden_documents(world):
    """Documents in every state before publication, each with a text."""
    made = [
        hidden_document(world, 13),
        hidden_document(world, 14, state=S.IN_REVIEW),
        hidden_document(world, 15, state=S.SCHEDULED, go_live_at=MOMENT),
    ]
    for version in made:
        secret_words(version)
    # Even a text that is itself out stays hidden with its document.
    Version.objects.filter(pk=made[2].pk).update(state=S.PUBLISHED, published_at=timezone.now())
    return made


def unpublished_revision(world):
    """Somebody works on the public document: the new words are a revision and nothing more."""
    document = type(world.document).objects.get(pk=world.document.pk)
    document.title_vi, document.summary_vi = f"Đề án {SECRET}", SECRET
    document.change_note_vi = SECRET
    document.save_revision(user=UserFactory(editor=True))
    return []


@pytest.mark.django_db
@pytest.mark.parametrize("hide", [hidden_texts, hidden_documents, unpublished_revision])
def test_nothing_hidden_changes_any_public_answer(world, hide):
    hidden = hide(world)
    search.rebuild()
    told = photograph(world)
    assert set(told) == set(world.before)
    for address, (status, headers, body) in told.items():
        assert SECRET not in body or SECRET in address, address
        assert (status, headers) == world.before[address][:2], address
        assert body == world.before[address][2], address
    client = Client()
    page = f"/vi/{world.document.path}"
    for version in hidden:
        files = [("original", version.source_id)]
        files += [("attachments", row.pk) for row in version.attachments.all()]
        files += [("original", row.file_id) for row in version.attachments.all()]
        for place, pk in files:
            hidden_one, never = f"{place}/{pk}/", f"{place}/{NEVER}/"
            answer = answer_of(client, page + hidden_one)
            assert_same(answer, answer_of(client, page + never), hidden_one, never)


def assert_same(answer, other, was, now):
    """Two answers that differ in nothing but the address asked for."""
    assert answer[0] == other[0] == 404
    for name, value in answer[1].items():
        # The tag of a page that names its own address differs with the address.
        assert name == "ETag" or value.replace(was, now) == other[1][name], name
    assert answer[2].replace(was, now) == other[2]


@pytest.mark.django_db
def test_the_address_of_a_hidden_document_answers_like_one_that_never_was(world):
    client = Client()
    for version in hidden_documents(world):
        document = version.document
        slug, never = f"/{document.number_slug}/", f"/99{document.number_slug[2:]}/"
        values = {
            "path": ["dieu-1"],
            "form": ["docx"],
            "key": [],
            "source": [version.source_id],
            "pk": list(version.attachments.values_list("pk", flat=True)),
        }
        here = World(document, document, version, world.ledger)
        below = [row for row in urls.urlpatterns if "kind" in row.pattern.converters]
        walked = {address for row in below for address in filled(row, here, values)}
        assert len(walked) > 8
        for address in walked:
            answer = answer_of(client, address)
            assert_same(answer, answer_of(client, address.replace(slug, never)), slug, never)
        assert client.get(f"/api/v1/documents/{document.pk}").status_code == 404


@pytest.mark.django_db
def test_the_walk_would_see_a_leak(world):
    """The same text, public: the walk finds the secret on every kind of page."""
    version = hidden_text(world.document, state=S.PUBLISHED, published_at=timezone.now())
    secret_words(version)
    search.index(world.document)
    told = photograph(world)
    leaking = {address for address, found in told.items() if SECRET in found[2]}
    page = f"/vi/{world.document.path}"
    assert {f"{page}?on={HIDDEN_DAY}", f"{page}versions/", f"{page}original/"} <= leaking
    assert any(address.startswith("/api/v1/provisions") for address in leaking)
    client = Client()
    for place in (f"original/{version.source_id}/", f"attachments/{version.attachments.get().pk}/"):
        assert SECRET in answer_of(client, page + place)[2]


@pytest.mark.django_db
def test_the_desk_shows_a_hidden_text_to_nobody_outside(world):
    version = hidden_text(world.document)
    for name in ("", "read/", "approve/", "attachments/1/"):
        answer = Client().get(f"/cms/guidelines/texts/{version.pk}/{name}")
        assert answer.status_code == 302
        assert "login" in answer.url
