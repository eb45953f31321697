"""Elections for tests: written down shortly, or drawn at random."""

from collections.abc import Mapping, Sequence

from hypothesis import strategies as st

from kith.engines.tally.election import Ballots, Election


def election(
    seats: int, papers: Mapping[str, int], *, lot: Sequence[int] = (), withdrawn: Sequence[int] = ()
) -> Election:
    """Candidates are letters: `{"ab": 3}` is three papers with A first and B second."""
    letters = sorted(set("".join(papers)))
    rows = [(many, [letters.index(one) + 1 for one in prefs]) for prefs, many in papers.items()]
    return Election(
        names=tuple(one.upper() for one in letters),
        seats=seats,
        ballots=Ballots.of(rows),
        lot=tuple(lot),
        withdrawn=frozenset(withdrawn),
    )


@st.composite
def elections(draw: st.DrawFn) -> Election:
    """Up to seven candidates and forty papers, many of them short, often with equals; a lot, and somebody withdrawn."""
    candidates = draw(st.integers(1, 7))
    numbers = range(1, candidates + 1)
    prefs = st.permutations(numbers).flatmap(
        lambda order: st.integers(1, candidates).map(lambda length: order[:length])
    )
    rows = draw(st.lists(st.tuples(st.integers(1, 4), prefs), min_size=1, max_size=12))
    withdrawn = draw(st.sets(st.sampled_from(list(numbers)), max_size=candidates - 1))
    return Election(
        names=tuple(f"Candidate {one}" for one in numbers),
        seats=draw(st.integers(1, candidates)),
        ballots=Ballots.of(rows),
        withdrawn=frozenset(withdrawn),
        lot=tuple(draw(st.permutations(numbers))),
    )
