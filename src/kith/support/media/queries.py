"""Reading what is to be seen and heard in a plan."""

import uuid
from collections import defaultdict
from collections.abc import Mapping

from kith.foundation.models import Coop
from kith.support.media.models import PlanMedia
from kith.support.models import Plan
from kith.support.records.queries import PHOTOS, agrees


def media_of(plan: Plan) -> Mapping[str, list[PlanMedia]]:
    """By heading; nothing while the person does not agree. One query, and one more where there is something."""
    rows = list(PlanMedia.objects.filter(plan=plan, out_at__isnull=True).select_related("by"))
    found: defaultdict[str, list[PlanMedia]] = defaultdict(list)
    if rows and agrees(plan, PHOTOS):
        for one in rows:
            found[one.section].append(one)
    return found


def media_or_none(coop: Coop, media: uuid.UUID) -> PlanMedia | None:
    """One of this co-op by id, while it is shown."""
    rows = PlanMedia.objects.select_related("plan__support__person", "plan__coop", "coop")
    found = rows.filter(coop=coop, pk=media, out_at__isnull=True).first()
    return found if found and agrees(found.plan, PHOTOS) else None
