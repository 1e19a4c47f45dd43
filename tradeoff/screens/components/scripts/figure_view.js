// Which part of a picture is shown: the whole of it, or nearer.

const NEAREST = 16; // times as large as the whole

export class View {
  constructor(size) {
    this.fit(size);
  }

  // Anew for a picture of another size.
  fit([width, height]) {
    if (this.size?.[0] === width && this.size[1] === height) return;
    this.size = [width, height];
    this.whole();
  }

  whole() {
    Object.assign(this, { x: 0, y: 0, width: this.size[0] });
  }

  get height() {
    return (this.width * this.size[1]) / this.size[0];
  }

  get near() {
    return this.width < this.size[0];
  }

  get nearest() {
    return this.width <= this.size[0] / NEAREST;
  }

  get box() {
    return `${this.x} ${this.y} ${this.width} ${this.height}`;
  }

  get centre() {
    return [this.x + this.width / 2, this.y + this.height / 2];
  }

  zoom(times, around = this.centre) {
    const [width] = this.size;
    this.width = Math.min(Math.max(this.width / times, width / NEAREST), width);
    this.moveTo(around[0] - this.width / 2, around[1] - this.height / 2);
  }

  moveTo(x, y) {
    const [width, height] = this.size;
    this.x = Math.min(Math.max(x, 0), width - this.width);
    this.y = Math.min(Math.max(y, 0), height - this.height);
  }

  // As shares of what is shown.
  share([column, row]) {
    return [(column - this.x) / this.width, (row - this.y) / this.height];
  }

  // Moves to what is out of sight; whether it had to.
  reach(point) {
    const out = this.share(point).some((one) => one < 0 || one > 1);
    if (out) this.moveTo(point[0] - this.width / 2, point[1] - this.height / 2);
    return out;
  }
}
