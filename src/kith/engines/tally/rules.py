"""The rules that count preferences, by name, and a count as plain data."""

from collections.abc import Callable, Mapping

from kith.engines.tally import meek, scottish
from kith.engines.tally.counting import Count, Stage
from kith.engines.tally.election import Election

RULES: Mapping[str, Callable[[Election], Count]] = {
    scottish.RULE: scottish.count_scottish,
    meek.RULE: meek.count_meek,
}


def as_data(count: Count, election: Election) -> dict[str, object]:
    """A count as JSON can say it: candidates by number from 1, votes as text with all their decimals."""
    return {
        "title": election.title,
        "rule": count.rule,
        "seats": count.seats,
        "candidates": list(count.names),
        "withdrawn": sorted(election.withdrawn),
        "lot": list(election.lot) or None,
        "votes": count.votes,
        "winners": list(count.winners),
        "stages": [_stage(count, one) for one in count.stages],
    }


def _stage(count: Count, stage: Stage) -> dict[str, object]:
    data: dict[str, object] = {
        "stage": stage.number,
        "kind": stage.kind,
        "candidate": stage.candidate,
        "quota": count.say(stage.quota),
        "totals": [count.say(one) for one in stage.totals],
        "exhausted": count.say(stage.exhausted),
        "elected": list(stage.elected),
        "excluded": list(stage.excluded),
        "without_quota": stage.without_quota,
        "transfers": [
            {"to": one.to or None, "papers": one.papers, "value": count.say(one.value)}
            for one in stage.transfers
        ],
        "ties": [
            {
                "candidates": list(one.candidates),
                "chosen": one.chosen,
                "purpose": one.purpose,
                "by_stage": one.by_stage,
            }
            for one in stage.ties
        ],
    }
    if stage.kept:
        data["kept"] = [count.say(one) for one in stage.kept]
    return data
