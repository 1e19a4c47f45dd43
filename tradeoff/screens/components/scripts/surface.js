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
