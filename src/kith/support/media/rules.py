"""Which photographs and recordings are taken, and what is kept of them."""

import io
from dataclasses import dataclass

from PIL import Image, ImageOps, UnidentifiedImageError

from kith.foundation.attached import Attached, ending_of, tidy_name
from kith.foundation.errors import DomainError

MOST_BYTES = 20_000_000
MOST_PIXELS = 60_000_000
LONGEST_SIDE = 1600
TOO_MANY_PIXELS = "This picture is too large. Make it smaller first."
VOICES = {  # the ending of the name: where in the file which bytes stand, and its media type
    "mp3": (((0, b"ID3"), (0, b"\xff\xfb"), (0, b"\xff\xf3"), (0, b"\xff\xf2")), "audio/mpeg"),
    "m4a": (((4, b"ftyp"),), "audio/mp4"),
    "ogg": (((0, b"OggS"),), "audio/ogg"),
    "opus": (((0, b"OggS"),), "audio/ogg"),
    "wav": (((0, b"RIFF"),), "audio/wav"),
    "webm": (((0, b"\x1a\x45\xdf\xa3"),), "audio/webm"),
}
PHOTOS = ("jpg", "jpeg", "png", "webp")
ACCEPT = ",".join(f".{ending}" for ending in (*PHOTOS, *VOICES))
TAKEN = "A photograph (JPEG, PNG, WebP) or a recording (MP3, M4A, OGG, WAV, WebM), up to 20 MB."


@dataclass(frozen=True, slots=True)
class Tidied:
    """A file as it is kept: its kind, a safe name, and its bytes."""

    kind: str
    name: str
    content: bytes


def too_large(size: int) -> str:
    """What is said of a file that is too large."""
    return (
        f"This file has {size / 1_000_000:,.0f} MB; 20 MB is the most. Nothing of yours is lost: "
        "pick a shorter recording, or a smaller picture."
    )


def tidied(file: Attached) -> Tidied:
    """The file as it is kept. A photograph gets smaller and loses where and when it was taken.

    Raises DomainError naming `file` for what is empty, too large, or not what its name says.
    """
    name = tidy_name(file.name)
    ending = ending_of(name)
    if not file.content:
        raise DomainError("This file is empty. Pick another one.", field="file")
    if len(file.content) > MOST_BYTES:
        raise DomainError(too_large(len(file.content)), field="file")
    if ending in PHOTOS:
        return Tidied("photo", f"{name.rpartition('.')[0] or 'photo'}.jpg", _photo(file.content))
    if ending in VOICES:
        begins, _ = VOICES[ending]
        if not any(file.content[at : at + len(sign)] == sign for at, sign in begins):
            raise DomainError(
                f"The name ends with .{ending}, but inside it is something else. Save it again.",
                field="file",
            )
        return Tidied("voice", name, file.content)
    raise DomainError(f"We do not keep this kind of file. {TAKEN}", field="file")


def _photo(content: bytes) -> bytes:
    """The picture anew, upright, at most 1600 pixels a side, as JPEG, without anything beside the picture."""
    try:
        with Image.open(io.BytesIO(content), formats=["JPEG", "PNG", "WEBP"]) as opened:
            if opened.width * opened.height > MOST_PIXELS:
                raise DomainError(TOO_MANY_PIXELS, field="file")
            opened.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
            upright = ImageOps.exif_transpose(opened) or opened
            plain = Image.new("RGB", upright.size, "white")
            seen = upright.convert("RGBA")
            plain.paste(seen, mask=seen.getchannel("A"))
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise DomainError(TOO_MANY_PIXELS, field="file") from error
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError) as error:
        raise DomainError(
            "We cannot read this picture. Save it again as JPEG.", field="file"
        ) from error
    kept = io.BytesIO()
    plain.save(kept, "JPEG", quality=85, optimize=True)
    return kept.getvalue()


def media_type(name: str) -> str:
    """The media type of a kept file, by its ending."""
    ending = ending_of(name)
    return VOICES[ending][1] if ending in VOICES else "image/jpeg"
