import pytest
from hypothesis import given
from hypothesis import strategies as st

from kith.foundation.errors import DomainError
from kith.foundation.models import Coop, Event
from kith.membership.equality.actions import count_applicant, count_member
from kith.membership.equality.queries import results_of
from kith.membership.equality.rules import SMALL, AnsweredAlready, hide
from kith.membership.factories import a_society, an_application, make_member
from kith.membership.models import EqualityCount
from kith.people.factories import somebody
from kith.people.queries import actor_for


def applicant_answers(coop: Coop, number: int, **answers: str) -> None:
    application, _ = an_application(coop, name=f"Nia {number}", email=f"nia{number}@kith.example")
    count_applicant(coop=coop, application=application, answers=answers)


@pytest.mark.django_db
def test_nothing_is_shown_before_ten_and_small_counts_never() -> None:
    coop = a_society()
    for number in range(9):
        applicant_answers(coop, number, cares="yes" if number < 6 else "no")
    assert results_of(coop).people == 0
    applicant_answers(coop, 10, cares="no", age="80-up")
    found = results_of(coop)
    assert found.people == 10
    cells = {
        cell.title: cell.count
        for one in found.results
        if "unpaid" in one.title
        for cell in one.cells
    }
    assert cells["No"] is None and cells["Yes"] is None  # four, and six that would give it away
    applicant_answers(coop, 11, cares="yes")
    assert results_of(coop) == found  # renewed by tens only


@pytest.mark.django_db
def test_each_answers_once_and_only_from_the_list() -> None:
    coop = a_society()
    member = make_member(coop, somebody(coop, "Ann"), "people")
    by = actor_for(member.voter)
    for wrong in ({}, {"age": "about forty"}, {"shoe": "41"}):
        with pytest.raises(DomainError):
            count_member(coop=coop, by=by, member=member, answers=wrong)
    member.refresh_from_db()
    assert not member.told_about_themself
    count_member(coop=coop, by=by, member=member, answers={"age": "25-44"})
    with pytest.raises(AnsweredAlready):
        count_member(coop=coop, by=by, member=member, answers={"age": "25-44"})
    assert EqualityCount.objects.get(coop=coop, question="age", answer="25-44").count == 1


@pytest.mark.django_db
def test_no_row_and_no_event_says_who_or_when() -> None:
    coop = a_society()
    names = {field.name for field in EqualityCount._meta.get_fields()}
    assert names == {"id", "coop", "question", "answer", "count", "shown"}
    application, _ = an_application(coop)
    events = Event.objects.count()
    count_applicant(coop=coop, application=application, answers={"age": "25-44"})
    assert Event.objects.count() == events
    rows = EqualityCount.objects.all()
    assert all(row.id.version == 4 for row in rows)
    assert rows.count() > 30  # all laid out at once: a new row tells nothing


@given(st.lists(st.integers(0, 40), min_size=2, max_size=9))
def test_no_small_count_can_be_worked_out_from_the_total(counts: list[int]) -> None:
    hidden = hide(counts)
    assert not any(0 < count < SMALL for place, count in enumerate(counts) if place not in hidden)
    some = [counts[place] for place in hidden if counts[place]]
    visible = [count for place, count in enumerate(counts) if place not in hidden and count]
    assert len(some) != 1 or not visible  # one alone could be subtracted from the total
