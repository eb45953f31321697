"""The lock on a week: two people who change it at once never overwrite each other."""

from kith.foundation.errors import ChangedMeanwhile, DomainError
from kith.foundation.models import Coop
from kith.foundation.permissions import Actor, Permission, require
from kith.rota.models import Rota

MOVED_ON = (
    "Somebody else changed this week while you were looking at it. Nothing of yours was saved. "
    "Look at the week as it is now, then do it again."
)


class IllegalMove(DomainError):
    """A change that would break a rule of the week; the message is the rule in words."""


def locked(
    coop: Coop, by: Actor, rota: Rota, expected_revision: int, permission: Permission
) -> Rota:
    """The rota, held until the transaction ends. Raises NotAllowed, or ChangedMeanwhile when it has moved on."""
    kept = (
        Rota.objects.select_for_update(of=("self",))
        .select_related("coop", "team")
        .get(pk=rota.pk, coop=coop)
    )
    require(by, permission, kept)
    if kept.revision != expected_revision:
        raise ChangedMeanwhile(MOVED_ON)
    return kept


def touch(rota: Rota) -> Rota:
    """Count one change. A changed week is no longer agreed, and what was sent is no longer how it stands."""
    rota.revision += 1
    rota.state = Rota.DRAFT
    rota.agreed_at = rota.agreed_by = None
    rota.save(update_fields=["revision", "state", "agreed_at", "agreed_by"])
    return rota
