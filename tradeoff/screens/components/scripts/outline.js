// What a screen reader is told of a page: its language, landmarks, the page that is open, what is a
// picture, what opens, and where to skip to. Streamlit's own elements have no place for it in Python;
// it draws them anew whenever it likes, so what is written here is written again whenever something
// changes.

const MAIN = '[data-testid="stMain"]';
let said; // the words of the page that is open
let due; // the frame in which all is written again

export function outline({ data, parentElement }) {
  if (!parentElement.firstElementChild?.hidden) {
    parentElement.appendChild(document.createElement("div")).hidden = true;
  }
  if (!said) watch();
  said = data;
  write();
}

function watch() {
  // Attributes are not watched: these are written here.
  new MutationObserver(soon).observe(document.body, { childList: true, subtree: true });
  for (const event of ["toggle", "resize", "click"]) addEventListener(event, soon, true);
  addEventListener("click", skip, true);
}

function soon() {
  due ??= requestAnimationFrame(() => {
    due = undefined;
    write();
  });
}

function write() {
  set(document.documentElement, { lang: said.language });
  navigation();
  pictures();
  opening();
  scrolling();
  set(document.querySelector('[data-testid="stSidebar"]'), {
    role: "complementary",
    "aria-label": said.panel,
  });
  const link = document.querySelector('[data-testid="stSkipToContent"]');
  set(link, { lang: said.spoken === said.language ? null : said.spoken });
  if (link && link.textContent !== said.skip) link.textContent = said.skip;
}

function navigation() {
  const links = [...document.querySelectorAll('[class*="st-key-at_"] a')];
  set(links[0]?.closest('[class*="st-key-at_"]'), {
    role: "navigation",
    "aria-label": said.navigation,
  });
  for (const link of links) {
    set(link, { "aria-current": link.textContent.trim() === said.open ? "page" : null });
  }
}

// A chart is one picture with one sentence: its letters say nothing by themselves.
function pictures() {
  for (const chart of document.querySelectorAll('[data-testid="stPlotlyChart"][aria-label]')) {
    set(chart, { role: "img" });
    for (const drawn of chart.children) set(drawn, { "aria-hidden": "true" });
  }
  set(document.getElementById("js-plotly-tester"), { "aria-hidden": "true" });
}

function opening() {
  for (const button of document.querySelectorAll(".st-key-check button")) {
    set(button, {
      "aria-expanded": String(Boolean(document.querySelector(".st-key-check_area"))),
      "aria-label": button.textContent.replace(/[▾▴]/, "").trim(),
    });
  }
  const languages = document.querySelector(".st-key-languages button");
  const letters = languages?.querySelector("p")?.textContent;
  if (letters) set(languages, { "aria-label": `${said.languages}: ${letters}` });
  // The button beside a list's field is called "Open" wherever it stands.
  for (const field of document.querySelectorAll('input[role="combobox"][aria-label]')) {
    set(field.parentElement.querySelector("button[aria-haspopup]"), {
      "aria-label": field.getAttribute("aria-label"),
    });
  }
}

// A table is a stop of Tab, and says its name there, only where there is something to scroll to.
function scrolling() {
  for (const frame of document.querySelectorAll(".scroll")) {
    const more =
      frame.scrollWidth > frame.clientWidth + 1 || frame.scrollHeight > frame.clientHeight + 1;
    const name = frame.querySelector("caption")?.textContent ?? "";
    set(frame, {
      role: more ? "region" : null,
      tabindex: more ? "0" : null,
      "aria-label": more ? name : null,
    });
  }
}

// Streamlit's link lands at the top of what holds the navigation, too: on to the page's heading.
function skip(event) {
  if (!event.target.closest?.('[data-testid="stSkipToContent"]')) return;
  event.preventDefault();
  event.stopPropagation();
  const heading = document.querySelector(`${MAIN} h1`) ?? document.querySelector(MAIN);
  set(heading, { tabindex: heading.matches(MAIN) ? "0" : "-1" });
  heading.focus();
}

function set(element, attributes) {
  for (const [name, value] of Object.entries(element ? attributes : {})) {
    if (element.getAttribute(name) === value) continue;
    if (value === null) element.removeAttribute(name);
    else element.setAttribute(name, value);
  }
}
