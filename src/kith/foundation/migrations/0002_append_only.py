"""The database itself refuses to change or remove an event, whoever asks."""

from django.db import migrations

SQLITE = [
    """CREATE TRIGGER event_no_update BEFORE UPDATE ON foundation_event
       BEGIN SELECT RAISE(ABORT, 'events are append-only: an event cannot be changed'); END""",
    """CREATE TRIGGER event_no_delete BEFORE DELETE ON foundation_event
       BEGIN SELECT RAISE(ABORT, 'events are append-only: an event cannot be removed'); END""",
]
SQLITE_BACK = ["DROP TRIGGER event_no_update", "DROP TRIGGER event_no_delete"]
POSTGRESQL = [
    """CREATE FUNCTION event_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
       BEGIN RAISE EXCEPTION 'events are append-only: an event cannot be changed or removed'; END $$""",
    """CREATE TRIGGER event_no_change BEFORE UPDATE OR DELETE ON foundation_event
       FOR EACH ROW EXECUTE FUNCTION event_append_only()""",
    """CREATE TRIGGER event_no_truncate BEFORE TRUNCATE ON foundation_event
       FOR EACH STATEMENT EXECUTE FUNCTION event_append_only()""",
]
POSTGRESQL_BACK = [
    "DROP TRIGGER event_no_truncate ON foundation_event",
    "DROP TRIGGER event_no_change ON foundation_event",
    "DROP FUNCTION event_append_only",
]


def forwards(apps, schema_editor):
    for statement in SQLITE if schema_editor.connection.vendor == "sqlite" else POSTGRESQL:
        schema_editor.execute(statement)


def backwards(apps, schema_editor):
    for statement in SQLITE_BACK if schema_editor.connection.vendor == "sqlite" else POSTGRESQL_BACK:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("foundation", "0001_initial")]
    operations = [migrations.RunPython(forwards, backwards, elidable=False)]
