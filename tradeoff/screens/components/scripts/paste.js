// A place to paste a picture, which then goes into the page's own field for files.

import { make, write } from "./figure_made.js";

const parts = new WeakMap();

export function paste({ data, parentElement }) {
  const part = parts.get(parentElement) ?? new Paste(parentElement);
  parts.set(parentElement, part);
  part.take(data);
  return () => setTimeout(() => parentElement.isConnected || part.leave());
}

class Paste {
  constructor(parent) {
    this.root = parent.appendChild(make("div", "paste"));
    // A place for text, or a finger would be offered no "Paste".
    this.place = make("div", "paste-place");
    this.place.contentEditable = "true";
    Object.assign(this.place, { tabIndex: 0, spellcheck: false, inputMode: "none" });
    this.place.setAttribute("role", "textbox");
    this.status = make("p", "note");
    this.status.setAttribute("role", "status");
    this.root.append(this.place, this.status);
    this.place.addEventListener("beforeinput", (event) => event.preventDefault());
    this.place.addEventListener("drop", (event) => event.preventDefault());
    this.listener = (event) => this.pasted(event);
    addEventListener("paste", this.listener, true);
  }

  take(data) {
    this.data = data;
    const fingers = matchMedia("(hover: none) and (pointer: coarse)").matches;
    const said = fingers ? data.labels.paste_touch : data.labels.paste;
    write(this.place, said);
    this.place.setAttribute("aria-label", said);
  }

  leave() {
    removeEventListener("paste", this.listener, true);
  }

  // Anywhere on the page; text that is pasted elsewhere goes where it should.
  pasted(event) {
    const files = [...(event.clipboardData?.files ?? [])];
    const picture = files.find(({ type }) => type.startsWith("image/"));
    const here = this.place.contains(event.target);
    if (!picture && !here) return;
    event.preventDefault();
    event.stopPropagation();
    const done = picture && this.give(picture);
    write(this.status, this.data.labels[done ? "pasted" : "paste_empty"]);
  }

  // As if it had been chosen there.
  give(picture) {
    const field = document.querySelector(`.st-key-${CSS.escape(this.data.into)} input[type="file"]`);
    if (!field) return false;
    const carried = new DataTransfer();
    carried.items.add(picture);
    field.files = carried.files;
    field.dispatchEvent(new Event("change", { bubbles: true }));
    return true;
  }
}
