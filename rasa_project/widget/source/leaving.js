/** Leaving quickly, after GOV.UK's tested pattern: blank at once, forget, and let a neutral page take this one's place. */

import { make } from "./dom.js";

const NEUTRAL = "https://www.bbc.co.uk/weather"; // says nothing about the person, wanted by anyone
const SHIFTS = 3;
const WINDOW_MS = 5_000;

/** The neutral page: what the embedder chose, if it is a web page. */
export function neutralPage(chosen) {
  return URL.canParse?.(chosen) && new URL(chosen).protocol === "https:" ? chosen : NEUTRAL;
}

/** Blank first, then forgotten, then gone: what the eye could catch goes first. */
export function leave(address, ground, forget) {
  const blank = make("div", { popover: "manual" });
  Object.assign(blank.style, {
    position: "fixed", inset: 0, zIndex: 2147483647, width: "100vw", height: "100vh",
    maxWidth: "none", maxHeight: "none", margin: 0, border: 0, padding: 0, background: ground,
  });
  document.body.append(blank);
  blank.showPopover?.(); // above every dialog of the page around
  forget();
  location.replace(address); // takes this page's place: Back does not return here
}

/** Counts Shift presses that stand alone: capitals must not end a visit. */
export class Shifts {
  #times = [];
  #alone = false;

  /** Another key or the pointer: a Shift held meanwhile is no sign. */
  interrupt() {
    this.#alone = false;
  }

  down({ key, repeat }) {
    if (repeat) return;
    this.#alone = key === "Shift";
    if (key !== "Shift") this.#times = [];
  }

  /** How many more are needed to leave after this one; null when it did not count. */
  up({ key }) {
    if (key !== "Shift" || !this.#alone) return null;
    const now = Date.now();
    this.#times = [...this.#times, now].filter((time) => now - time <= WINDOW_MS);
    return Math.max(0, SHIFTS - this.#times.length);
  }
}
