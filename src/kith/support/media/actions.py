"""Putting photographs and voice notes into a plan, and taking them out again."""

from django.db import transaction

from kith.foundation import clock
from kith.foundation.attached import Attached
from kith.foundation.errors import ChangedMeanwhile, DomainError
from kith.foundation.events import record
from kith.foundation.files import keep_file
from kith.foundation.models import Coop
from kith.foundation.permissions import Actor, Permission, require
from kith.people.models import line
from kith.support.media.models import PlanMedia
from kith.support.media.rules import tidied
from kith.support.models import Plan
from kith.support.plan.rules import check_section, check_whose, whose_by
from kith.support.records.queries import PHOTOS, agrees

MOST = 30


@transaction.atomic
def add_media(
    *,
    coop: Coop,
    by: Actor,
    plan: Plan,
    section: str,
    file: Attached,
    words: str,
    whose: str = "",
) -> PlanMedia:
    """Put a photograph or a voice note under a heading; only while the person agrees to that.

    Raises NotAllowed, DomainError naming `file`, `words`, `section` or `whose`.
    """
    require(by, Permission.PLAN_CHANGE, plan)
    kept = Plan.objects.select_for_update(of=("self",)).select_related("support").get(pk=plan.pk)
    check_section(section)
    if not agrees(kept, PHOTOS):
        raise DomainError(
            "First the person agrees that photographs and recordings are kept: see What I agree to."
        )
    said = whose or whose_by(by, kept)
    check_whose(said)
    if not line(words):
        raise DomainError("Write what is to be seen or heard, for whoever cannot.", field="words")
    if PlanMedia.objects.filter(plan=kept, out_at__isnull=True).count() >= MOST:
        raise DomainError(f"A plan has {MOST} at most. Take one out first.", field="file")
    tidy = tidied(file)
    made = PlanMedia.objects.create(
        coop=coop,
        plan=kept,
        section=section,
        kind=tidy.kind,
        words=line(words)[:500],
        whose=said,
        file=keep_file(coop.pk, tidy.content),
        file_name=tidy.name,
        by_id=by.person_id,
    )
    record(coop=coop, by=by, kind="plan.media-added", subject=kept, section=section)
    return made


@transaction.atomic
def take_out_media(*, coop: Coop, by: Actor, media: PlanMedia) -> PlanMedia:
    """Nobody is shown it any more. Raises NotAllowed, ChangedMeanwhile."""
    require(by, Permission.PLAN_CHANGE, media.plan)
    kept = PlanMedia.objects.select_for_update(of=("self",)).get(pk=media.pk, coop=coop)
    if kept.out_at:
        raise ChangedMeanwhile("It is out already.")
    kept.out_at = clock.now()
    kept.save(update_fields=["out_at"])
    record(coop=coop, by=by, kind="plan.media-out", subject=media.plan, section=media.section)
    return kept
