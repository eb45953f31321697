"""How the surplus of a year is shared: parts in percent within the bounds of the articles, and what a decision does."""

from collections.abc import Mapping
from datetime import date

from kith.articles.decisions import Decision, require_ordinary
from kith.articles.queries import articles_in_force
from kith.articles.rules import Articles
from kith.decisions.models import SurplusRule
from kith.foundation import clock
from kith.foundation.errors import DomainError
from kith.foundation.models import Coop

PARTS = ("reserve", "community", "education", "cooperation", "members")
"""Where a surplus goes, as fields of `SurplusRule`."""

TITLES = {
    "reserve": "Reserve that is never shared",
    "community": "Our neighbourhood",
    "education": "Learning",
    "cooperation": "Other co-ops",
    "members": "Members",
}
SHARED = {
    "hours": "by hours worked",
    "use": "by the use they made",
    "equally": "equally",
    "nobody": "to nobody",
    "shares": "by shares",
}


def bounds(articles: Articles) -> dict[str, tuple[int, int]]:
    """The least and the most percent of each part."""
    rule = articles.surplus
    most = 0 if rule.shared_by == "nobody" else rule.members_most
    return {
        "reserve": (rule.reserve_least, 100),
        "community": (rule.community_least, 100),
        "education": (articles.education.surplus_percent, 100),
        "cooperation": (articles.cooperation.surplus_percent, 100),
        "members": (0, most),
    }


def check_parts(articles: Articles, parts: Mapping[str, int]) -> None:
    """Raise DomainError naming the part that is out of the articles' bounds, or `members` when they make no hundred."""
    for key, (least, most) in bounds(articles).items():
        given = parts[key]
        if given < least:
            raise DomainError(f"Our articles ask for {least} % at least.", field=key)
        if given > most:
            raise DomainError(f"Our articles allow {most} % at most.", field=key)
    whole = sum(parts[key] for key in PARTS)
    if whole != 100:
        raise DomainError(f"The parts make {whole} %. They have to make 100 %.", field="members")


def check_not_shared(coop: Coop, ends: date) -> None:
    """Raise DomainError when it is decided already how the surplus of this year is shared."""
    if SurplusRule.objects.filter(coop=coop, year_ends=ends, decided_on__isnull=False).exists():
        raise DomainError("How the surplus of that year is shared is decided already.")


def in_words(articles: Articles, parts: Mapping[str, int], day: str) -> str:
    """What is decided, as it stands in the minutes."""
    each = [f"{TITLES[key]}: {parts[key]} %" for key in PARTS if parts[key]]
    how = f" Members share {SHARED[articles.surplus.shared_by]}." if parts["members"] else ""
    return f"Of what was left at the end of the year to {day}: {'; '.join(each)}.{how}"


def put_in_force(*, coop: Coop, rule: SurplusRule, decision: Decision) -> SurplusRule:
    """The decided parts are the rule of that year. Raises NotDecided, or DomainError: decided before, out of bounds."""
    articles = articles_in_force(coop)
    require_ordinary(decision, articles, rule, articles.surplus.decided_by)
    check_not_shared(coop, rule.year_ends)
    check_parts(articles, {key: getattr(rule, key) for key in PARTS})
    rule.decided_on, rule.decided_by = clock.today(coop.zone), decision.words[:300]
    rule.save(update_fields=["decided_on", "decided_by"])
    return rule


def rules_of(coop: Coop) -> list[SurplusRule]:
    """What was decided for each year, the newest first."""
    found = SurplusRule.objects.filter(coop=coop, decided_on__isnull=False)
    return list(found.order_by("-year_ends"))


def rule_of_year(coop: Coop, ends: date) -> SurplusRule | None:
    """How the surplus of the year that ended on this day is shared, once that is decided."""
    return SurplusRule.objects.filter(coop=coop, year_ends=ends, decided_on__isnull=False).first()
