// Between a figure in this browser and the server: all that stands goes in one message, once the
// hand rests, and again where no answer came.

import { connected, idle, watch } from "./connection.js";

const REST = 300; // ms without a change: the hand rests
const AGAIN = 400; // ms after a run that did not answer; doubled each time
const LONGEST = 8000;
const lines = new Set();

export class Line {
  constructor(message) {
    this.message = message; // makes what is sent
    this.made = this.sent = this.answered = 0;
    this.wait = AGAIN;
    lines.add(this);
  }

  // Nothing is on its way, nor waits to be.
  get open() {
    return this.made > this.answered;
  }

  changed(rest = REST) {
    this.made += 1;
    this.wait = AGAIN;
    this.stop();
    this.resting = setTimeout(() => this.transmit(), rest);
  }

  // What is not on its way yet goes now.
  send() {
    if (this.made > this.sent) this.transmit();
  }

  transmit() {
    this.stop();
    if (!this.open || !connected()) return;
    this.sent = this.made;
    this.tell({ ...this.message(this.made), made: this.made });
    this.again = setTimeout(() => this.transmit(), LONGEST);
  }

  heard(made) {
    this.answered = made;
    this.made = Math.max(this.made, made);
    if (!this.open) this.stop();
  }

  // Connected, nothing running and no answer: the message was lost.
  unanswered() {
    if (!this.open || this.sent < this.made || !connected() || !idle()) return;
    clearTimeout(this.again);
    this.again = setTimeout(() => idle() && this.transmit(), this.wait);
    this.wait = Math.min(2 * this.wait, LONGEST);
  }

  stop() {
    clearTimeout(this.resting);
    clearTimeout(this.again);
  }

  close() {
    this.stop();
    lines.delete(this);
  }
}

watch(() => lines.forEach((line) => line.unanswered()));

// Before anything else is pressed, so that the server hears of both in their order.
addEventListener("pointerdown", () => lines.forEach((line) => line.send()), true);
