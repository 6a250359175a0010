from django.db import migrations, models

TABLES = (
    "guidelines_document",
    "guidelines_document_topics",
    "guidelines_effect",
    "guidelines_statusspan",
)
STAMP_SQL = """
CREATE OR REPLACE FUNCTION vkc_stamp_library() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE made bigint;
BEGIN
  INSERT INTO guidelines_librarystamp DEFAULT VALUES RETURNING id INTO made;
  IF made % 200 = 0 THEN
    DELETE FROM guidelines_librarystamp WHERE id IN (
      SELECT id FROM guidelines_librarystamp WHERE id < made - 200 FOR UPDATE SKIP LOCKED
    );
  END IF;
  RETURN NULL;
END $$;
""" + "".join(
    f"""
CREATE TRIGGER {table}_stamps AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION vkc_stamp_library();
"""
    for table in TABLES
)
UNDO_SQL = (
    "".join(f"DROP TRIGGER IF EXISTS {table}_stamps ON {table};" for table in TABLES)
    + "DROP FUNCTION IF EXISTS vkc_stamp_library();"
)


class Migration(migrations.Migration):
    dependencies = [("guidelines", "0007_citation_decisions")]

    operations = [
        migrations.CreateModel(
            name="LibraryStamp",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
            ],
            options={"default_permissions": ()},
        ),
        migrations.RunSQL(sql=STAMP_SQL, reverse_sql=UNDO_SQL),
    ]
