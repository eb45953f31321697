"""Writing many rows at once."""

from collections.abc import Sequence

from django.db import connection, models


def update_rows(rows: Sequence[models.Model], fields: Sequence[str]) -> None:
    """Write these fields of all rows, which are of one model, by one statement that the database prepares once.

    Django's `bulk_update` writes a condition for each row and field into one statement: for a week's four hundred
    visits it spends a second on the words alone, and other writers wait.

    Raises ValueError for a field that the rows do not have.
    """
    if not rows:
        return
    meta, quote = rows[0]._meta, connection.ops.quote_name
    if unknown := set(fields) - {field.name for field in meta.concrete_fields}:
        raise ValueError(f"{meta.label} has no field {', '.join(sorted(unknown))}.")
    written = [field for field in meta.concrete_fields if field.name in fields]
    key = next(field for field in meta.concrete_fields if field.primary_key)
    pairs = ", ".join(f"{quote(str(field.column))} = %s" for field in written)
    statement = f"UPDATE {quote(meta.db_table)} SET {pairs} WHERE {quote(str(key.column))} = %s"  # noqa: S608  # names from the model
    values = [
        [
            field.get_db_prep_save(getattr(row, field.attname), connection)
            for field in (*written, key)
        ]
        for row in rows
    ]
    with connection.cursor() as cursor:
        cursor.executemany(statement, values)
