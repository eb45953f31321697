"""From an open archive into the database: rows by the batch, then every link and the chain of events is checked."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from zipfile import ZipFile

from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.db.models import Model, QuerySet

from kith.archive.contents import (
    between,
    kept_file_fields,
    links_of,
    lists_of,
    models_kept,
    row_from,
    rows_of,
)
from kith.archive.layout import Manifest, rows_name
from kith.archive.reading import rows_in
from kith.archive.rules import DoesNotFit, HereAlready
from kith.foundation.events import first_broken_link
from kith.foundation.files import digest_of, keep_file, path_of
from kith.foundation.models import Coop, Event
from kith.people.models import Account

BATCH = 2000
UNREADABLE = (KeyError, TypeError, ValueError, ValidationError)


@dataclass(frozen=True, slots=True)
class Arrival:
    """A co-op on its way in; `accounts` leads from an account's id in the archive to its id here."""

    archive: ZipFile
    manifest: Manifest
    coop_id: uuid.UUID
    accounts: dict[uuid.UUID, uuid.UUID] = field(default_factory=dict)


def bring_rows(archive: ZipFile, manifest: Manifest) -> Coop:
    """Bring in everything an archive holds, or nothing. Raises DoesNotFit, HereAlready."""
    arrival = Arrival(archive, manifest, uuid.UUID(manifest.coop_id))
    _check_is_new(arrival)
    with _files_go_with_rows(arrival), transaction.atomic():
        for model in models_kept():
            _bring_model(arrival, model)
        coop = _coop_of(arrival)
        for model in models_kept():
            _check_links(model, coop)
            _check_files(arrival, model, coop)
        _check_record(arrival, coop)
    return coop


def _check_is_new(arrival: Arrival) -> None:
    said = arrival.manifest
    if Coop.objects.filter(pk=arrival.coop_id).exists():
        raise HereAlready(f"“{said.name}” is on this installation already.")
    if Coop.objects.filter(slug=said.slug).exists():
        raise HereAlready(f"Another co-op here has the short name “{said.slug}”.")


@contextmanager
def _files_go_with_rows(arrival: Arrival) -> Iterator[None]:
    """Put the attached files in their place first, and take them away again when the rows are refused."""
    fresh: list[Path] = []
    try:
        for entry in arrival.manifest.entries:
            folder, _, digest = entry.name.partition("/")
            if folder == "files":
                _keep(arrival, entry.name, digest, fresh)
        yield
    except BaseException:
        for path in fresh:
            path.unlink(missing_ok=True)
        raise


def _keep(arrival: Arrival, name: str, digest: str, fresh: list[Path]) -> None:
    content = arrival.archive.read(name)
    if digest_of(content) != digest:
        raise DoesNotFit(f"“{name}” is not the file that its name says.")
    path = path_of(arrival.coop_id, digest)
    if not path.exists():
        fresh.append(path)
    keep_file(arrival.coop_id, content)


def _bring_model(arrival: Arrival, model: type[Model]) -> None:
    name, count = rows_name(model), 0
    for rows in _batches(arrival, name):
        count += len(rows)
        known = [_row(arrival, model, number, row) for number, row in rows]
        try:
            _save(arrival, model, known, [row for _, row in rows])
        except (*UNREADABLE, DatabaseError) as error:
            raise HereAlready(
                f"Rows of “{name}” are here already, or the database refuses them ({error})."
            ) from error
    listed = {entry.name: entry.rows for entry in arrival.manifest.entries}
    if listed.get(name) != count:
        raise DoesNotFit(f"“{name}” has {count} rows where the manifest says {listed.get(name)}.")


def _batches(arrival: Arrival, name: str) -> Iterator[list[tuple[int, dict[str, Any]]]]:
    waiting: list[tuple[int, dict[str, Any]]] = []
    try:
        for numbered in rows_in(arrival.archive, name):
            waiting.append(numbered)
            if len(waiting) == BATCH:
                yield waiting
                waiting = []
    except (KeyError, ValueError) as error:
        raise DoesNotFit(f"“{name}” cannot be read: {error}.") from error
    yield waiting


