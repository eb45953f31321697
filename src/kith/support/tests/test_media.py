"""Photographs and voice notes in a plan: with a yes, made plain, shown to who reads the plan, refused in words."""

import io
import struct
import zlib
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from kith.foundation.attached import Attached
from kith.foundation.errors import ChangedMeanwhile, DomainError, NotAllowed
from kith.foundation.files import read_file
from kith.people.models import Account, Person
from kith.people.queries import actor_for
from kith.support.factories import make_support, make_team, make_worker, worker_of
from kith.support.media import actions, rules
from kith.support.media.forms import MediaBox
from kith.support.media.models import PlanMedia
from kith.support.media.queries import media_of
from kith.support.models import Plan
from kith.support.plan.actions import begin_plan
from kith.support.records.actions import say_consent

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan() -> Plan:
    """The plan of Joan, who does not sign in and agrees to photographs, by Ana's hand."""
    team = make_team()
    ana = worker_of(team)
    support = make_support(team, ana)
    made = begin_plan(coop=team.coop, by=ana, support=support)
    consent(made, "given")
    return made


def ana(plan: Plan) -> Person:
    return Person.objects.get(coop=plan.coop, name="Ana Bell")


def consent(plan: Plan, state: str) -> None:
    say_consent(
        coop=plan.coop,
        by=actor_for(ana(plan)),
        plan=plan,
        purpose="photos",
        state=state,
        how="She nodded",
    )


def photo(size: tuple[int, int] = (40, 20), form: str = "JPEG", **more: Any) -> bytes:
    made = io.BytesIO()
    Image.new("RGB", size, "teal").save(made, form, **more)
    return made.getvalue()


def add(plan: Plan, name: str, content: bytes, words: str = "Me at the sea", **more: Any) -> Any:
    return actions.add_media(
        coop=plan.coop,
        by=actor_for(ana(plan)),
        plan=plan,
        section="matters",
        file=Attached(name, content),
        words=words,
        **more,
    )


def sign_in(person: Person) -> Client:
    person.account = Account.objects.create(email=f"{person.id}@example.org")
    person.save(update_fields=["account"])
    client = Client()
    client.force_login(person.account)
    return client


def at(plan: Plan, name: str, **parts: object) -> str:
    return reverse(f"support:{name}", kwargs={"coop": plan.coop.slug, **parts})


def test_a_photograph_is_upright_small_and_tells_nothing_of_where_it_was_taken(plan: Plan) -> None:
    taken = Image.Exif()
    taken[0x0112] = 6  # turned by a quarter
    taken[0x010F] = "a telephone at 53.39 north"
    kept = add(plan, "IMG_1.JPG", photo((4000, 1000), exif=taken.tobytes()))
    content = read_file(plan.coop_id, kept.file)
    with Image.open(io.BytesIO(content)) as seen:
        assert seen.size == (400, 1600)
        assert not seen.getexif()
    assert b"telephone" not in content
    assert (kept.kind, kept.file_name) == ("photo", "IMG_1.jpg")


def test_a_voice_note_stays_as_it_is(plan: Plan) -> None:
    kept = add(plan, "note.mp3", b"ID3" + b"\x00" * 50)
    assert kept.kind == "voice"
    assert rules.media_type(kept.file_name) == "audio/mpeg"


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.jpg", b"", "empty"),
        ("a.jpg", b"<script>", "cannot read this picture"),
        ("a.png", photo()[:60], "cannot read this picture"),
        ("a.mp3", b"MZ not music", "inside it is something else"),
        ("a.svg", b"<svg/>", "do not keep this kind"),
        ("a.exe", b"MZ", "do not keep this kind"),
        ("a.mp3", b"ID3" + b"\x00" * rules.MOST_BYTES, "20 MB is the most"),
    ],
)
def test_bad_files_are_refused_in_words(plan: Plan, name: str, content: bytes, said: str) -> None:
    with pytest.raises(DomainError, match=said) as error:
        add(plan, name, content)
    assert error.value.field == "file"
    assert not PlanMedia.objects.exists()


