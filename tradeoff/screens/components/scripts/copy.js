// A button that copies at one press what stands in a field of the page, and says so.

import "./held.js";

const SAID_FOR = 4000; // ms
const parts = new WeakMap();

export function copy({ data, parentElement }) {
  const part = parts.get(parentElement) ?? new Copy(parentElement);
  parts.set(parentElement, part);
  part.take(data);
}

class Copy {
  constructor(parent) {
    parent.insertAdjacentHTML(
      "beforeend",
      '<div class="copy"><button type="button" data-copies></button>' +
        '<p role="status"></p><textarea readonly hidden></textarea></div>',
    );
    this.root = parent.lastElementChild;
    [this.button, this.status, this.field] = this.root.children;
    this.button.addEventListener("click", () => this.press());
    this.field.addEventListener("blur", () => this.leave());
  }

  take(data) {
    this.data = data;
    this.button.textContent = data.label;
    this.field.setAttribute("aria-label", data.label);
  }

  async press() {
    const { value } = document.querySelector(`textarea.${this.data.field}`);
    const done = await copied(value);
    this.button.focus({ preventScroll: true });
    this.say(done ? this.data.done : this.data.refused);
    if (!done) this.byHand(value);
  }

  say(words) {
    clearTimeout(this.timer);
    this.status.textContent = words;
    this.root.classList.toggle("said", words !== "");
    if (words === this.data.done) this.timer = setTimeout(() => this.say(""), SAID_FOR);
  }

  byHand(value) {
    Object.assign(this.field, { hidden: false, value });
    this.field.select();
  }

  // The hand turns to something else, which may change the text; another window changes nothing.
  leave() {
    if (document.activeElement === this.field) return;
    this.field.hidden = true;
    this.say("");
  }
}

// Over plain http there is no navigator.clipboard.
async function copied(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copiedByCommand(text);
  }
}

function copiedByCommand(text) {
  const field = document.createElement("textarea");
  field.value = text;
  field.style.cssText = "position:fixed;opacity:0";
  document.body.append(field);
  field.select();
  const done = document.execCommand("copy");
  field.remove();
  return done;
}
