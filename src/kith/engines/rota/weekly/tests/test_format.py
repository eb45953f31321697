"""Reading a provider's week: what each number means, and every fault told with its line."""

from pathlib import Path

import pytest

from kith.engines.rota.formats import WEEKLY
from kith.engines.rota.formats import read as read_any
from kith.engines.rota.reading import FormatError
from kith.engines.rota.weekly.format import (
    Operator,
    Patient,
    Route,
    Solution,
    parse,
    parse_solution,
    read,
    solution_text,
)
from kith.engines.rota.weekly.tests.weeks import LINES, changed, week


def faults(changes: dict[int, str]) -> tuple[str, ...]:
    with pytest.raises(FormatError) as caught:
        parse({"lines": changed(changes)})
    return caught.value.problems


def test_each_number_is_found_in_its_place() -> None:
    found = week()
    assert found.patients[1] == Patient("1002", 2, (1, 1), 1)
    assert found.operators == (Operator("41", 1, 8), Operator("42", 2, 6))
    assert found.travel == ((3, 9), (8, 3))
    assert found.patterns[5] == (1, 0, 0, 0, 2)
    assert [found.patterns_for(who) for who in found.patients] == [[4], [5], [0, 1], [2, 3], [6]]


def test_a_file_is_recognised_whatever_its_line_ends(tmp_path: Path) -> None:
    file = tmp_path / "week.txt"
    file.write_bytes("\r\n".join(LINES).replace(" ", "\t").encode())
    kind, found = read_any(file)
    assert (kind, found) == (WEEKLY, week())


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({2: "1001 2 2 0"}, "Line 2, patient: 5 numbers are needed, not 4."),
        ({2: "1001 2 two 0 0"}, 'Line 2: "two" is not a whole number from 0.'),
        ({2: "1001 2 -1 0 0"}, 'Line 2: "-1" is not a whole number from 0.'),
        ({2: "1001 0 2 0 0"}, "Line 2, patient 1001: at least one operator must be allowed."),
        ({2: "1001 2 0 0 0"}, "Line 2, patient 1001: at least one visit must be asked for."),
        ({2: f"1001 2 {'9' * 5000} 0 0"}, 'Line 2: "9999999'),
        ({9: "3 1000000000000"}, 'Line 9: "1000000000000" has more than 6 digits.'),
        ({3: "1001 2 1 1 1"}, "Line 3: patient 1001 stands in line 2 already."),
        ({2: "1001 2 2 0 7"}, "Line 2, patient 1001: municipality 7 is not 0 to 1."),
        ({2: "1001 2 4 0 0"}, "Line 2, patient 1001: no pattern has 4 visits of skill 1 and 0 of"),
        ({7: "41 3 8"}, "Line 7, operator 41: the skill must be 1 or 2, not 3."),
        ({7: "41 1 25"}, "Line 7, operator 41: a day of 25 hours is not 1 to 12."),
        ({8: "42 1 6"}, "Line 3, patient 1002: nobody has skill 2."),
        ({9: "3 9 4"}, "Line 9, travel: 2 numbers are needed, not 3."),
        ({11: "1 0 0 0 3"}, "Line 11, pattern: a day is 0, 1 or 2, not 3."),
        ({1: "7 2 2 7"}, "Line 1 promises 6 patients, 2 operators, 2 municipalities and 7"),
        ({1: "1 2 2 7"}, "Line 1 must count at least 2 doors"),
    ],
)
def test_a_fault_names_its_line_and_item(changes: dict[int, str], words: str) -> None:
    assert any(fault.startswith(words) for fault in faults(changes)), faults(changes)


def test_all_faults_are_told_at_once() -> None:
    assert len(faults({2: "1001 0 2 0 0", 7: "41 3 8", 11: "1 0 0 0 3"})) == 3


def test_a_file_of_other_things_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "week.txt"
    file.write_text("Dear team,\n")
    with pytest.raises(FormatError, match="does not begin with four"):
        read(_two_numbers(tmp_path))
    with pytest.raises(FormatError, match="not JSON"):
        read(file)


def _two_numbers(folder: Path) -> Path:
    file = folder / "two.txt"
    file.write_text("1 2\n3 4\n")
    return file


def test_a_solution_is_read_back_as_it_was_written() -> None:
    import json

    plan = Solution({"1001": 4}, (Route("41", 0, ("1001", "1003")),))
    assert parse_solution(json.loads(solution_text(plan))) == plan
    with pytest.raises(FormatError, match="no solution"):
        parse_solution({"routes": [{"operator": "41"}]})
