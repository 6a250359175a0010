"""Append-only tables: a trigger refuses UPDATE and DELETE, whoever asks.

Removing sample material is the one exception: it runs inside `purging()`.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, migrations

FUNCTION_SQL = """
CREATE OR REPLACE FUNCTION vkc_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF current_setting('vkc.purge', true) = 'on' THEN
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'table % is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
"""


def append_only(table: str) -> migrations.RunSQL:
    """A migration operation that makes a table append-only."""
    return migrations.RunSQL(
        sql=FUNCTION_SQL
        + f"""
CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table}
FOR EACH ROW EXECUTE FUNCTION vkc_refuse_change();
""",
        reverse_sql=f"DROP TRIGGER IF EXISTS {table}_append_only ON {table};",
    )


@contextmanager
def purging() -> Iterator[None]:
    """Inside a transaction: let sample rows and erased people leave the event tables."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('vkc.purge', true)")
        before = cursor.fetchone()[0] or "off"
        cursor.execute("SELECT set_config('vkc.purge', 'on', true)")
        try:
            yield
        finally:
            if not connection.needs_rollback:
                cursor.execute("SELECT set_config('vkc.purge', %s, true)", [before])