def _row(arrival: Arrival, model: type[Model], number: int, told: dict[str, Any]) -> Model:
    """The row of one line: of this co-op, with the accounts of this installation."""
    try:
        row = row_from(model, told)
        for name, to in links_of(model):
            if to is Account and told[name] is not None:
                setattr(row, f"{name}_id", arrival.accounts[uuid.UUID(told[name])])
    except UNREADABLE as error:
        raise DoesNotFit(
            f"Line {number} of “{rows_name(model)}” cannot be read ({error})."
        ) from error
    owner = row.pk if model is Coop else getattr(row, "coop_id", arrival.coop_id)
    if owner != arrival.coop_id:
        raise DoesNotFit(f"Line {number} of “{rows_name(model)}” belongs to another co-op.")
    return row


def _save(
    arrival: Arrival, model: type[Model], rows: list[Model], told: list[dict[str, Any]]
) -> None:
    if model is Account:
        _save_accounts(arrival, [row for row in rows if isinstance(row, Account)])
        return
    model._default_manager.bulk_create(rows)
    for many in lists_of(model):
        through = between(many)
        here, there = f"{many.m2m_field_name()}_id", f"{many.m2m_reverse_field_name()}_id"
        pairs = [
            through(**{here: row.pk, there: uuid.UUID(other)})
            for row, words in zip(rows, told, strict=True)
            for other in words[many.name]
        ]
        through._default_manager.bulk_create(pairs)


def _save_accounts(arrival: Arrival, accounts: list[Account]) -> None:
    """Accounts that are here already, by id or e-mail, are used as they are; others begin without a password."""
    for account in accounts:
        same = Account.objects.filter(pk=account.pk).first()
        same = same or Account.objects.filter(email__iexact=account.email).first()
        arrival.accounts[account.pk] = same.pk if same else account.pk
        if same is None:
            account.set_unusable_password()
            account.save(force_insert=True)


def _coop_of(arrival: Arrival) -> Coop:
    coop = Coop.objects.filter(pk=arrival.coop_id).first()
    if coop is None:
        raise DoesNotFit("The co-op itself is not in the archive.")
    return coop


def _check_links(model: type[Model], coop: Coop) -> None:
    """Every row leads only to rows of its own co-op. Accounts were looked up one by one."""
    for name, to in links_of(model):
        if to is Account or to is Coop:
            continue
        linked = rows_of(model, coop).filter(**{f"{name}__isnull": False})
        astray = _leading_away(linked, name, rows_of(to, coop)).first()
        if astray is not None:
            raise DoesNotFit(
                f"The row {astray.pk} of “{rows_name(model)}” leads by “{name}” to one that is not in the archive."
            )


def _leading_away(
    linked: "QuerySet[Model]", name: str, there: "QuerySet[Model]"
) -> "QuerySet[Model]":
    known = there.order_by().values("pk")
    many = {field.name: field for field in lists_of(linked.model)}.get(name)
    if many is None:
        return linked.exclude(**{f"{name}_id__in": known})
    here, other = many.m2m_field_name(), many.m2m_reverse_field_name()
    pairs = between(many)._default_manager.exclude(**{f"{other}_id__in": known})
    return linked.filter(pk__in=pairs.values(f"{here}_id"))


def _check_files(arrival: Arrival, model: type[Model], coop: Coop) -> None:
    there = {entry.name for entry in arrival.manifest.entries}
    for name in kept_file_fields(model):
        named = rows_of(model, coop).exclude(**{name: ""}).order_by()
        for digest in named.values_list(name, flat=True).distinct():
            if f"files/{digest}" not in there:
                raise DoesNotFit(
                    f"The file {digest} of “{rows_name(model)}” is not in the archive."
                )


def _check_record(arrival: Arrival, coop: Coop) -> None:
    """The chain of events is whole, and ends where the archive says that it ended."""
    broken = first_broken_link(coop)
    if broken:
        raise DoesNotFit(
            f"The record of what happened breaks at event {broken.number}: {broken.reason}."
        )
    last = Event.objects.filter(coop=coop).order_by("-number").first()
    found = (last.number, last.hash) if last else (0, "")
    if found != (arrival.manifest.events, arrival.manifest.last_event):
        raise DoesNotFit("The record of what happened does not end where the archive says.")
