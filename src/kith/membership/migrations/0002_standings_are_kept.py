"""The database itself refuses to change or remove what was written about a member's standing, whoever asks."""

from django.db import migrations

SQLITE = [
    """CREATE TRIGGER standing_no_update BEFORE UPDATE ON membership_standing
       BEGIN SELECT RAISE(ABORT, 'standings are only added: one cannot be changed'); END""",
    """CREATE TRIGGER standing_no_delete BEFORE DELETE ON membership_standing
       BEGIN SELECT RAISE(ABORT, 'standings are only added: one cannot be removed'); END""",
]
SQLITE_BACK = ["DROP TRIGGER standing_no_update", "DROP TRIGGER standing_no_delete"]
POSTGRESQL = [
    """CREATE FUNCTION standing_only_added() RETURNS trigger LANGUAGE plpgsql AS $$
       BEGIN RAISE EXCEPTION 'standings are only added: one cannot be changed or removed'; END $$""",
    """CREATE TRIGGER standing_no_change BEFORE UPDATE OR DELETE ON membership_standing
       FOR EACH ROW EXECUTE FUNCTION standing_only_added()""",
    """CREATE TRIGGER standing_no_truncate BEFORE TRUNCATE ON membership_standing
       FOR EACH STATEMENT EXECUTE FUNCTION standing_only_added()""",
]
POSTGRESQL_BACK = [
    "DROP TRIGGER standing_no_truncate ON membership_standing",
    "DROP TRIGGER standing_no_change ON membership_standing",
    "DROP FUNCTION standing_only_added",
]


def forwards(apps, schema_editor):
    for statement in SQLITE if schema_editor.connection.vendor == "sqlite" else POSTGRESQL:
        schema_editor.execute(statement)


def backwards(apps, schema_editor):
    for statement in SQLITE_BACK if schema_editor.connection.vendor == "sqlite" else POSTGRESQL_BACK:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("membership", "0001_initial")]
    operations = [migrations.RunPython(forwards, backwards, elidable=False)]
