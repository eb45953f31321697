"""What a served demo writes by e-mail: it keeps its letters in a folder."""

import email
import re
from email import policy
from pathlib import Path

from playwright.sync_api import expect

from tests.journeys.walking import Site, Walker


def enter_code(walker: Walker, site: Site, address: str) -> None:
    """Take the code out of the letter, and sign in with it."""
    expect(walker.page.get_by_label("Code")).to_be_visible()
    code = re.search(r"^([A-Z0-9-]{6,})\s*$", newest_letter(site, address), re.MULTILINE)
    assert code
    walker.fill("Code", code[1])
    walker.press("button", "Sign in")


def newest_letter(site: Site, address: str) -> str:
    """What was last written to this address; the demo keeps its mail in a folder."""
    files = sorted((site.folder / "mail").iterdir(), key=lambda file: file.stat().st_mtime_ns)
    letters = [text for file in reversed(files) if (text := _text_to(file, address))]
    assert letters, f"nobody wrote to {address}"
    return letters[0]


def _text_to(file: Path, address: str) -> str:
    letter = email.message_from_bytes(file.read_bytes(), policy=policy.default)
    return str(letter.get_content()) if letter["To"] == address else ""
