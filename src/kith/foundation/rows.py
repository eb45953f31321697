"""Writing many rows at once."""

from collections.abc import Sequence

from django.db import connection, models


def update_rows(rows: Sequence[models.Model], fields: Sequence[str]) -> None:
    """Write these fields of all rows, which are of one model, by one statement that the database prepares once.

    Django's `bulk_update` writes a condition for each row and field into one statement: for a week's four hundred
    visits it spends a second on the words alone, and other writers wait.
    """
    if not rows:
        return
    meta, quote = rows[0]._meta, connection.ops.quote_name
    columns = [meta.get_field(name) for name in fields]
    key = meta.pk
    pairs = ", ".join(f"{quote(field.column)} = %s" for field in columns)
    statement = f"UPDATE {quote(meta.db_table)} SET {pairs} WHERE {quote(key.column)} = %s"  # noqa: S608  # names from the model
    values = [
        [f.get_db_prep_save(getattr(row, f.attname), connection) for f in (*columns, key)]
        for row in rows
    ]
    with connection.cursor() as cursor:
        cursor.executemany(statement, values)
