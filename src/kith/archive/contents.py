"""What a co-op's archive holds: which models, their fields, and each row as one line of JSON.

A model of any room is in it as soon as it has a `coop`; nobody has to think of it. Accounts belong to an installation
and serve several co-ops: of them an archive holds the e-mail address, and never a password.
"""

import base64
import json
import uuid
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from functools import cache
from typing import Any, cast

from django.apps import apps
from django.db import models
from django.db.models import Field, ForeignKey, ManyToManyField, Model, QuerySet
from django.utils.duration import duration_string

from kith.foundation.files import KeptFile
from kith.foundation.models import Coop
from kith.people.models import Account

Row = dict[str, Any]

ACCOUNT_FIELDS = ("id", "email", "is_active", "made_at")
LEFT_OUT: Mapping[str, str] = {
    "founding.FoundingDraft": "belongs to an account of this installation, not to the co-op it led to",
    "founding.DraftFounder": "belongs to a founding draft",
    "elections.ContestKey": "signs tokens while votes are open, here alone, and goes when they close",
    "elections.SigningKey": "signs in the co-op’s name from this installation; another makes its own",
}


@cache
def models_kept() -> tuple[type[Model], ...]:
    """The models whose rows an archive holds: the co-op, the accounts, then all that have a co-op, by name."""
    of_coops = [model for model in apps.get_models() if has_coop(model)]
    kept = [model for model in of_coops if model._meta.label not in LEFT_OUT]
    return (Coop, Account, *sorted(kept, key=lambda model: model._meta.label_lower))


def has_coop(model: type[Model]) -> bool:
    """True for a model whose rows belong to a co-op."""
    found = {field.name: field.related_model for field in model._meta.concrete_fields}
    return found.get("coop") is Coop


def fields_of(model: type[Model]) -> tuple["Field[Any, Any]", ...]:
    """The columns of a model that an archive holds, in the order of the model."""
    fields = cast("tuple[Field[Any, Any], ...]", tuple(model._meta.concrete_fields))
    return tuple(f for f in fields if model is not Account or f.name in ACCOUNT_FIELDS)


def lists_of(model: type[Model]) -> tuple["ManyToManyField[Any, Any]", ...]:
    """The fields of a model that hold many rows of another and have no model of their own between."""
    return tuple(f for f in model._meta.local_many_to_many if between(f)._meta.auto_created)


def between(field: "ManyToManyField[Any, Any]") -> type[Model]:
    """The model whose rows are the pairs of a list."""
    return cast("type[Model]", field.remote_field.through)


def links_of(model: type[Model]) -> tuple[tuple[str, type[Model]], ...]:
    """The fields of a model that lead to a row of another, or to several, with where they lead."""
    single = [f for f in fields_of(model) if isinstance(f, ForeignKey)]
    both: list[Any] = [*single, *lists_of(model)]
    return tuple((field.name, field.related_model) for field in both)


def kept_file_fields(model: type[Model]) -> tuple[str, ...]:
    """The fields of a model that name a file."""
    return tuple(field.name for field in fields_of(model) if isinstance(field, KeptFile))


@cache
def schema() -> Mapping[str, Mapping[str, str]]:
    """Every model with its fields, each as words such as `UUIDField` or `ForeignKey people.Person, may be empty`."""
    return {
        model._meta.label: {
            field.name: _in_words(field) for field in (*fields_of(model), *lists_of(model))
        }
        for model in models_kept()
    }


def _in_words(field: Any) -> str:
    kind = field.get_internal_type()
    leads = f" {field.related_model._meta.label}" if field.is_relation else ""
    return f"{kind}{leads}{', may be empty' if field.null else ''}"


def rows_of(model: type[Model], coop: Coop) -> QuerySet[Model]:
    """The rows of one model that belong to the co-op, by id: always in the same order."""
    rows = model._default_manager.order_by("pk")
    if model is Coop:
        return rows.filter(pk=coop.pk)
    if model is Account:
        return rows.filter(pk__in=_accounts_of(coop))
    return rows.filter(coop=coop)


def _accounts_of(coop: Coop) -> set[uuid.UUID]:
    found: set[uuid.UUID] = set()
    for model in models_kept():
        for name, to in links_of(model):
            if to is Account:
                rows = model._default_manager.filter(coop=coop, **{f"{name}__isnull": False})
                found.update(rows.order_by().values_list(f"{name}_id", flat=True))
    return found


def written_rows(model: type[Model], coop: Coop) -> Iterator[Row]:
    """Each row of the model as plain JSON values, by id."""
    fields = fields_of(model)
    lists = [(field.name, _pairs(field, coop)) for field in lists_of(model)]
    columns = [field.attname for field in fields]
    for values in rows_of(model, coop).values_list(*columns).iterator(chunk_size=2000):
        row = {field.name: plain(value) for field, value in zip(fields, values, strict=True)}
        yield row | {name: pairs.get(str(row["id"]), []) for name, pairs in lists}


def _pairs(field: "ManyToManyField[Any, Any]", coop: Coop) -> dict[str, list[str]]:
    """Which rows this field leads to, by the row it leads from."""
    here, there = field.m2m_field_name(), field.m2m_reverse_field_name()
    through = between(field)._default_manager.filter(**{f"{here}__coop": coop})
    pairs: dict[str, list[str]] = {}
    for left, right in through.order_by(f"{here}_id", f"{there}_id").values_list(
        f"{here}_id", f"{there}_id"
    ):
        pairs.setdefault(str(left), []).append(str(right))
    return pairs


def plain(value: object) -> object:
    """A column's value as JSON can say it; times in UTC to the microsecond."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, uuid.UUID | Decimal):
        return str(value)
    if isinstance(value, timedelta):
        return duration_string(value)
    if isinstance(value, bytes | memoryview):
        return base64.b64encode(bytes(value)).decode()
    return value


def line_of(row: Row) -> bytes:
    """A row as one line of JSON that is the same on every machine and database."""
    text = json.dumps(
        row, sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False
    )
    return text.encode() + b"\n"


def row_from(model: type[Model], row: Mapping[str, Any]) -> Model:
    """The row of the database that a line tells of, not saved. Lists are not set.

    Raises ValidationError or ValueError for a value that the field cannot hold.
    """
    values = {field.attname: _read(field, row[field.name]) for field in fields_of(model)}
    return model(**values)


def _read(field: "Field[Any, Any]", value: object) -> object:
    if value is None or isinstance(field, models.JSONField):
        return value
    return field.to_python(value)
