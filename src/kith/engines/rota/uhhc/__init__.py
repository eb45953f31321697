"""The unified home health care problem (UHHC): read a day, plan it, check a plan, write it down."""

from kith.engines.rota.uhhc.evaluate import Evaluation, evaluate
from kith.engines.rota.uhhc.format import (
    parse,
    parse_solution,
    read,
    read_solution,
    recognises,
    solution_document,
    solution_text,
    write,
)
from kith.engines.rota.uhhc.model import Instance, Solution
from kith.engines.rota.uhhc.solve import Result, solve, warm

__all__ = [
    "Evaluation",
    "Instance",
    "Result",
    "Solution",
    "evaluate",
    "parse",
    "parse_solution",
    "read",
    "read_solution",
    "recognises",
    "solution_document",
    "solution_text",
    "solve",
    "warm",
    "write",
]
