// The one component that Streamlit knows. It draws whatever part it is given, so that all parts of
// a page share one copy of these modules, and with it what is not yet answered.

import { choice } from "./choice.js";
import { copy } from "./copy.js";
import { sheet } from "./sheet.js";

const PARTS = { choice, copy, sheet };

// The data come in a list of one.
export default function (component) {
  const [data] = component.data;
  return PARTS[data.part]({ ...component, data });
}
