"""Tables whose rows the database itself keeps as they were written, whoever asks. For migrations that stand apart.

GUARDS = (only_added("foundation_event", "events"),)


class Migration(migrations.Migration):
    dependencies = [("foundation", "0001_initial")]
    operations = [guard.operation for guard in GUARDS]
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import migrations


@dataclass(frozen=True, slots=True)
class Guard:
    """SQL that sets triggers, and that takes them away again, for SQLite and for PostgreSQL."""

    sqlite: Sequence[str]
    sqlite_back: Sequence[str]
    postgresql: Sequence[str]
    postgresql_back: Sequence[str]

    def setting(self, vendor: str) -> Sequence[str]:
        """The statements that set the triggers on this kind of database ("sqlite" or "postgresql")."""
        return self.sqlite if vendor == "sqlite" else self.postgresql

    def taking_away(self, vendor: str) -> Sequence[str]:
        """The statements that take the triggers away."""
        return self.sqlite_back if vendor == "sqlite" else self.postgresql_back

    @property
    def operation(self) -> migrations.RunPython:
        """The migration's step, forwards and backwards."""

        def forwards(_apps: Any, editor: Any) -> None:
            for statement in self.setting(editor.connection.vendor):
                editor.execute(statement)

        def backwards(_apps: Any, editor: Any) -> None:
            for statement in self.taking_away(editor.connection.vendor):
                editor.execute(statement)

        return migrations.RunPython(forwards, backwards, elidable=False)


def only_added(table: str, rows: str) -> Guard:
    """Rows of this table are only ever added; `rows` is what they are called in the database's refusal."""
    return Guard(
        sqlite=[
            f"""CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table}
            BEGIN SELECT RAISE(ABORT, '{rows} are append-only: one cannot be changed'); END""",
            f"""CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table}
            BEGIN SELECT RAISE(ABORT, '{rows} are append-only: one cannot be removed'); END""",
        ],
        sqlite_back=[f"DROP TRIGGER {table}_no_update", f"DROP TRIGGER {table}_no_delete"],
        postgresql=[
            f"""CREATE FUNCTION {table}_only_added() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN RAISE EXCEPTION '{rows} are append-only: one cannot be changed or removed'; END $$""",
            f"""CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table}
            FOR EACH ROW EXECUTE FUNCTION {table}_only_added()""",
            f"""CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table}
            FOR EACH STATEMENT EXECUTE FUNCTION {table}_only_added()""",
        ],
        postgresql_back=[
            f"DROP TRIGGER {table}_no_truncate ON {table}",
            f"DROP TRIGGER {table}_no_change ON {table}",
            f"DROP FUNCTION {table}_only_added",
        ],
    )
