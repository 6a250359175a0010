"""SQL for the migrations: a change of state must leave an event behind."""

from django.db import migrations

FUNCTION_SQL = """
CREATE OR REPLACE FUNCTION courses_state_has_event() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  present text;
  recorded text;
BEGIN
  IF current_setting('vkc.purge', true) = 'on' THEN RETURN NULL; END IF;
  EXECUTE format('SELECT state FROM %I WHERE id = $1', TG_TABLE_NAME) INTO present USING NEW.id;
  EXECUTE format('SELECT to_state FROM %I WHERE subject_id = $1 ORDER BY id DESC LIMIT 1',
    TG_ARGV[0]) INTO recorded USING NEW.id;
  IF present IS NOT NULL AND present IS DISTINCT FROM recorded THEN
    RAISE EXCEPTION 'state % of % % has no event', present, TG_TABLE_NAME, NEW.id
      USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NULL;
END $$;
"""


def state_needs_event(table: str, event_table: str) -> migrations.RunSQL:
    """A migration operation: at commit, the state of a changed row is that of its last event."""
    return migrations.RunSQL(
        sql=FUNCTION_SQL
        + f"""
CREATE CONSTRAINT TRIGGER {table}_state_has_event AFTER UPDATE OF state ON {table}
DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (OLD.state IS DISTINCT FROM NEW.state)
EXECUTE FUNCTION courses_state_has_event('{event_table}');
""",
        reverse_sql=f"DROP TRIGGER IF EXISTS {table}_state_has_event ON {table};",
    )
