/** The harmless screen: a clock, as on any bedside table. Pressed twice, or once from the keyboard, it gives way. */

import { isKeyPress, make } from "./dom.js";

const TWICE_MS = 600;

export class Clock {
  #face = make("span", { class: "hour" });
  #date = make("span");
  #timer = 0;
  #pressed = -Infinity;
  #language;

  /** @param {string} language @param {() => void} back */
  constructor(language, back) {
    this.#language = language;
    const onclick = (event) => {
      const again = event.timeStamp - this.#pressed < TWICE_MS;
      this.#pressed = event.timeStamp;
      if (again || isKeyPress(event)) back();
    };
    this.element = make("button", { class: "clock", type: "button", onclick }, this.#face, this.#date);
  }

  start() {
    clearTimeout(this.#timer);
    const now = new Date();
    this.#face.textContent = now.toLocaleTimeString(this.#language, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
    this.#date.textContent = now.toLocaleDateString(this.#language, { weekday: "long", day: "numeric", month: "long" });
    this.#timer = setTimeout(() => this.start(), 60_000 - (now % 60_000));
  }

  stop() {
    clearTimeout(this.#timer);
    this.#pressed = -Infinity;
  }
}
