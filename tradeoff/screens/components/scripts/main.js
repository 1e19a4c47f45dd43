// The one component that Streamlit knows. It draws whatever part it is given, so that all parts of
// a page share one copy of these modules, and with it what is not yet answered.

import { choice } from "./choice.js";
import { copy } from "./copy.js";
import { outline } from "./outline.js";
import { sheet } from "./sheet.js";

const PARTS = { choice, copy, outline, sheet };
// On one page only: no other waits for their scripts.
const LATER = { figure: () => import("./figure.js"), paste: () => import("./paste.js") };

// The data come in a list of one.
export default function (component) {
  const [data] = component.data;
  const given = { ...component, data };
  return PARTS[data.part]?.(given) ?? later(data.part, given);
}

function later(name, given) {
  if (!LATER[name]) return undefined;
  const loaded = LATER[name]().then((module) => module[name](given));
  return () => loaded.then((leave) => leave());
}

// A chart on paper is as wide as its place there: drawn to a measure that plotly does not write.

const drawn = () => document.querySelectorAll(".stPlotlyChart .main-svg");

addEventListener("beforeprint", () => {
  for (const one of drawn())
    one.setAttribute("viewBox", `0 0 ${one.getAttribute("width")} ${one.getAttribute("height")}`);
});

addEventListener("afterprint", () => {
  for (const one of drawn()) one.removeAttribute("viewBox");
});
