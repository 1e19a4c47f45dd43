// Between this browser and the server: what was chosen here and is not answered yet.
//
// A choice is open from the moment the hand makes it until the server echoes its stamp. All open
// choices travel in each message, so that losing one message loses no choice.

import { connected, idle, watch } from "./connection.js";

const REST = 150; // ms without a change: the hand rests
const AGAIN = 400; // ms after a run that did not answer; doubled each time
const LONGEST = 8000;

const tab = Math.random().toString(36).slice(2); // stamps of another tab are not ours
const open = new Map(); // name of a choice -> { value, stamp, place }, the last made at the end
const parts = new Map(); // name of a choice -> the part that shows it and can tell the server
const sent = new Set(); // stamps on their way
const withdrawn = new Set(); // stamps that were on their way when Back was pressed
const listeners = [];
let backAt = ""; // the address that Back led to
let drawing = false; // answered, and what follows may not be drawn yet
let count = 0;
let wait = AGAIN;
let resting, again;

// Only what can still be answered: the part of a choice may be gone from the page.
export const anyOpen = () => [...open.keys()].some((name) => parts.has(name));
// Until then links, files and texts on the page may still hold what was before.
export const busy = () => anyOpen() || (drawing && !idle());
export const chosen = (name) => open.get(name);
export const whenAnswered = (listener) => listeners.push(listener);
export const mounted = (name, part) => parts.set(name, part);

export function unmounted(name, part) {
  if (parts.get(name) === part) parts.delete(name);
}

export function choose(name, value, place) {
  stop();
  open.delete(name);
  open.set(name, { value, stamp: `${tab}-${++count}`, place });
  wait = AGAIN;
  resting = setTimeout(transmit, REST);
}

// What is not on its way yet goes now.
export function send() {
  if ([...open.values()].some(({ stamp }) => !sent.has(stamp))) transmit();
}

// Where the line is down nothing is sent: `watch` below does when it is back.
function transmit() {
  stop();
  const [name] = [...open.keys()].filter((one) => parts.has(one)).slice(-1);
  if (!name || !connected()) return;
  for (const { stamp } of open.values()) sent.add(stamp);
  const { value, stamp } = open.get(name);
  parts.get(name).tell({ value, stamp, open: Object.fromEntries(open) });
  again = setTimeout(transmit, LONGEST);
}

// `stamps` are the server's echo: of each choice the last that it has taken up or refused.
export function answered(stamps) {
  for (const [name, stamp] of Object.entries(stamps)) {
    sent.delete(stamp);
    if (open.get(name)?.stamp === stamp) drawing = open.delete(name);
    if (withdrawn.delete(stamp)) returnToAddress();
  }
  if (anyOpen()) return;
  stop();
  for (const listener of listeners) listener();
}

function stop() {
  clearTimeout(resting);
  clearTimeout(again);
}

// Connected, nothing running and no answer: the message was lost, with the line or with a server
// that did not know this page yet.
watch(() => {
  if (idle() && !anyOpen()) drawing = false;
  if (!anyOpen() || !connected() || !idle()) return;
  clearTimeout(again);
  again = setTimeout(() => idle() && transmit(), wait);
  wait = Math.min(2 * wait, LONGEST);
});

// Before anything else is pressed, so that the server hears of both in their order.
addEventListener("pointerdown", send, true);

// Back: what it leads to counts, not what was chosen a moment before.
addEventListener("popstate", (event) => {
  if (!event.isTrusted) return;
  for (const { stamp } of open.values()) if (sent.has(stamp)) withdrawn.add(stamp);
  backAt = location.href;
  open.clear();
  drawing = false;
  stop();
  for (const part of parts.values()) part.restore();
});

// A withdrawn choice has reached the server, which wrote it into the address. Streamlit takes the
// event for a press of Back and draws the page for the address that it finds.
function returnToAddress() {
  if (location.href === backAt) return;
  history.replaceState(history.state, "", backAt);
  dispatchEvent(new PopStateEvent("popstate"));
}
