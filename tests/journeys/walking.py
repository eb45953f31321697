"""Somebody at a browser, who presses and types with a pointer, with the keyboard alone, or without JavaScript."""

import re
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from tests.axe import faults

expect.set_options(timeout=20_000)

FAR = 700  # how often Tab is pressed before something counts as out of reach
FOCUS_SHOWS = """(element) => {
  const shown = [element, element.labels?.[0], element.parentElement].filter(Boolean);
  const marks = (style) =>
    (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0) || style.boxShadow !== "none";
  return element.matches(":focus-visible") &&
    shown.some((one) => [null, "::before"].some((part) => marks(getComputedStyle(one, part))));
}"""


class Hands(Enum):
    """With what somebody uses the page."""

    POINTER = "pointer"
    KEYBOARD = "keyboard"
    NO_SCRIPT = "no JavaScript"


@dataclass(frozen=True)
class Site:
    """A served demo: its address and its folder."""

    address: str
    folder: Path


@dataclass
class Walker:
    """One person at one browser. Each kind of page is held to axe once, and to its width on a phone."""

    page: Page
    address: str
    hands: Hands = Hands.POINTER
    looked_at: set[str] = field(default_factory=set)

    @property
    def on_a_phone(self) -> bool:
        """True when the window is as narrow as a telephone."""
        size = self.page.viewport_size
        return size is not None and size["width"] < 500

    def sign_in(self, name: str) -> None:
        """Sign in by the demo's list of hats."""
        self.go("/demo/")
        self.press("button", f"Sign in as {name}")
        self.page.wait_for_url("**/at/**")

    def go(self, path: str) -> None:
        """Open an address of the site."""
        answer = self.page.goto(self.address + path)
        assert answer is not None
        assert answer.status == 200, f"{path}: {answer.status}"

    def link(self, name: str) -> Locator:
        """The first link with these words in its name."""
        return self.page.get_by_role("link", name=name).first

    def press(self, role: str, name: str, *, exact: bool = False) -> None:
        """Press the first button or link with this name."""
        self.use(self.page.get_by_role(role, name=name, exact=exact).first)  # type: ignore[arg-type]

    def use(self, target: Locator) -> None:
        """Press this button or link."""
        if self.hands is Hands.KEYBOARD:
            self.reach(target)
            self.page.keyboard.press("Enter")
        else:
            target.click()

    def tick(self, label: str) -> None:
        """Tick a box."""
        box = self.page.get_by_label(label, exact=True).first
        if self.hands is Hands.KEYBOARD:
            self.reach(box)
            self.page.keyboard.press("Space")
        else:
            box.check()
        expect(box).to_be_checked()

    def pick(self, label: str) -> None:
        """Pick one of several radio buttons: the keyboard gets to their group and then goes down it."""
        radio = self.page.get_by_role("radio", name=label, exact=True).first
        if self.hands is Hands.KEYBOARD:
            group = self.page.locator(f'input[name="{radio.get_attribute("name")}"]')
            picked = group.and_(self.page.locator(":checked"))
            self.reach(picked if picked.count() else group.first)
            self.page.keyboard.press("Space")
            for _ in range(group.count()):
                if radio.is_checked():
                    break
                self.page.keyboard.press("ArrowDown")
        else:
            radio.check()
        expect(radio).to_be_checked()

    def fill(self, label: str, text: str) -> None:
        """Write into a box."""
        self.write(self.page.get_by_label(label, exact=True).first, text)

    def write(self, box: Locator, text: str) -> None:
        """Write into this box."""
        if self.hands is not Hands.KEYBOARD:
            box.fill(text)
            return
        self.reach(box)
        self.page.keyboard.press("Control+a")
        self.page.keyboard.type(text.replace(":", "") if _is_time(text) else text)
        if _is_time(text) and not box.input_value():
            self.page.keyboard.type("a")  # a browser set to twelve hours asks: a.m. or p.m.?
        expect(box).to_have_value(text)

    def choose(self, label: str, option: str) -> None:
        """Choose from a list."""
        box = self.page.get_by_label(label, exact=True).first
        if self.hands is not Hands.KEYBOARD:
            box.select_option(label=option)
            return
        self.reach(box)
        self.page.keyboard.type(option)
        expect(box.locator("option:checked")).to_have_text(option)

    def reach(self, target: Locator) -> None:
        """Press Tab until the focus is on the target, and see that it shows."""
        goal = target.element_handle()
        assert goal is not None
        for _ in range(FAR):
            if goal.evaluate("(element) => element === document.activeElement"):
                assert goal.evaluate(FOCUS_SHOWS), f"the focus does not show: {target}"
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"the keyboard cannot reach {target}")

    def says(self, words: str) -> None:
        """The page's answer to what was just done holds these words."""
        expect(self.page.get_by_role("status").first).to_contain_text(words)

    def reads(self, title: str) -> None:
        """This page has come, and is fit for everybody: axe finds nothing and nothing is wider than the window."""
        expect(self.page.get_by_role("heading", level=1)).to_contain_text(title)
        if title in self.looked_at:
            return
        self.looked_at.add(title)
        if self.hands is Hands.POINTER:
            found = faults(self.page)
            assert not found, f"{self.page.url}\n" + "\n".join(found)
            self.fits()

    def fits(self) -> None:
        """Nothing makes the whole page scroll sideways."""
        wide = self.page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert wide <= 0, f"{self.page.url} is {wide} pixels wider than the window"


def _is_time(text: str) -> bool:
    return re.fullmatch(r"\d\d:\d\d", text) is not None
