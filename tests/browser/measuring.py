"""What stands on the first screen of a page, measured in the page: parts, texts, letters."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from tests.browser.driving import FRAMES
from tests.serving import OpenedPage

PARTS: Final = ("curve", "benefit", "harm", "weigh")
SMALLEST_LETTERS: Final = 13

#: A plot is laid out anew some frames after its place has changed: a fault is one that stays.
LOOKS: Final = 5

#: How one of the parts is found: by its attribute, or by the key of its container.
PART: Final = '[data-part="{0}"], .st-key-part_{0}'

#: In the page: every visible piece of text with its box, letter size and element; then what is
#: wrong with them. Only for screen readers, closed and invisible texts are none. Text over a plot
#: that belongs to the cross-hair ([data-surface]) may lie over others.
LOOK: Final = r"""
window.__look = () => {
  const app = document.querySelector('[data-testid="stApp"]');
  const styles = new Map();
  const style = (e) => styles.get(e) ?? styles.set(e, getComputedStyle(e)).get(e);
  const clips = (e) => ['hidden', 'clip', 'auto', 'scroll'].includes(style(e).overflowX)
    || ['hidden', 'clip', 'auto', 'scroll'].includes(style(e).overflowY);
  const scrolls = (e) => ['auto', 'scroll'].some((way) =>
    way === style(e).overflowX || way === style(e).overflowY);
  const seen = (e) => e.checkVisibility({ visibilityProperty: true, opacityProperty: true });
  const forReaders = (e) => {
    for (let at = e; at && at !== app; at = at.parentElement) {
      const box = at.getBoundingClientRect();
      if (clips(at) && (box.width <= 2 || box.height <= 2)) return true;
      if (style(at).clipPath === 'inset(50%)') return true;
    }
    return false;
  };
  const onScreen = (box) => box.bottom > 0 && box.top < innerHeight
    && box.right > 0 && box.left < innerWidth;
  const found = [];
  const walker = document.createTreeWalker(app, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const said = node.textContent.trim();
    const e = node.parentElement;
    if (!said || ['STYLE', 'SCRIPT', 'OPTION', 'TEXTAREA'].includes(e.tagName)) continue;
    if (!seen(e) || forReaders(e)) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    const boxes = e instanceof SVGElement ? [e.getBoundingClientRect()]
      : [...range.getClientRects()].filter((box) => box.width > 0.5);
    const matrix = e instanceof SVGGraphicsElement ? e.getScreenCTM() : { a: 1, b: 0 };
    const size = parseFloat(style(e).fontSize) * Math.hypot(matrix.a, matrix.b);
    for (const box of boxes) found.push({ said: said.slice(0, 50), e, box, size });
  }
  return { app, found, style, clips, scrolls, onScreen };
};
window.__faults = ({ parts, smallest, whole, everywhere }) => {
  const { app, found, style, clips, scrolls, onScreen } = window.__look();
  const faults = [];
  // Below the screen too, but for what is scrolled out of a table, and for what stands still.
  const scrolledOut = ({ e, box }) => {
    for (let at = e; at && at.dataset.testid !== 'stMain' && at !== app; at = at.parentElement) {
      if (['fixed', 'sticky'].includes(style(at).position)) return true;
      const room = scrolls(at) && at.getBoundingClientRect();
      if (room && (box.bottom > room.bottom + 1 || box.right > room.right + 1)) return true;
    }
    return false;
  };
  const shown = everywhere ? found.filter((one) => !scrolledOut(one))
    : found.filter(({ box }) => onScreen(box));
  const place = (box) => ['left', 'top', 'right', 'bottom'].map((side) =>
    Math.round(box[side])).join(' ');
  for (const [name, selector] of Object.entries(parts)) {
    const part = [...document.querySelectorAll(selector)].find((e) => e.checkVisibility());
    if (!part) { faults.push(`part ${name} is not there`); continue; }
    const box = part.getBoundingClientRect();
    if (box.width < 100 || box.height < 40) faults.push(`part ${name} is empty: ${place(box)}`);
    const inside = (one) => one.left >= -0.5 && one.top >= -0.5
      && one.right <= innerWidth + 0.5 && one.bottom <= innerHeight + 0.5;
    if (!inside(box)) faults.push(`part ${name} leaves the screen: ${place(box)}`);
    for (const one of found)
      if (part.contains(one.e) && !inside(one.box))
        faults.push(`text of ${name} leaves the screen: "${one.said}" ${place(one.box)}`);
    const header = document.querySelector('[data-testid="stHeader"]');
    for (const one of found) {
      const middle = [(one.box.left + one.box.right) / 2, (one.box.top + one.box.bottom) / 2];
      const top = part.contains(one.e) && onScreen(one.box) && document.elementFromPoint(...middle);
      if (top && header?.contains(top)) faults.push(`the header hides "${one.said}"`);
    }
  }
  for (const { said, size } of shown)
    if (size < smallest - 0.01) faults.push(`letters of ${size.toFixed(1)} px: "${said}"`);
  for (const image of app.querySelectorAll('img[src^="data:image/svg"]')) {
    const box = image.getBoundingClientRect();
    if (!image.checkVisibility() || !onScreen(box)) continue;
    const drawn = decodeURIComponent(image.src);
    const width = /viewBox="[-\d.]+ [-\d.]+ ([\d.]+)/.exec(drawn)?.[1];
    if (!width || !/<text/.test(drawn)) continue;
    for (const [, size] of drawn.matchAll(/font-size="([\d.]+)/g))
      if (size * box.width / width < smallest - 0.01)
        faults.push(`letters of ${(size * box.width / width).toFixed(1)} px in "${image.alt}"`);
  }
  // A line's letters fill some 0.84 of their size; the rest of its box is room.
  const core = ({ box, size }) => {
    const half = Math.min(size * 0.42, box.height / 2), middle = (box.top + box.bottom) / 2;
    return { left: box.left, right: box.right, top: middle - half, bottom: middle + half };
  };
  const overlaps = (p, q) => Math.min(p.right, q.right) - Math.max(p.left, q.left) > 1.5
    && Math.min(p.bottom, q.bottom) - Math.max(p.top, q.top) > 1.5;
  const free = shown.filter(({ e }) => !e.closest('[data-surface]'));
  free.sort((one, other) => core(one).top - core(other).top);
  const cores = free.map(core);
  for (let i = 0; i < free.length; i++)
    for (let k = i + 1; k < free.length && cores[k].top < cores[i].bottom; k++)
      if (overlaps(cores[i], cores[k]))
        faults.push(`"${free[i].said}" and "${free[k].said}" overlap: ${place(cores[i])} | `
          + place(cores[k]));
  for (const image of app.querySelectorAll('img.people')) {
    const box = image.getBoundingClientRect();
    if (!image.checkVisibility() || !everywhere && !onScreen(box)) continue;
    free.forEach(({ said, e }, i) => {
      if (overlaps(cores[i], box)) faults.push(`"${said}" lies over the picture ${place(box)}`);
    });
  }
  for (const { said, e, box } of shown)
    for (let at = e; at && at !== app; at = at.parentElement) {
      if (style(at).display === 'inline' || !clips(at)) continue;
      if (scrolls(at)) break;
      const round = at.getBoundingClientRect();
      if (box.left < round.left - 1.5 || box.right > round.right + 1.5
          || box.top < round.top - size(box) || box.bottom > round.bottom + size(box))
        faults.push(`"${said}" is cut by ${at.className || at.tagName}`);
      else if (style(at).textOverflow === 'ellipsis' && at.scrollWidth > at.clientWidth)
        faults.push(`"${said}" is cut short`);
    }
  function size(box) { return 0.25 * box.height + 0.5; }
  const page = document.querySelector('[data-testid="stMain"]');
  const side = document.querySelector(
    '[data-testid="stSidebar"]:not([data-collapsed="true"]) [data-testid="stSidebarContent"]');
  for (const e of [document.documentElement, page, side])
    if (e && e.checkVisibility() && e.scrollWidth > e.clientWidth + 1)
      faults.push(`${e.dataset.testid ?? e.tagName} scrolls sideways: ${e.scrollWidth}`);
  if (!whole) return [...new Set(faults)];
  if (side && side.scrollHeight > side.clientHeight + 1)
    faults.push(`the panel scrolls: ${side.scrollHeight} of ${side.clientHeight}`);
  for (const { said, e, box } of found)
    if (page.contains(e) && box.top < innerHeight - 2 && box.bottom > innerHeight + 2)
      faults.push(`the lower edge of the screen cuts "${said}": ${place(box)}`);
  return [...new Set(faults)];
};
"""

#: In the page: every text of words a third longer, as another language would have it. The figure
#: alone keeps its labels: it would have laid them out for a longer text.
LONGER: Final = r"""
() => {
  const app = document.querySelector('[data-testid="stApp"]');
  const walker = document.createTreeWalker(app, NodeFilter.SHOW_TEXT);
  const texts = [];
  for (let node = walker.nextNode(); node; node = walker.nextNode()) texts.push(node);
  for (const node of texts) {
    const said = node.textContent.trim(), e = node.parentElement;
    if (!/\p{L}{2}/u.test(said)) continue;
    if (e.closest('svg, style, script, [data-testid="stIconMaterial"]')) continue;
    const more = said.slice(0, Math.ceil(said.length / 3)).trim();
    node.textContent = node.textContent.trimEnd() + (/\s/.test(said) ? ' ' : '') + more
      + (/\s$/.test(node.textContent) ? ' ' : '');
  }
}
"""


def watch(opened: OpenedPage) -> None:
    """Bring the measure into the page; it stays until another address is opened."""
    opened.page.evaluate(f"() => {{ {LOOK} }}")


def faults(
    opened: OpenedPage,
    *,
    parts: Sequence[str] = PARTS,
    whole: bool = True,
    everywhere: bool = False,
) -> list[str]:
    """What is wrong on the screen as it stands.

    ``whole``: the panel may not scroll, and of the page only what is wholly below the first screen.
    ``everywhere``: what is below the first screen is looked at too, letters of any size.
    """
    asked = {
        "parts": {name: PART.format(name) for name in parts},
        "smallest": 0 if everywhere else SMALLEST_LETTERS,
        "whole": whole,
        "everywhere": everywhere,
    }
    for _ in range(LOOKS):
        opened.page.evaluate(FRAMES)
        found: list[str] = opened.page.evaluate("(asked) => window.__faults(asked)", asked)
        if not found:
            break
        opened.page.wait_for_timeout(200)
    return found


def boxes(opened: OpenedPage, parts: Sequence[str] = PARTS) -> dict[str, dict[str, float]]:
    """Where each part stands, in CSS pixels."""
    found: dict[str, dict[str, float]] = opened.page.evaluate(
        """(parts) => Object.fromEntries(Object.entries(parts).map(([name, selector]) => {
          const part = [...document.querySelectorAll(selector)].find((e) => e.checkVisibility());
          return [name, part ? part.getBoundingClientRect().toJSON() : null];
        }))""",
        {name: PART.format(name) for name in parts},
    )
    missing = [name for name, box in found.items() if box is None]
    assert not missing, f"not on the page: {missing}"
    return found


def lengthen(opened: OpenedPage) -> None:
    """Every text of the page a third longer."""
    opened.page.evaluate(LONGER)
    opened.page.evaluate(FRAMES)


def assert_none(found: dict[Any, list[str]]) -> None:
    """Fail with each fault once, and the places that have it."""
    where: dict[str, list[str]] = {}
    for place, every in found.items():
        for one in every:
            where.setdefault(one, []).append(str(place))
    said = [f"{one}\n    at {len(at)}: {at[0]}" for one, at in where.items()]
    assert not said, "\n".join(said)
