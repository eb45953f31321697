"""Accessibility faults of a page in a real browser, found by axe-core."""

from collections.abc import Sequence
from pathlib import Path

from playwright.sync_api import Page

_AXE = (Path(__file__).parent / "vendor" / "axe.min.js").read_text()
_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
_RUN = """async (runOnly) => {
  const found = await axe.run(document, { runOnly, resultTypes: ["violations"] });
  return found.violations.flatMap((fault) =>
    fault.nodes.map((node) => `${fault.id}: ${node.target.join(" ")}: ${node.failureSummary}`));
}"""


def faults(page: Page, rules: Sequence[str] = ()) -> list[str]:
    """One sentence for each fault of the page as it stands; WCAG 2.2 A and AA and axe's best practice.

    `rules` holds the page to these of axe's rules alone.
    """
    if not page.evaluate("'axe' in window"):
        page.evaluate(_AXE)
    only = {"type": "rule", "values": list(rules)} if rules else {"type": "tag", "values": _TAGS}
    found: list[str] = page.evaluate(_RUN, only)
    return found
