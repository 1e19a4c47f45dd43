// Values as they are printed on a figure and typed by a hand; survival may be in per cent, or one
// minus what is printed.

const DECIMALS = 1000;
const ON_PICTURE = 10; // all that stands there stands on tenths of a pixel

const rounded = (number) => Math.round(number * DECIMALS) / DECIMALS;
export const pixel = (number) => Math.round(number * ON_PICTURE) / ON_PICTURE;

export class Values {
  constructor() {
    this.percent = this.rising = false;
  }

  // The server's word, unless the hand has typed otherwise.
  take({ percent, rising }) {
    this.percent = this.typed ?? percent;
    this.rising = rising;
  }

  // What is printed at a value; nothing where it is not known.
  text(axis, value) {
    if (value === null || value === undefined) return "";
    if (axis === "x") return String(rounded(value));
    const shown = this.rising ? 1 - value : value;
    return String(rounded(this.percent ? 100 * shown : shown));
  }

  // The same with its unit.
  spoken(axis, value) {
    const text = this.text(axis, value);
    return text && axis === "y" && this.percent ? `${text} %` : text;
  }

  // What was typed: null where it is empty, undefined where it is no number. From 0 to 1 and up to
  // 100 both are survival; a sign tells them apart, or else the number.
  read(axis, text) {
    const plain = text.trim().replace(",", ".").replace(/\s*%$/, "");
    if (plain === "") return null;
    const number = Number(plain);
    if (!Number.isFinite(number) || Math.abs(number) >= 1e7) return undefined;
    if (axis === "x") return number;
    if (number < 0 || number > 100) return undefined;
    const sign = text.trim().endsWith("%");
    if (sign || number > 0) this.percent = this.typed = sign || number > 1;
    const shown = this.percent ? number / 100 : number;
    return this.rising ? 1 - shown : shown;
  }
}
