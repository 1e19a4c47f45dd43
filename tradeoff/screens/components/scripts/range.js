// The range input: keys by hand, pointers as the browser moves it.

import { send } from "./protocol.js";

const ARROWS = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1 };
const PAGES = { PageDown: -1, PageUp: 1 };
const EARLY = { capture: true };
const TAPPED = 700; // ms: after a tap the browser sets the range when the finger has gone

export function listenToRange(input, part) {
  let grip; // while a pointer is down: what stood before it
  let touched = -TAPPED;
  const byPointer = () => grip || performance.now() - touched < TAPPED;
  const on = (kind, listener) => input.addEventListener(kind, listener);
  input.style.touchAction = "pan-y";

  on("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const value = keyed(event.key, Number(input.dataset.page ?? 10), part);
    if (value === undefined) return;
    event.preventDefault();
    part.set(value);
  });

  on("input", () => {
    const value = Number(input.value);
    if (grip?.touch) part.hold(part.caught(value));
    else part.set(byPointer() ? part.caught(value) : value);
  });

  on("pointerdown", ({ pointerType }) => {
    grip = { touch: pointerType === "touch", before: part.value };
    part.gripped = true;
    for (const kind of ["pointerup", "pointercancel"]) addEventListener(kind, release, EARLY);
  });

  // Wherever on the page the pointer has got to by then.
  function release({ type }) {
    for (const kind of ["pointerup", "pointercancel"]) removeEventListener(kind, release, EARLY);
    if (type === "pointerup") part.held !== undefined && part.set(part.held);
    else grip.touch ? part.restore() : part.set(grip.before);
    grip = undefined;
    touched = performance.now();
    part.release();
    send();
  }

  // Where it stood already while nothing was set, no browser tells of an input.
  on("click", () => {
    if (part.value === null) part.set(part.caught(Number(input.value)));
    send();
  });
}

// From a range that is not set every key but End comes to its first value.
function keyed(key, page, part) {
  const { first, last } = part.data;
  if (key === "Home") return first;
  if (key === "End") return last;
  const step = ARROWS[key] ?? PAGES[key] * page;
  if (Number.isNaN(step)) return undefined;
  return part.value === null ? first : part.inRange(part.value + step);
}
