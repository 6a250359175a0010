"""`python -m ops.prepare`: bring the database up to date in one Django process.

Loading Django takes seconds, so all steps share it, and what was done is remembered as a comment
on the database itself: a new or restored database is prepared anew, an unchanged one not at all.
"""

import json
import os
import sys

import psycopg
from psycopg.sql import SQL, Identifier, Literal

from ops import fingerprints, sign_ins
from ops.migrating import migrate
from ops.progress import step

DATA = ("**/data/**/*", "**/demo*.py", "**/demo/**/*.py", "**/*load*.py", "**/*reference*.py")


def is_prepared(url: str) -> bool:
    return sign_ins.FILE.exists() and remembered(url) == wanted()


def wanted() -> dict[str, str]:
    files = {path for pattern in DATA for path in fingerprints.ours(pattern)}
    # A new column may have to be filled, so new migrations mean loading again.
    files.update(fingerprints.ours("**/migrations/*.py"))
    return {"schema": fingerprints.of_schema(), "data": fingerprints.of_files(files)}


def remembered(url: str) -> dict[str, str]:
    query = "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s"
    with psycopg.connect(url) as connection:
        row = connection.execute(query, [connection.info.dbname]).fetchone()
    try:
        return dict(json.loads(row[0]))
    except (TypeError, ValueError):
        return {}


def remember(url: str, done: dict[str, str]) -> None:
    with psycopg.connect(url) as connection:
        connection.execute(
            SQL("COMMENT ON DATABASE {} IS {}").format(
                Identifier(connection.info.dbname), Literal(json.dumps(done))
            )
        )


def main() -> None:
    url = os.environ["DATABASE_URL"]
    done, goal = remembered(url), wanted()
    with step("Loading the portal's code"):
        import django

        django.setup()
    from django.core.management import call_command

    if done.get("schema") != goal["schema"]:
        with step("Creating and updating tables (half a minute the first time)"):
            migrate()
        remember(url, {"schema": goal["schema"]})
    if done.get("data") != goal["data"]:
        with step("Loading the reference data"):
            call_command("load_reference_data")
        with step("Loading the sample content"):
            call_command("load_demo_content")
    sign_ins.note()
    remember(url, goal)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vkc.settings.dev")
    # Each row saved would add a line about its search index.
    os.environ.setdefault("LOG_LEVEL", "WARNING")
    sys.exit(main())
