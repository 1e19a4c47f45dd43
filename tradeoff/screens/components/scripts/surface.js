// The picture over which a pointer chooses: hover tries, click and drag set; a finger sets with a
// tap or a drag along the axis, and scrolls the page with any other movement.

import { send } from "./protocol.js";

export function listenToSurface(surface, part) {
  let grip; // while a pointer is down: what stood before it
  const on = (kind, listener) => surface.addEventListener(kind, listener);
  surface.style.touchAction = "pan-y";

  function at({ clientX }) {
    const { left, width } = surface.getBoundingClientRect();
    const { start, end } = surface.dataset;
    return part.caught(Math.round(Number(start) + ((clientX - left) / width) * (end - start)));
  }

  on("pointerdown", (event) => {
    if (event.button !== 0 || !event.isPrimary) return;
    grip = { touch: event.pointerType === "touch", before: part.value };
    part.gripped = true;
    surface.setPointerCapture(event.pointerId);
    part.input.focus({ preventScroll: true }); // arrow keys go on from here
    if (!grip.touch) part.set(at(event));
  });

  on("mousedown", (event) => event.preventDefault()); // keeps that focus, selects no text

  on("pointermove", (event) => {
    if (grip) grip.touch ? part.hold(at(event)) : part.set(at(event));
    else if (event.pointerType !== "touch") part.preview(at(event));
  });

  on("pointerleave", () => !grip && part.preview(undefined));

  on("pointerup", (event) => grip && end(() => part.set(at(event))));

  on("pointercancel", () => grip && end(() => (grip.touch ? part.restore() : part.set(grip.before))));

  function end(finish) {
    finish();
    grip = undefined;
    part.release();
    send();
  }
}

// What lies over a picture that takes its own time to a new size: unseen until both are at one place.

const AGAIN = 50; // ms
const NEAR = 0.75; // pixels

// `data-follow` selects the picture, in the nearest element around that holds one.
export function follow(over) {
  let waiting;
  const settle = () => {
    clearTimeout(waiting);
    const settled = together(over, picture(over));
    over.classList.toggle("unsettled", !settled);
    if (!settled && over.isConnected) waiting = setTimeout(settle, AGAIN);
  };
  new ResizeObserver(settle).observe(over);
}

function picture(over) {
  for (let around = over.parentElement; around; around = around.parentElement) {
    const found = around.querySelector(over.dataset.follow);
    if (found) return found;
  }
  return null;
}

function together(one, other) {
  if (!other) return false;
  const [a, b] = [one.getBoundingClientRect(), other.getBoundingClientRect()];
  return ["left", "top", "width", "height"].every((edge) => Math.abs(a[edge] - b[edge]) < NEAR);
}
