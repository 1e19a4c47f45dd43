"""What a page says of itself while hands are on it: live regions, and the words of a range."""

from __future__ import annotations

from typing import Final

from playwright.sync_api import Page

#: In the page, from its first moment on: keeps what a screen reader would say without being asked:
#: each live region's new text, a region that comes with a text, and the new words of the range that
#: has the focus. An empty text says nothing.
LISTEN: Final = """
(() => {
  const LIVE = '[role="status"], [role="alert"], [role="log"], [aria-live="polite"],'
    + '[aria-live="assertive"]';
  const said = window.__said = [];
  const texts = new WeakMap(), ranges = new WeakMap();
  const hear = (kind, text) => { if (text) said.push(`${kind}: ${text}`); };
  const look = () => {
    for (const region of document.querySelectorAll(LIVE)) {
      const text = region.checkVisibility() ? region.innerText.replace(/\\s+/g, ' ').trim() : '';
      if (texts.get(region) === text) continue;
      texts.set(region, text);
      hear(region.getAttribute('role') || 'live', text);
    }
    for (const range of document.querySelectorAll('input[type=range]')) {
      const text = range.getAttribute('aria-valuetext');
      if (ranges.get(range) === text) continue;
      const known = ranges.has(range);
      ranges.set(range, text);
      if (known && range === document.activeElement) hear('value', text);
    }
  };
  const start = () => new MutationObserver(look).observe(document.documentElement,
    { subtree: true, childList: true, characterData: true, attributes: true });
  document.documentElement ? start() : addEventListener('DOMContentLoaded', start);
})()
"""


def listen(page: Page) -> None:
    """From the next address that this page opens; it must be no page that tests share."""
    page.add_init_script(LISTEN)


def heard(page: Page) -> list[str]:
    """What was said since this was last asked, each with what said it, in its order."""
    said: list[str] = page.evaluate("() => window.__said.splice(0)")
    return said
