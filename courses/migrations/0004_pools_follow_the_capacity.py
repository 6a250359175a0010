"""The national pool of a session is what its capacity leaves beside the provinces' quotas."""

from django.db import migrations

from courses.state_triggers import state_needs_event
from vkc.core.append_only import append_only

SQL = """
CREATE FUNCTION courses_national_pool() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  provinces integer;
BEGIN
  IF NEW.capacity IS NULL THEN RETURN NULL; END IF;
  SELECT COALESCE(SUM(quota), 0) INTO provinces FROM courses_seatpool
    WHERE session_id = NEW.id AND unit_id IS NOT NULL;
  INSERT INTO courses_seatpool (session_id, unit_id, quota, taken, promised)
    VALUES (NEW.id, NULL, NEW.capacity - provinces,
            CASE WHEN TG_OP = 'INSERT' THEN NEW.seats_taken ELSE 0 END, 0)
    ON CONFLICT ON CONSTRAINT one_pool_per_session_and_unit DO UPDATE SET quota = EXCLUDED.quota;
  RETURN NULL;
END $$;
CREATE TRIGGER courses_national_pool AFTER INSERT OR UPDATE OF capacity ON courses_session
FOR EACH ROW EXECUTE FUNCTION courses_national_pool();
"""
REVERSE_SQL = """
DROP TRIGGER courses_national_pool ON courses_session;
DROP FUNCTION courses_national_pool();
"""
KNOWN_SESSIONS_SQL = """
INSERT INTO courses_seatpool (session_id, unit_id, quota, taken, promised)
  SELECT id, NULL, capacity, seats_taken, 0 FROM courses_session WHERE capacity IS NOT NULL;
UPDATE courses_enrolment AS e SET pool_id = p.id FROM courses_seatpool AS p
  WHERE p.session_id = e.session_id
    AND e.state IN ('offered', 'confirmed', 'completed', 'not_completed', 'no_show');
"""


class Migration(migrations.Migration):
    dependencies = [("courses", "0003_seats_and_nominations")]

    operations = [
        migrations.RunSQL(sql=KNOWN_SESSIONS_SQL, reverse_sql=migrations.RunSQL.noop),
        migrations.RunSQL(sql=SQL, reverse_sql=REVERSE_SQL),
        append_only("courses_nominationevent"),
        state_needs_event("courses_nomination", "courses_nominationevent"),
    ]
