"""SQL for the migrations: numbers without gaps, and rows of which only named columns may move."""

from django.db import migrations

FROZEN_SQL = """
CREATE OR REPLACE FUNCTION courses_refuse_thaw() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF current_setting('vkc.purge', true) = 'on' THEN
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
  END IF;
  IF TG_OP = 'UPDATE' AND to_jsonb(NEW) - TG_ARGV = to_jsonb(OLD) - TG_ARGV THEN RETURN NEW; END IF;
  RAISE EXCEPTION 'what % holds is frozen', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
"""

# The number moves by one, and at commit a certificate must bear it: so there is no gap.
REGISTER_SQL = """
CREATE FUNCTION courses_register_counts() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF current_setting('vkc.purge', true) = 'on' THEN
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
  END IF;
  IF TG_OP = 'INSERT' AND NEW.last_number = 0 THEN RETURN NEW; END IF;
  IF TG_OP = 'DELETE' AND OLD.last_number = 0 THEN RETURN OLD; END IF;
  IF TG_OP = 'UPDATE' AND NEW.last_number IN (OLD.last_number, OLD.last_number + 1)
    AND (OLD.last_number = 0 OR (NEW.suffix = OLD.suffix AND NEW.digits = OLD.digits))
    THEN RETURN NEW; END IF;
  RAISE EXCEPTION 'numbers of a register are given one by one and never taken back'
    USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER courses_register_counts BEFORE INSERT OR UPDATE OR DELETE
ON courses_certificateregister FOR EACH ROW EXECUTE FUNCTION courses_register_counts();

CREATE FUNCTION courses_number_is_borne() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF current_setting('vkc.purge', true) = 'on' THEN RETURN NULL; END IF;
  IF NOT EXISTS (SELECT 1 FROM courses_certificate
      WHERE register_id = NEW.id AND serial = NEW.last_number AND supersedes_id IS NULL) THEN
    RAISE EXCEPTION 'number % of register % is borne by no certificate', NEW.last_number, NEW.id
      USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER courses_number_is_borne AFTER UPDATE OF last_number
ON courses_certificateregister DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
WHEN (NEW.last_number IS DISTINCT FROM OLD.last_number)
EXECUTE FUNCTION courses_number_is_borne();

CREATE FUNCTION courses_number_was_taken() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.supersedes_id IS NULL AND NEW.serial <> (SELECT last_number
      FROM courses_certificateregister WHERE id = NEW.register_id) THEN
    RAISE EXCEPTION 'number % was not taken from register %', NEW.serial, NEW.register_id
      USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER courses_number_was_taken BEFORE INSERT ON courses_certificate
FOR EACH ROW EXECUTE FUNCTION courses_number_was_taken();
"""
REVERSE_REGISTER_SQL = """
DROP TRIGGER courses_number_was_taken ON courses_certificate;
DROP FUNCTION courses_number_was_taken();
DROP TRIGGER courses_number_is_borne ON courses_certificateregister;
DROP FUNCTION courses_number_is_borne();
DROP TRIGGER courses_register_counts ON courses_certificateregister;
DROP FUNCTION courses_register_counts();
"""


def frozen(table: str, *, but: tuple[str, ...]) -> migrations.RunSQL:
    """A migration operation: rows of the table stay, and change only in the columns named."""
    columns = ", ".join(f"'{column}'" for column in but)
    return migrations.RunSQL(
        sql=FROZEN_SQL
        + f"""
CREATE TRIGGER {table}_frozen BEFORE UPDATE OR DELETE ON {table}
FOR EACH ROW EXECUTE FUNCTION courses_refuse_thaw({columns});
""",
        reverse_sql=f"DROP TRIGGER IF EXISTS {table}_frozen ON {table};",
    )
