import django.db.models.deletion
from django.db import migrations, models

# The stored markup of a text is dropped in the very statement that changes a provision or its
# words, by whatever door it comes: a page then makes it anew. One trigger for each kind of
# statement, because PostgreSQL shows the changed rows to no trigger of several kinds.
FUNCTIONS_SQL = """
CREATE OR REPLACE FUNCTION vkc_provision_drops_rendering() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM guidelines_renderedtext
  WHERE version_id IN (SELECT DISTINCT changed.version_id FROM changed);
  RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION vkc_words_drop_rendering() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM guidelines_renderedtext
  WHERE version_id IN (
    SELECT DISTINCT p.version_id FROM changed
    JOIN guidelines_provision p ON p.id = changed.provision_id
  );
  RETURN NULL;
END $$;
"""
TRIGGER_SQL = """
CREATE TRIGGER {table}_{event}_drops_rendering AFTER {event} ON {table}
REFERENCING {rows} TABLE AS changed
FOR EACH STATEMENT EXECUTE FUNCTION {function}();
"""
WATCHED = {
    "guidelines_provision": "vkc_provision_drops_rendering",
    "guidelines_provisiontext": "vkc_words_drop_rendering",
}
EVENTS = {"insert": "NEW", "update": "NEW", "delete": "OLD"}


def create_sql() -> str:
    triggers = [
        TRIGGER_SQL.format(table=table, event=event, rows=rows, function=function)
        for table, function in WATCHED.items()
        for event, rows in EVENTS.items()
    ]
    return FUNCTIONS_SQL + "".join(triggers)


def drop_sql() -> str:
    triggers = [
        f"DROP TRIGGER IF EXISTS {table}_{event}_drops_rendering ON {table};\n"
        for table in WATCHED
        for event in EVENTS
    ]
    functions = [f"DROP FUNCTION IF EXISTS {function}();\n" for function in WATCHED.values()]
    return "".join([*triggers, *functions])


class Migration(migrations.Migration):
    dependencies = [("guidelines", "0009_preparations_have_a_source")]

    operations = [
        migrations.CreateModel(
            name="RenderedText",
            fields=[
                (
                    "version",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="rendered",
                        serialize=False,
                        to="guidelines.version",
                    ),
                ),
                ("recipe", models.PositiveSmallIntegerField()),
                ("html", models.TextField()),
                ("contents", models.TextField(blank=True)),
                ("skeleton", models.JSONField(default=list)),
            ],
            options={
                "verbose_name": "markup of a text",
                "verbose_name_plural": "markup of texts",
            },
        ),
        migrations.RunSQL(sql=create_sql(), reverse_sql=drop_sql()),
    ]
