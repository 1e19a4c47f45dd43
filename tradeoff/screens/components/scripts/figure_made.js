// Elements, made.

// The address that names the language of drawings; a parser knows it.
const DRAWING = new DOMParser().parseFromString("<svg></svg>", "text/html").querySelector("svg")
  .namespaceURI;

export function make(kind, css = "", words = "") {
  const made = document.createElement(kind);
  made.className = css;
  made.textContent = words;
  return made;
}

export function svg(kind, attributes) {
  const made = document.createElementNS(DRAWING, kind);
  for (const name in attributes) made.setAttribute(name, attributes[name]);
  return made;
}

export function button(words, press, css = "") {
  const made = make("button", css, words);
  made.type = "button";
  made.addEventListener("click", press);
  return made;
}

// Written only where it changed, so that nothing is told twice.
export function write(element, words) {
  if (element.textContent !== words) element.textContent = words;
}

// What a handle says of itself.
export function tell(handle, { name, now, most, said, upright }) {
  const told = { label: name, valuenow: now, valuemin: 0, valuemax: most, valuetext: said };
  for (const one in told) handle.setAttribute(`aria-${one}`, told[one]);
  if (upright) handle.setAttribute("aria-orientation", "vertical");
}