def test_two_gigabytes_are_refused_before_they_are_read() -> None:
    class Huge(SimpleUploadedFile):
        def read(self, *_: Any) -> bytes:
            raise AssertionError("it was read")

    file = Huge("note.mp3", b"ID3")
    file.size = 2_000_000_000
    with pytest.raises(Exception, match=r"2,000 MB; 20 MB is the most"):
        MediaBox().clean(file)


def test_a_picture_of_too_many_points_is_refused(
    plan: Plan, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rules, "MOST_PIXELS", 100)
    with pytest.raises(DomainError, match="too large"):
        add(plan, "a.png", photo((20, 20), "PNG"))


def test_a_small_file_that_would_unfold_into_a_huge_picture_is_refused() -> None:
    huge = bytearray(photo(form="PNG"))
    head = b"IHDR" + struct.pack(">IIBBBBB", 30_000, 30_000, 8, 2, 0, 0, 0)
    huge[12:33] = head + struct.pack(">I", zlib.crc32(head))
    with pytest.raises(DomainError, match="too large"):
        rules.tidied(Attached("a.png", bytes(huge)))


@given(st.sampled_from(["JPEG", "PNG", "WEBP"]), st.data())
@pytest.mark.filterwarnings("ignore")  # Pillow warns of each that it cannot read
def test_a_spoilt_picture_is_kept_plain_or_refused_in_words(form: str, data: st.DataObject) -> None:
    spoilt = bytearray(photo(form=form))
    spots = st.lists(st.tuples(st.integers(0, len(spoilt) - 1), st.integers(0, 255)), max_size=9)
    for at_byte, byte in data.draw(spots):
        spoilt[at_byte] = byte
    try:
        kept = rules.tidied(Attached(f"a.{form.lower()}", bytes(spoilt)))
    except DomainError as error:
        assert error.field == "file"
    else:
        with Image.open(io.BytesIO(kept.content)) as seen:
            assert seen.format == "JPEG" and max(seen.size) <= rules.LONGEST_SIDE


def test_without_a_yes_nothing_is_kept_and_nothing_is_shown(plan: Plan) -> None:
    kept = add(plan, "a.jpg", photo())
    browser = sign_in(ana(plan))
    page = at(plan, "media", media=kept.pk)
    assert browser.get(page).status_code == 200
    consent(plan, "back")
    assert browser.get(page).status_code == 404
    assert not media_of(plan)
    with pytest.raises(DomainError, match="First the person agrees"):
        add(plan, "b.jpg", photo())


def test_only_who_reads_the_plan_sees_it(plan: Plan) -> None:
    kept = add(plan, "a.jpg", photo())
    page = at(plan, "media", media=kept.pk)
    answer = sign_in(ana(plan)).get(page)
    assert answer["Content-Type"] == "image/jpeg"
    assert "sandbox" in answer["Content-Security-Policy"]
    other = make_worker(make_team(slug="hill", coop=plan.coop), "Dee East")
    assert sign_in(other).get(page).status_code == 403
    stranger = make_worker(make_team(slug="sea"), "Far Away")
    assert sign_in(stranger).get(page).status_code == 404
    with pytest.raises(NotAllowed):
        actions.take_out_media(coop=plan.coop, by=actor_for(other), media=kept)


def test_it_comes_in_and_goes_out_by_the_browser(plan: Plan) -> None:
    browser = sign_in(ana(plan))
    page = at(plan, "add-media", support=plan.support_id)
    said = {"words": "Me at the sea", "section": "matters", "whose": "own"}
    wrong = browser.post(page, {**said, "file": SimpleUploadedFile("a.gif", b"GIF89a")})
    assert wrong.status_code == 422
    assert "Me at the sea" in wrong.text
    file = SimpleUploadedFile("a.png", photo(form="PNG"))
    answer = browser.post(page, {**said, "file": file}, follow=True)
    assert 'alt="Me at the sea"' in answer.text
    kept = PlanMedia.objects.get()
    answer = browser.post(at(plan, "media-out", media=kept.pk), follow=True)
    assert "shown to nobody" in answer.text
    assert 'alt="Me at the sea"' not in answer.text
    with pytest.raises(ChangedMeanwhile):
        actions.take_out_media(coop=plan.coop, by=actor_for(ana(plan)), media=kept)
