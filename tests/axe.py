"""Accessibility faults of a page in a real browser, found by axe-core."""

from pathlib import Path

from playwright.sync_api import Page

_AXE = (Path(__file__).parent / "vendor" / "axe.min.js").read_text()
_RUN = """async () => {
  const found = await axe.run(document, {
    runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
  });
  return found.violations.flatMap((fault) =>
    fault.nodes.map((node) => `${fault.id}: ${node.target.join(" ")}: ${node.failureSummary}`));
}"""


def faults(page: Page) -> list[str]:
    """One sentence for each fault of the page as it stands; WCAG 2.2 A and AA and axe's best practice."""
    page.evaluate(_AXE)
    found: list[str] = page.evaluate(_RUN)
    return found
