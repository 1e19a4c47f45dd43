// A click on what carries the choices away (a link, a download, a copy) waits while one of them is
// not answered or the page still being drawn for it, and is repeated once, on what then stands in
// its place.

import { idle, watch } from "./connection.js";
import { busy, send, whenAnswered } from "./protocol.js";

const CARRIES = 'a[href]:not([href^="#"]), [data-testid="stDownloadButton"] button, [data-copies]';
const TOO_LATE = 15000; // ms: by then nobody expects the page to move
let held;

addEventListener("click", hold, true);
addEventListener("popstate", () => (held = undefined));
whenAnswered(repeat);
watch(repeat);

function hold(event) {
  const target = event.target instanceof Element && event.target.closest(CARRIES);
  if (!target || !busy()) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  held = { event, target, anew: finder(target), since: performance.now() };
  send();
}

function repeat() {
  if (!held || busy() || !idle()) return;
  const { event, target, anew, since } = held;
  held = undefined;
  if (performance.now() - since > TOO_LATE) return;
  afterDrawing(() => {
    const place = target.isConnected ? target : anew();
    place?.dispatchEvent(new MouseEvent("click", event)); // with its keys: Ctrl opens a new tab
  });
}

// The same words, under the same key if it is still there.
function finder(target) {
  const keyed = target.closest('[class*="st-key-"]');
  const key = [...(keyed?.classList ?? [])].find((name) => name.startsWith("st-key-"));
  const text = target.textContent;
  const within = (place) =>
    [...(place?.querySelectorAll(CARRIES) ?? [])].find((one) => one.textContent === text);
  return () => (key && within(document.querySelector(`.${CSS.escape(key)}`))) ?? within(document);
}

function afterDrawing(then) {
  requestAnimationFrame(() => requestAnimationFrame(then));
}
