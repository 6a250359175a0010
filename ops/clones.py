"""Databases for tests: one migrated template per state of the migrations, cloned in a moment.

`CREATE DATABASE … TEMPLATE` takes about 0.1 s where migrating takes half a minute. Names carry the
process id, so any number of runs may share a server.
"""

import json
import os
import platform
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit, urlunsplit
from zlib import crc32

import psycopg
from psycopg.sql import SQL, Identifier, Literal

TEMPLATE = "vkc_template_"
# With the machine's name: process ids of another machine on the same server say nothing here.
CLONE = f"vkc_test_{crc32(platform.node().encode()):08x}_"
TEMPLATES_KEPT = 10


def url_for(url: str, database: str) -> str:
    """The same server's URL with another database."""
    return urlunsplit(urlsplit(url)._replace(path=f"/{database}"))


@contextmanager
def maintenance(url: str) -> Iterator[psycopg.Connection]:
    with psycopg.connect(url_for(url, "postgres"), autocommit=True) as connection:
        yield connection


def ensure_template(
    url: str, key: str, migrate: Callable[[str], None], *, parts: dict[str, str], afresh: bool
) -> str:
    """Name of the template for `key`; the first comer calls `migrate(name)`, the others wait.

    `parts` are hashes of the single migrations: where only new ones were added since an older
    template, that one is copied and brought forward, which saves most of the time.
    """
    template = TEMPLATE + key
    with maintenance(url) as connection:
        connection.execute("SELECT pg_advisory_lock(hashtext(%s))", [template])
        if afresh:
            _drop(connection, template)
        if template not in _names(connection, TEMPLATE):
            _build(connection, template, migrate, parts, afresh=afresh)
    return template


def clone(url: str, template: str, name: str) -> None:
    """Make database `name` a fresh copy, whatever it held and whoever is connected to it."""
    with maintenance(url) as connection:
        _drop(connection, name)
        _execute(connection, "CREATE DATABASE {} TEMPLATE {}", name, template)


def drop(url: str, name: str) -> None:
    with maintenance(url) as connection:
        _drop(connection, name)


def drop_leftovers(url: str) -> None:
    """Remove the clones of this machine's runs that were killed."""
    with maintenance(url) as connection:
        for name in _names(connection, CLONE):
            found = re.match(rf"{CLONE}(\d+)_", name)
            if found and not _lives(int(found[1])):
                _drop(connection, name)


def _build(
    connection: psycopg.Connection,
    template: str,
    migrate: Callable[[str], None],
    parts: dict[str, str],
    *,
    afresh: bool,
) -> None:
    unfinished = f"vkc_build_{os.getpid()}"
    _drop(connection, unfinished)
    start = "template0" if afresh else _nearest(connection, parts)
    _execute(connection, "CREATE DATABASE {} TEMPLATE {}", unfinished, start)
    try:
        migrate(unfinished)
        _execute(connection, "ALTER DATABASE {} RENAME TO {}", unfinished, template)
        _note(connection, template, parts)
    finally:
        _drop(connection, unfinished)
    for old in _names(connection, TEMPLATE)[:-TEMPLATES_KEPT]:
        if old != template:
            _drop(connection, old)


def _nearest(connection: psycopg.Connection, parts: dict[str, str]) -> str:
    """The template that lacks the fewest of these migrations and has no other, or the empty one."""
    fitting = {"template0": 0}
    for name in _names(connection, TEMPLATE):
        held = _noted(connection, name)
        if held and held.items() <= parts.items():
            fitting[name] = len(held)
    return max(fitting, key=lambda name: fitting[name])


def _note(connection: psycopg.Connection, database: str, parts: dict[str, str]) -> None:
    words = SQL("COMMENT ON DATABASE {} IS {}")
    connection.execute(words.format(Identifier(database), Literal(json.dumps(parts))))


def _noted(connection: psycopg.Connection, database: str) -> dict[str, str]:
    query = "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s"
    row = connection.execute(query, [database]).fetchone()
    try:
        return dict(json.loads(row[0]))
    except (TypeError, ValueError):
        return {}


def _names(connection: psycopg.Connection, prefix: str) -> list[str]:
    """Databases whose name starts so, oldest first."""
    query = "SELECT datname FROM pg_database WHERE starts_with(datname, %s) ORDER BY oid"
    return [name for (name,) in connection.execute(query, [prefix])]


def _drop(connection: psycopg.Connection, name: str) -> None:
    _execute(connection, "DROP DATABASE IF EXISTS {} WITH (FORCE)", name)


def _execute(connection: psycopg.Connection, words: str, *names: str) -> None:
    connection.execute(SQL(words).format(*map(Identifier, names)))


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    return True
