// What the page says of its connection and of the run of its script. Streamlit writes both into
// attributes of its outermost element, for its own tests; a test of ours holds on to their names.

const app = () => document.querySelector('[data-testid="stApp"]');
const SAID = ["data-test-connection-state", "data-test-script-state"];

export const connected = () => app()?.getAttribute(SAID[0]) === "CONNECTED";
export const idle = () => app()?.getAttribute(SAID[1]) === "notRunning";

// Call the listener whenever either has changed.
export function watch(listener) {
  const observer = new MutationObserver(() => listener());
  observer.observe(document, { subtree: true, attributeFilter: SAID });
}
