from datetime import date

import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st
from nhs_number import calculate_checksum

from kith.foundation.errors import DomainError
from kith.people import rules
from kith.people.models import Person, folded, line

TODAY = date(2026, 3, 1)


@given(st.integers(400_000_000, 499_999_999))
def test_an_nhs_number_is_known_by_its_last_digit(first_nine: int) -> None:
    check = calculate_checksum(str(first_nine))
    if check is None or check == 10:
        return
    right = f"{first_nine}{check}"
    wrong = f"{first_nine}{(check + 1) % 10}"

    assert rules.nhs_number(f"{right[:3]} {right[3:6]}-{right[6:]}") == right
    with pytest.raises(DomainError) as refused:
        rules.nhs_number(wrong)
    assert refused.value.field == "nhs_number"


@given(st.text())
def test_any_text_is_a_line_that_stays_the_same_when_tidied_again(text: str) -> None:
    assert line(line(text)) == line(text)
    assert "\n" not in line(text)


@given(st.text(max_size=30))
def test_a_telephone_number_is_kept_in_one_form_or_refused_with_its_field(text: str) -> None:
    try:
        kept = rules.phone(text)
    except DomainError as refused:
        assert refused.field == "phone"
    else:
        assert kept == "" or phonenumbers.is_possible_number(phonenumbers.parse(kept))
        assert rules.phone(kept) == kept


@pytest.mark.parametrize(
    ("typed", "kept", "shown"),
    [
        ("01302 555010", "+441302555010", "01302 555010"),
        ("07700 900123", "+447700900123", "07700 900123"),
        ("+353 1 679 8900", "+35316798900", "+353 1 679 8900"),
    ],
)
def test_a_telephone_number_reads_as_people_write_it(typed: str, kept: str, shown: str) -> None:
    assert rules.phone(typed) == kept
    assert Person(name="Pat", phone=kept).phone_shown == shown


@pytest.mark.parametrize("typed", ["dn1 2ab", "DN12AB", " Dn1  2aB "])
def test_a_postcode_is_kept_in_one_form(typed: str) -> None:
    assert rules.postcode(typed) == "DN1 2AB"


@pytest.mark.parametrize("typed", ["12345", "DN1", "DN1 2A", "Ｄn1 2ab", "D٣1 2AB"])
def test_what_is_no_postcode_is_refused(typed: str) -> None:
    with pytest.raises(DomainError):
        rules.postcode(typed)


@pytest.mark.parametrize(
    "name", ["Cher", "Ольга", "王小明", "Nguyễn Thị Minh Khai", "O’Neill-Ó Sé"]
)
def test_names_of_one_word_or_other_alphabets_are_names(name: str) -> None:
    assert rules.name(name)


@pytest.mark.parametrize("name", ["", "   ", "12", "x" * 121, "\x00"])
def test_what_is_no_name_is_refused(name: str) -> None:
    with pytest.raises(DomainError):
        rules.name(name)


@pytest.mark.parametrize(
    ("name", "called", "short"),
    [
        ("Mary Poppins", "", "Mary"),
        ("Mary Poppins", "Poppy", "Poppy"),
        ("Mrs Patel", "", "Mrs Patel"),
        ("Dr. No", "", "Dr. No"),
        ("王小明", "", "王小明"),
    ],
)
def test_a_person_goes_by(name: str, called: str, short: str) -> None:
    assert Person(name=name, called=called).short == short


@pytest.mark.parametrize(
    ("details", "field"),
    [
        ({"born_on": date(2026, 3, 2)}, "born_on"),
        ({"born_on": date(1826, 3, 2)}, "born_on"),
        ({"latitude": 53.5, "longitude": None}, "latitude"),
        ({"latitude": 91.0, "longitude": 0.0}, "latitude"),
        ({"latitude": float("nan"), "longitude": 0.0}, "latitude"),
        ({"latitude": 53.5, "longitude": 181.0}, "longitude"),
        ({"email": "nobody"}, "email"),
        ({"address": "x" * 201}, "address"),
    ],
)
def test_each_problem_names_its_field(details: rules.Details, field: str) -> None:
    assert [problem.field for problem in rules.problems_in(details, TODAY)] == [field]


def test_all_problems_are_told_at_once() -> None:
    details = rules.Details(name="", email="x", phone="1", postcode="2", nhs_number="3")

    found = {problem.field for problem in rules.problems_in(details, TODAY)}

    assert found == {"name", "email", "phone", "postcode", "nhs_number"}


@pytest.mark.parametrize(
    ("name", "typed"), [("Zoë Ångström", "ZOE angstrom"), ("Ольга", "ОЛЬГА"), ("Nguyễn", "nguyen")]
)
def test_a_name_is_found_without_its_capitals_and_accents(name: str, typed: str) -> None:
    assert folded(name) == folded(typed)
