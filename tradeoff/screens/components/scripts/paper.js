// A chart on paper is as wide as its place there: drawn to a measure that plotly does not write.

const drawn = () => document.querySelectorAll(".stPlotlyChart .main-svg");

addEventListener("beforeprint", () => {
  for (const one of drawn())
    one.setAttribute("viewBox", `0 0 ${one.getAttribute("width")} ${one.getAttribute("height")}`);
});

addEventListener("afterprint", () => {
  for (const one of drawn()) one.removeAttribute("viewBox");
});
