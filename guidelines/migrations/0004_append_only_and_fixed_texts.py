from django.db import migrations

from vkc.core.append_only import append_only

FIXED_SQL = """
CREATE OR REPLACE FUNCTION vkc_refuse_text_change() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE held text;
BEGIN
  IF current_setting('vkc.purge', true) = 'on' THEN
    RETURN COALESCE(NEW, OLD);
  END IF;
  SELECT v.state INTO held FROM guidelines_provision p
    JOIN guidelines_version v ON v.id = p.version_id WHERE p.id = OLD.provision_id;
  IF held IN ('scheduled', 'published', 'withdrawn') THEN
    RAISE EXCEPTION 'the words of a text that went out are fixed' USING ERRCODE = 'restrict_violation';
  END IF;
  IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guidelines_provisiontext_fixed BEFORE UPDATE OR DELETE ON guidelines_provisiontext
FOR EACH ROW EXECUTE FUNCTION vkc_refuse_text_change();
"""
UNDO_SQL = """
DROP TRIGGER IF EXISTS guidelines_provisiontext_fixed ON guidelines_provisiontext;
DROP FUNCTION IF EXISTS vkc_refuse_text_change();
"""


class Migration(migrations.Migration):
    dependencies = [("guidelines", "0003_text_effects_and_ledger")]

    operations = [
        append_only("guidelines_versionevent"),
        append_only("guidelines_change"),
        migrations.RunSQL(sql=FIXED_SQL, reverse_sql=UNDO_SQL),
    ]
