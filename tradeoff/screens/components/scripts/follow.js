// What lies over a picture that takes its own time to a new size: unseen until both are at one place.

const AGAIN = 50; // ms
const NEAR = 0.75; // pixels

// `data-follow` selects the picture, in the nearest element around that holds one.
export function follow(over) {
  let waiting;
  const settle = () => {
    clearTimeout(waiting);
    const settled = together(over, picture(over));
    over.classList.toggle("unsettled", !settled);
    if (!settled && over.isConnected) waiting = setTimeout(settle, AGAIN);
  };
  new ResizeObserver(settle).observe(over);
}

function picture(over) {
  for (let around = over.parentElement; around; around = around.parentElement) {
    const found = around.querySelector(over.dataset.follow);
    if (found) return found;
  }
  return null;
}

function together(one, other) {
  if (!other) return false;
  const [a, b] = [one.getBoundingClientRect(), other.getBoundingClientRect()];
  return ["left", "top", "width", "height"].every((edge) => Math.abs(a[edge] - b[edge]) < NEAR);
}
