"""What is wrong with an archive, in words: what it is, that nothing was kept, what to do next."""

from kith.foundation.errors import DomainError

NOTHING_KEPT = "Nothing was brought in."


class WrongArchive(DomainError):
    """An archive that cannot be brought in."""


class Damaged(WrongArchive):
    """Bytes of the archive were changed or are missing."""

    def __init__(self, what: str) -> None:
        super().__init__(
            f"{what} {NOTHING_KEPT} Copy the archive again from where it was written, then try again."
        )


class OtherVersion(WrongArchive):
    """The archive was written by a Kith that keeps other things than this one."""

    def __init__(self, what: str) -> None:
        super().__init__(
            f"{what} {NOTHING_KEPT} Install the Kith that wrote it, or bring the older one of the two up to date."
        )


class DoesNotFit(WrongArchive):
    """The archive is whole, but what it says cannot be."""

    def __init__(self, what: str) -> None:
        super().__init__(f"{what} {NOTHING_KEPT} Write the archive again where it came from.")


class HereAlready(WrongArchive):
    """This installation has the co-op, or something of the same name, already."""

    def __init__(self, what: str) -> None:
        super().__init__(
            f"{what} {NOTHING_KEPT} An archive is brought in only where the co-op is not yet: "
            "use an installation without it."
        )
