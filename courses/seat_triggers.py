"""SQL for the migrations: an event that leads to a seat names the pool the seat is counted in."""

from django.db import migrations

SQL = """
CREATE FUNCTION courses_event_names_pool() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  pool bigint;
  unit bigint;
BEGIN
  SELECT e.pool_id, p.unit_id INTO pool, unit
  FROM courses_enrolment e LEFT JOIN courses_seatpool p ON p.id = e.pool_id
  WHERE e.id = NEW.subject_id;
  NEW.seat_unit_id := unit;
  NEW.seat_of := CASE WHEN pool IS NULL THEN '' WHEN unit IS NULL THEN 'national' ELSE 'unit' END;
  RETURN NEW;
END $$;

CREATE TRIGGER courses_enrolmentevent_names_pool BEFORE INSERT ON courses_enrolmentevent
FOR EACH ROW WHEN (NEW.to_state IN ('offered', 'confirmed'))
EXECUTE FUNCTION courses_event_names_pool();
"""
REVERSE_SQL = """
DROP TRIGGER IF EXISTS courses_enrolmentevent_names_pool ON courses_enrolmentevent;
DROP FUNCTION IF EXISTS courses_event_names_pool();
"""


def events_name_the_pool() -> migrations.RunSQL:
    """A migration operation; the caller of an INSERT cannot say anything else about the pool."""
    return migrations.RunSQL(sql=SQL, reverse_sql=REVERSE_SQL)
