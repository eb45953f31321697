"""The database itself refuses to change or remove ballots, tellers' sheets and witnesses; a way on the roll stays.

On SQLite the ballots lie in a table without row numbers: those would tell in which order they came.
"""

from typing import Any

from django.db import migrations

from kith.foundation.guards import Guard, only_added

ROLL = "elections_roll"
STAYS = "what was asked for on the roll stays"
GUARDS = (
    only_added("elections_ballot", "ballots"),
    only_added("elections_sheet", "tellers’ sheets"),
    only_added("elections_witness", "words of witnesses"),
    Guard(
        sqlite=[
            f"""CREATE TRIGGER {ROLL}_stays BEFORE UPDATE ON {ROLL}
            WHEN OLD.way != '' OR OLD.member_id != NEW.member_id OR OLD.contest_id != NEW.contest_id
            BEGIN SELECT RAISE(ABORT, '{STAYS}'); END""",
            f"""CREATE TRIGGER {ROLL}_no_delete BEFORE DELETE ON {ROLL}
            BEGIN SELECT RAISE(ABORT, '{STAYS}'); END""",
        ],
        sqlite_back=[f"DROP TRIGGER {ROLL}_stays", f"DROP TRIGGER {ROLL}_no_delete"],
        postgresql=[
            f"""CREATE FUNCTION {ROLL}_stays() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
            IF TG_OP <> 'UPDATE' THEN RAISE EXCEPTION '{STAYS}'; END IF;
            IF OLD.way <> '' OR OLD.member_id <> NEW.member_id OR OLD.contest_id <> NEW.contest_id
            THEN RAISE EXCEPTION '{STAYS}'; END IF;
            RETURN NEW; END $$""",
            f"""CREATE TRIGGER {ROLL}_stays BEFORE UPDATE OR DELETE ON {ROLL}
            FOR EACH ROW EXECUTE FUNCTION {ROLL}_stays()""",
        ],
        postgresql_back=[f"DROP TRIGGER {ROLL}_stays ON {ROLL}", f"DROP FUNCTION {ROLL}_stays"],
    ),
)
BALLOTS = "elections_ballot"


def without_row_numbers(_apps: Any, editor: Any) -> None:
    """Make the empty table of ballots anew, in the order of its key."""
    if editor.connection.vendor != "sqlite":
        return
    with editor.connection.cursor() as cursor:
        cursor.execute(f"SELECT sql FROM sqlite_master WHERE tbl_name = '{BALLOTS}' AND sql NOTNULL ORDER BY type DESC")  # noqa: S608
        made = [row[0] for row in cursor.fetchall()]
    table = next(sql for sql in made if sql.upper().startswith("CREATE TABLE"))
    editor.execute(f"DROP TABLE {BALLOTS}")
    editor.execute(f"{table} WITHOUT ROWID")
    for sql in made:
        if sql is not table:
            editor.execute(sql)


class Migration(migrations.Migration):
    dependencies = [("elections", "0001_initial")]
    operations = [
        migrations.RunPython(without_row_numbers, migrations.RunPython.noop, elidable=False),
        *(guard.operation for guard in GUARDS),
    ]
