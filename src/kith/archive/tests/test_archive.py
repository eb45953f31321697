"""Out of one installation and into another: the same to the last bit, or refused with the name of what is wrong."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from zipfile import ZipFile

import pytest
from django.apps import apps
from django.db import transaction

from kith.archive import contents, layout
from kith.archive.actions import export_coop, import_coop
from kith.archive.factories import a_lived_in_coop, rewritten
from kith.archive.rules import Damaged, DoesNotFit, HereAlready, OtherVersion, WrongArchive
from kith.foundation.events import record, verify
from kith.foundation.models import Coop, Event
from kith.people.factories import a_coop
from kith.people.models import Account, Person
from kith.support.models import VisitPattern

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def elsewhere(settings, tmp_path: Path) -> None:
    settings.VAR = tmp_path


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """An archive of a co-op that is not on this installation: what was founded for it is undone."""
    out = tmp_path / "harbour.kith.zip"
    with transaction.atomic():
        export_coop(coop=a_lived_in_coop(), out=out)
        transaction.set_rollback(True)
    return out


def test_a_co_op_comes_back_the_same_to_the_last_bit(archive: Path, tmp_path: Path) -> None:
    coop, manifest = import_coop(archive=archive)
    again = tmp_path / "again.zip"
    export_coop(coop=coop, out=again)

    assert again.read_bytes() == archive.read_bytes()
    assert list(verify()) == []
    assert manifest.events == Event.objects.filter(coop=coop).count() > 5


def test_history_goes_on_after_coming_in(archive: Path) -> None:
    coop, manifest = import_coop(archive=archive)
    event = record(coop=coop, by=None, kind="coop.founded", subject=coop)

    assert (event.number, event.previous) == (manifest.events + 1, manifest.last_event)
    assert list(verify()) == []


def test_lists_and_letters_of_any_alphabet_come_along(archive: Path) -> None:
    import_coop(archive=archive)

    pattern = VisitPattern.objects.get()
    assert [skill.name for skill in pattern.skills.all()] == ["Hoist"]
    assert pattern.support.person.name == "Joan Łukasiewicz"


def test_no_password_travels_and_nobody_is_locked_out(archive: Path) -> None:
    with ZipFile(archive) as opened:
        told = opened.read("rows/people.account.jsonl").decode()
    import_coop(archive=archive)

    assert "password" not in told and "argon2" not in told
    account = Account.objects.get(email="sal@harbour.example")
    assert account.is_active and not account.has_usable_password()


def test_an_account_that_is_here_already_is_used_and_not_changed(archive: Path) -> None:
    here = Account(email="SAL@harbour.example")
    here.set_password("four dull green ducks")
    here.save()

    import_coop(archive=archive)

    assert Person.objects.get(name="Sal Moor").account == here
    assert Account.objects.get(pk=here.pk).check_password("four dull green ducks")


def test_one_flipped_byte_anywhere_is_refused(archive: Path, tmp_path: Path) -> None:
    whole, flipped = archive.read_bytes(), tmp_path / "flipped.zip"
    places = [
        *range(0, len(whole), max(1, len(whole) // 150)),
        *range(len(whole) - 130, len(whole)),
    ]
    for place in places:
        changed = bytearray(whole)
        changed[place] ^= 1
        flipped.write_bytes(changed)
        with pytest.raises(Damaged, match="Nothing was brought in"):
            import_coop(archive=flipped)
    assert not Coop.objects.exists()


@pytest.mark.parametrize(
    "name",
    ["rows/people.person.jsonl", "schema.json", "manifest.json", "rows/foundation.event.jsonl"],
)
def test_the_entry_that_was_changed_is_named(archive: Path, name: str) -> None:
    whole = bytearray(archive.read_bytes())
    with ZipFile(archive) as opened:
        content = opened.read(name)
    place = bytes(whole).index(content) + len(content) // 2
    whole[place] ^= 1
    archive.write_bytes(whole)

    with pytest.raises(Damaged, match=re.escape(f"“{name}”")):
        import_coop(archive=archive)


@pytest.mark.parametrize("kept", [0.0, 0.001, 0.3, 0.9, 0.9999])
def test_an_archive_cut_short_is_refused_in_words(archive: Path, kept: float) -> None:
    whole = archive.read_bytes()
    archive.write_bytes(whole[: int(len(whole) * kept)])

    with pytest.raises(WrongArchive, match="cut short" if kept > 0 else "not an archive"):
        import_coop(archive=archive)


def test_what_is_no_archive_is_told_so(tmp_path: Path) -> None:
    file = tmp_path / "letter.txt"
    file.write_text("Dear Sam, " * 50)
    other = tmp_path / "other.zip"
    with ZipFile(other, "w") as opened:
        opened.writestr("a.txt", "a")

    for path, words in [(file, "not an archive"), (tmp_path / "none", "cannot be read")]:
        with pytest.raises(WrongArchive, match=words):
            import_coop(archive=path)
    with pytest.raises(WrongArchive):
        import_coop(archive=other)


def test_a_co_op_that_is_here_is_never_changed(archive: Path) -> None:
    coop, _ = import_coop(archive=archive)
    before = Event.objects.count()

    with pytest.raises(HereAlready, match="on this installation already"):
        import_coop(archive=archive)
    assert Event.objects.filter(coop=coop).count() == before


def test_a_short_name_that_is_taken_is_told(archive: Path) -> None:
    a_coop("harbour")

    with pytest.raises(HereAlready, match=re.escape("short name “harbour”")):
        import_coop(archive=archive)


def _json(change: Callable[[dict], None]) -> Callable[[bytes], bytes]:
    def changed(text: bytes) -> bytes:
        table = json.loads(text)
        change(table)
        return json.dumps(table).encode()

    return changed


def test_a_newer_format_and_another_kith_are_named(archive: Path) -> None:
    newer = rewritten(archive, {layout.MANIFEST: _json(lambda table: table.update(format=2))})
    with pytest.raises(OtherVersion, match="format 2"):
        import_coop(archive=newer)

    def without_name(table: dict) -> None:
        del table["people.Person"]["called"]

    older = rewritten(archive, {layout.SCHEMA: _json(without_name)})
    with pytest.raises(
        OtherVersion, match=re.escape("“people.Person.called” is not there in the archive")
    ):
        import_coop(archive=older)

    other = rewritten(archive, {layout.SCHEMA: _json(lambda table: table.update({"a.B": {}}))})
    with pytest.raises(OtherVersion, match=re.escape("only that one keeps “a.B”")):
        import_coop(archive=other)


def _first_line(change: Callable[[dict], None]) -> Callable[[bytes], bytes]:
    def changed(text: bytes) -> bytes:
        first, _, others = text.partition(b"\n")
        row = json.loads(first)
        change(row)
        return contents.line_of(row) + others

    return changed


ASTRAY = "00000000-0000-7000-8000-000000000000"
FORGED = [
    (
        "rows/people.hat.jsonl",
        _first_line(lambda row: row.update(person=ASTRAY)),
        DoesNotFit,
        "leads by “person” to one that is not in the archive",
    ),
    (
        "rows/support.visitpattern.jsonl",
        _first_line(lambda row: row.update(skills=[ASTRAY])),
        DoesNotFit,
        "leads by “skills”",
    ),
    (
        "rows/people.person.jsonl",
        _first_line(lambda row: row.update(coop=ASTRAY)),
        DoesNotFit,
        "Line 1 of “rows/people.person.jsonl” belongs to another co-op",
    ),
    (
        "rows/people.person.jsonl",
        _first_line(lambda row: row.update(born_on="31 May")),
        DoesNotFit,
        "Line 1 of “rows/people.person.jsonl” cannot be read",
    ),
    (
        "rows/people.person.jsonl",
        _first_line(lambda row: row.pop("name")),
        DoesNotFit,
        "Line 1 of “rows/people.person.jsonl” cannot be read",
    ),
    ("rows/people.person.jsonl", lambda text: text + b"}\n", DoesNotFit, "cannot be read"),
    (
        "rows/people.person.jsonl",
        lambda text: text + text.splitlines(keepends=True)[0],
        HereAlready,
        "are here already",
    ),
    (
        "rows/foundation.event.jsonl",
        _first_line(lambda row: row.update(kind="coop.closed")),
        DoesNotFit,
        "breaks at event 1: its content was changed",
    ),
    (
        "rows/foundation.event.jsonl",
        lambda text: b"".join(text.splitlines(keepends=True)[:-1]),
        DoesNotFit,
        "does not end where the archive says",
    ),
    ("rows/foundation.coop.jsonl", lambda _text: b"", DoesNotFit, "itself is not in the archive"),
]


@pytest.mark.parametrize(("name", "change", "error", "words"), FORGED)
def test_an_archive_sealed_again_after_a_change_is_refused_whole(
    archive: Path,
    name: str,
    change: Callable[[bytes], bytes],
    error: type[WrongArchive],
    words: str,
) -> None:
    with pytest.raises(error, match=re.escape(words)):
        import_coop(archive=rewritten(archive, {name: change}))
    assert not Coop.objects.exists() and not Person.objects.exists()


def test_nothing_but_what_kith_writes_is_read(archive: Path) -> None:
    with pytest.raises(Damaged, match="escape"):
        import_coop(archive=rewritten(archive, {}, more={"files/../../escape": b"!"}))


def test_an_archive_is_whole_or_not_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full_disk(*_: object) -> None:
        raise OSError("No space left on device")

    monkeypatch.setattr("kith.archive.writing._manifest", full_disk)
    folder = tmp_path / "out"
    folder.mkdir()

    with pytest.raises(OSError, match="No space"):
        export_coop(coop=a_coop(), out=folder / "a.zip")
    assert list(folder.iterdir()) == []


def test_an_archive_is_for_its_owner_alone(archive: Path) -> None:
    assert archive.stat().st_mode & 0o077 == 0


def test_every_row_of_the_house_is_in_or_left_out_for_a_reason() -> None:
    ours = [model for model in apps.get_models() if model.__module__.startswith("kith.")]
    known = {model._meta.label for model in contents.models_kept()} | set(contents.LEFT_OUT)

    assert {model._meta.label for model in ours} == known


def test_other_co_ops_stay_out(archive: Path, tmp_path: Path) -> None:
    other = a_lived_in_coop("lighthouse")
    coop, _ = import_coop(archive=archive)
    export_coop(coop=coop, out=tmp_path / "again.zip")

    assert (tmp_path / "again.zip").read_bytes() == archive.read_bytes()
    assert str(other.pk).encode() not in archive.read_bytes()
