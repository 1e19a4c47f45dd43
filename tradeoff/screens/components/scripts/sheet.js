// A button that opens the side bar over the page where it is closed: on a telephone, as a sheet.

const OPENS = '[data-testid="stExpandSidebarButton"]'; // Streamlit's own, at the head of the page
const parts = new WeakMap();

export function sheet({ data, parentElement }) {
  const root = parts.get(parentElement) ?? parentElement.appendChild(document.createElement("div"));
  parts.set(parentElement, root);
  if (root.markup === data.markup) return;
  root.innerHTML = root.markup = data.markup;
  root
    .querySelector("[data-opens]")
    .addEventListener("click", () => document.querySelector(OPENS)?.click());
}
