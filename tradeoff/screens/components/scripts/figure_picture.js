// The picture that another part of the page has loaded: its address, whenever it changes. It is
// drawn here in its place, so it is not seen there.

const AROUND = '[data-testid="stElementContainer"]'; // Streamlit's, with its button for full screen

export class Picture {
  constructor(selector, show) {
    this.selector = selector;
    this.show = show;
    this.observer = new MutationObserver(() => this.look());
    const attributeFilter = ["src"];
    this.observer.observe(document.body, { childList: true, subtree: true, attributeFilter });
    this.look();
  }

  look() {
    const picture = document.querySelector(this.selector);
    if (!picture?.src) return;
    const around = picture.closest(AROUND);
    if (around) around.style.display = "none";
    if (picture.src === this.address) return;
    this.address = picture.src;
    this.show(picture.src);
  }

  close() {
    this.observer.disconnect();
  }
}
