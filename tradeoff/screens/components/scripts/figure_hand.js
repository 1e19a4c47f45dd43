// Hands on a figure: handles that are dragged or moved by keys, and presses on the picture.

const STEPS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
const LARGE = 10; // pixels at a press, with Shift
export const STILL = 5; // pixels of the page: less is a press, more is a drag
const HELD = 2; // the same of a handle

// `spot` is where the handle stands, `move` takes it elsewhere; both in the picture. It is taken by
// `place`: itself, or what belongs to it. `taken` is told of the first movement, `pressed` of a
// press that moved nothing.
export function drag(place, handle, stage, spot, move, { taken, pressed } = {}) {
  let grip;
  place.style.touchAction = "none";
  const on = (kind, listener) => place.addEventListener(kind, listener);

  on("pointerdown", (event) => {
    if (event.button !== 0 || !event.isPrimary) return;
    event.preventDefault(); // selects no text
    place.setPointerCapture(event.pointerId);
    handle.focus({ preventScroll: true });
    grip = { x: event.clientX, y: event.clientY, from: spot(), scale: stage.scale };
    stage.loupe.show(handle.looked());
  });

  on("pointermove", (event) => {
    if (!grip) return;
    const { x, y, from, scale } = grip;
    const [across, down] = [event.clientX - x, event.clientY - y];
    if (!grip.moved && Math.hypot(across, down) > HELD) {
      grip.moved = true;
      taken?.();
    }
    if (!grip.moved) return;
    move([from[0] + across / scale, from[1] + down / scale]);
    stage.loupe.show(handle.looked());
  });

  for (const kind of ["pointerup", "pointercancel"]) on(kind, end);

  function end(event) {
    if (!grip) return;
    if (!grip.moved && event.type === "pointerup") pressed?.(event);
    grip = undefined;
    if (event.pointerType === "touch") stage.loupe.hide();
    stage.figure.line.send();
  }
}

// `side`: of a handle that moves along one axis only, 0 across and 1 down.
export function keys(handle, spot, move, { side, remove }) {
  handle.addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    if (remove && (event.key === "Delete" || event.key === "Backspace")) {
      event.preventDefault();
      remove();
    }
    const step = STEPS[event.key];
    if (!step) return;
    event.preventDefault();
    const [column, row] = spot();
    const [across, down] = along(step, side).map((one) => one * (event.shiftKey ? LARGE : 1));
    move([column + across, row + down]);
    handle.look();
  });
}

// Up and right are more on the axis of time, too, and up and right on that of survival.
function along([across, down], side) {
  if (side === 0) return [across - down, 0];
  if (side === 1) return [0, down - across];
  return [across, down];
}

// A press on the picture sets a point; a drag moves what is shown where that is not the whole.
export function press(sheet, stage) {
  let down;
  const on = (kind, listener) => sheet.addEventListener(kind, listener);

  on("pointerdown", (event) => {
    if (event.button !== 0 || !event.isPrimary) return;
    const { x, y } = stage.view;
    down = { at: [event.clientX, event.clientY], x, y, moved: false };
    sheet.setPointerCapture(event.pointerId);
  });

  on("mousedown", (event) => event.preventDefault()); // keeps the focus, selects no text

  on("pointermove", (event) => {
    if (event.pointerType !== "touch" && !down?.moved) stage.loupe.show(stage.under(event));
    if (!down) return;
    const [across, along] = [event.clientX - down.at[0], event.clientY - down.at[1]];
    down.moved ||= Math.hypot(across, along) > STILL;
    if (!down.moved || !stage.view.near) return;
    stage.view.moveTo(down.x - across / stage.scale, down.y - along / stage.scale);
    stage.draw();
  });

  on("pointerup", (event) => {
    if (down && !down.moved) {
      stage.pressed(stage.under(event));
      stage.figure.line.send();
    }
    down = undefined;
  });

  on("pointercancel", () => (down = undefined));
  on("pointerleave", () => stage.loupe.hide());
}
