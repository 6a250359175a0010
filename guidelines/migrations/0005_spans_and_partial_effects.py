from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import migrations, models
from django.db.models import Q, Value

import guidelines.models.spans

# Stored spans are dropped in the very statement that changes what they were derived from, by
# whatever door it comes: a list then rules on the spot until the spans are rebuilt. The lock makes
# a rebuild that is under way finish first, so that it cannot put back what has just become wrong.
DROP_SQL = """
CREATE OR REPLACE FUNCTION vkc_drop_status_spans(ids bigint[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  PERFORM 1 FROM guidelines_document WHERE id = ANY(ids) ORDER BY id FOR NO KEY UPDATE;
  DELETE FROM guidelines_statusspan WHERE document_id = ANY(ids);
END $$;

CREATE OR REPLACE FUNCTION vkc_effect_drops_spans() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  touching CONSTANT text[] := ARRAY['amends', 'replaces', 'repeals', 'suspends'];
  ids bigint[] := ARRAY[]::bigint[];
BEGIN
  IF TG_OP <> 'INSERT' AND OLD.target_id IS NOT NULL AND OLD.verb = ANY(touching) THEN
    ids := ids || OLD.target_id;
  END IF;
  IF TG_OP <> 'DELETE' AND NEW.target_id IS NOT NULL AND NEW.verb = ANY(touching) THEN
    ids := ids || NEW.target_id;
  END IF;
  IF TG_OP = 'UPDATE' AND
     (OLD.target_id, OLD.acting_id, OLD.verb, OLD.is_partial, OLD.in_force_on, OLD.ends_on)
     IS NOT DISTINCT FROM
     (NEW.target_id, NEW.acting_id, NEW.verb, NEW.is_partial, NEW.in_force_on, NEW.ends_on) THEN
    RETURN NULL;
  END IF;
  IF ids <> ARRAY[]::bigint[] THEN
    PERFORM vkc_drop_status_spans(ids);
  END IF;
  RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION vkc_document_drops_spans() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM vkc_drop_status_spans(
    ARRAY[NEW.id] || ARRAY(
      SELECT DISTINCT target_id FROM guidelines_effect
      WHERE acting_id = NEW.id AND target_id IS NOT NULL
        AND verb IN ('amends', 'replaces', 'repeals', 'suspends')
    )
  );
  RETURN NULL;
END $$;

CREATE TRIGGER guidelines_effect_drops_spans
AFTER INSERT OR UPDATE OR DELETE ON guidelines_effect
FOR EACH ROW EXECUTE FUNCTION vkc_effect_drops_spans();

CREATE TRIGGER guidelines_document_drops_spans
AFTER UPDATE ON guidelines_document
FOR EACH ROW WHEN (
  (OLD.issued_on, OLD.effective_on, OLD.expires_on, OLD.stated_status, OLD.stated_on,
   OLD.unverified_from, OLD.state IN ('published', 'withdrawn'))
  IS DISTINCT FROM
  (NEW.issued_on, NEW.effective_on, NEW.expires_on, NEW.stated_status, NEW.stated_on,
   NEW.unverified_from, NEW.state IN ('published', 'withdrawn'))
) EXECUTE FUNCTION vkc_document_drops_spans();
"""
UNDO_SQL = """
DROP TRIGGER IF EXISTS guidelines_document_drops_spans ON guidelines_document;
DROP TRIGGER IF EXISTS guidelines_effect_drops_spans ON guidelines_effect;
DROP FUNCTION IF EXISTS vkc_document_drops_spans();
DROP FUNCTION IF EXISTS vkc_effect_drops_spans();
DROP FUNCTION IF EXISTS vkc_drop_status_spans(bigint[]);
"""


class Migration(migrations.Migration):
    dependencies = [("guidelines", "0004_append_only_and_fixed_texts")]

    operations = [
        migrations.AddConstraint(
            model_name="effect",
            constraint=models.CheckConstraint(
                condition=Q(target_path="", target_provision_text="") | Q(is_partial=True),
                name="effect_on_a_provision_is_partial",
                violation_error_message="An effect on one provision is an effect on a part of the document.",
            ),
        ),
        migrations.AddConstraint(
            model_name="statusspan",
            constraint=ExclusionConstraint(
                name="one_status_per_day",
                expressions=[
                    (
                        guidelines.models.spans.Int8Range(
                            "document_id", "document_id", Value("[]")
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                    (
                        guidelines.models.spans.DateRange("from_day", "until_day"),
                        RangeOperators.OVERLAPS,
                    ),
                ],
            ),
        ),
        migrations.RunSQL(sql=DROP_SQL, reverse_sql=UNDO_SQL),
    ]
