"""axe-core on an open page, from the copy inside the pinned package: nothing is fetched."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from axe_playwright_python.base import AXE_SCRIPT

if TYPE_CHECKING:
    from playwright.sync_api import Page

SERIOUS = ("moderate", "serious", "critical")
#: Of all that a rule looked at, only what breaks it is described in full, element by element:
#: the rest, hundreds of elements that nobody reads here, takes longer than the rules themselves.
BROKEN_ONLY = {"resultTypes": ["violations"]}
#: The rules that read colours: all that can answer otherwise where only the scheme is another.
OF_COLOUR = {"runOnly": ["color-contrast", "link-in-text-block"]}
#: In the page.
RUN = "(options) => axe.run(options).then(({ violations }) => violations)"


@dataclass(frozen=True, slots=True)
class Finding:
    """One rule that one element breaks."""

    rule: str
    impact: str
    what: str
    where: str
    html: str
    why: str

    def __str__(self) -> str:
        return (
            f"{self.impact}: {self.rule} ({self.what})\n  {self.where}\n  {self.html}\n  {self.why}"
        )


def serious_findings(page: Page, *, colours_only: bool = False) -> list[Finding]:
    """What axe-core calls moderate or worse on the page as it stands, element by element.

    ``colours_only``: by the rules that read colours; for another scheme of a page that was looked
    at by all of them.
    """
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    violations = page.evaluate(RUN, BROKEN_ONLY | (OF_COLOUR if colours_only else {}))
    return [
        Finding(
            rule=violation["id"],
            impact=violation["impact"],
            what=violation["help"],
            where=" ".join(str(part) for part in node["target"]),
            html=node["html"][:300],
            why=node.get("failureSummary", "").replace("\n", " "),
        )
        for violation in violations
        if violation["impact"] in SERIOUS
        for node in violation["nodes"]
    ]
