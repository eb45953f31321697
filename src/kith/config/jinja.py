"""Jinja for Django."""

from typing import Any

from jinja2 import Environment


def environment(**options: Any) -> Environment:
    """The environment all pages are made in."""
    return Environment(**options)  # noqa: S701
