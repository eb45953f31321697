"""A count told in plain words, stage by stage."""

from collections.abc import Sequence

from kith.engines.tally.counting import EXCLUSION, FIRST, SURPLUS, Count, Stage, Tie
from kith.engines.tally.meek import RULE as MEEK


def tell(count: Count) -> list[str]:
    """One paragraph for each stage, and one for the result."""
    return [*(_stage(count, one) for one in count.stages), _result(count)]


def _stage(count: Count, stage: Stage) -> str:
    parts = [f"Stage {stage.number}: {_begun(count, stage)}"]
    parts += [_tie(count, tie) for tie in stage.ties if tie.purpose == "surplus"]
    parts += [_elected(count, stage)] if stage.elected else []
    parts += [_tie(count, tie) for tie in stage.ties if tie.purpose != "surplus"]
    if stage.excluded:
        votes = count.say(stage.totals[stage.excluded[0] - 1])
        parts.append(f"{_names(count, stage.excluded)} has the fewest votes, {votes}, and is out.")
    return " ".join(parts)


def _begun(count: Count, stage: Stage) -> str:
    if stage.kind == FIRST:
        return (
            f"first preferences. {count.votes:,} papers for {_seats(count.seats)}; "
            f"whoever has {_quota(count, stage)} votes is elected."
        )
    if stage.kind == SURPLUS and stage.candidate:
        who = _name(count, stage.candidate)
        return f"{who} has more votes than needed, and passes the rest on. {_passed(count, stage)}"
    if stage.kind == EXCLUSION and stage.candidate:
        who = _name(count, stage.candidate)
        if count.rule == MEEK:
            return f"the votes of {who} go to the next on each paper. {_quota(count, stage)} are needed now."
        return f"the votes of {who} are passed on. {_passed(count, stage)}"
    return f"the elected keep less of each vote, and pass the rest on. {_quota(count, stage)} votes are needed now."


def _passed(count: Count, stage: Stage) -> str:
    """How many papers went to whom, each at its value."""
    sums: dict[int, list[int]] = {}
    for one in stage.transfers:
        entry = sums.setdefault(one.to, [0, 0])
        entry[0] += one.papers
        entry[1] += one.papers * one.value
    told = [
        f"{_papers(papers)} ({count.say(votes)}) to {_name(count, to)}"
        for to, (papers, votes) in sorted(sums.items())
        if to
    ]
    if 0 in sums:
        papers, votes = sums[0]
        told.append(f"{_papers(papers)} ({count.say(votes)}) name nobody further")
    return f"{'; '.join(told)}." if told else "No paper was left to pass on."


def _elected(count: Count, stage: Stage) -> str:
    verb = "is" if len(stage.elected) == 1 else "are"
    names = _names(count, stage.elected)
    if stage.without_quota:
        return f"{names} {verb} elected: no more are left than seats."
    return f"{names} {verb} elected."


def _tie(count: Count, tie: Tie) -> str:
    equals, chosen = _names(count, tie.candidates), _name(count, tie.chosen)
    what = "passes a surplus on first" if tie.purpose == "surplus" else "is chosen"
    if tie.by_stage:
        return f"{equals} are equal; by their votes at stage {tie.by_stage}, {chosen} {what}."
    if count.drawn:
        return f"{equals} are equal; by the lot drawn before the count, {chosen} {what}."
    return f"{equals} are equal; no lot was given, so by the order of the paper {chosen} {what}."


def _result(count: Count) -> str:
    if not count.winners:
        return "Nobody is elected."
    return f"Elected: {_names(count, count.winners)}."


def _quota(count: Count, stage: Stage) -> str:
    whole, rest = divmod(stage.quota, count.unit)
    return count.say(stage.quota) if rest else f"{whole:,}"


def _seats(number: int) -> str:
    return "1 seat" if number == 1 else f"{number} seats"


def _papers(number: int) -> str:
    return "1 paper" if number == 1 else f"{number:,} papers"


def _name(count: Count, number: int) -> str:
    return count.names[number - 1]


def _names(count: Count, numbers: Sequence[int]) -> str:
    names = [_name(count, one) for one in numbers]
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
