/** An answer of the coach with its line to say: what surrounds the line, and what can be done with it. */

import { button, copy, make, unseen } from "./dom.js";
import { WORDS } from "./words.js";

/** Quote marks the server may put around a line; none at all comes last. */
const QUOTE_MARKS = [['"', '"'], ["“", "”"], ["'", "'"], ["‘", "’"], ["", ""]];

/** What stands before and after the line in an answer, without its quote marks. */
function aroundLine(text, line) {
  for (const [open, close] of QUOTE_MARKS) {
    const quoted = open + line + close;
    const at = text.indexOf(quoted);
    if (at < 0) continue;
    const after = text.slice(at + quoted.length).replace(/^[.,;]?\s+|^[.,;]$/, "");
    return [text.slice(0, at).trim(), after.trim()];
  }
  return [text, ""];
}

/**
 * The parts of an answer as elements.
 * @param {import("./session.js").Reply} reply
 * @param {{announce: (words: string) => void, notify: (words: string) => void, read: (line: string) => void,
 *   choose: (choice: {title: string, payload?: string, text?: string}, event: Event) => void}} host
 * @returns {{parts: Node[], shaping: HTMLElement | null}} `shaping` holds what works on the newest line only
 */
export function answerParts({ text, line, safety, quick_replies: quick = [] }, host) {
  if (!line) return { parts: [make("p", {}, text)], shaping: null };
  const [before, after] = aroundLine(text || line, line);
  const shaping = shapingButtons(safety, quick, host);
  const figure = lineFigure(line, shaping, host);
  return { parts: [before && make("p", {}, before), figure, after && make("p", {}, after)].filter(Boolean), shaping };
}

/** The choices that do not stand beside the line. */
export const otherChoices = ({ line, quick_replies: quick = [] }) => quick.filter(({ title }) => !line || !WORDS.shapes.includes(title));

function lineFigure(line, shaping, { announce, notify, read }) {
  const quote = make("q", {}, line);
  const label = make("span", {}, WORDS.copy);
  const copying = async () => ((await copy(line, quote, label, WORDS)) ? announce(WORDS.copied) : notify(WORDS.copyByHand));
  const copyButton = button(label, copying);
  copyButton.append(unseen(` (${WORDS.line})`));
  const aloud = button(WORDS.readAloud, () => read(line), { class: "aloud" });
  // Off: inside the log "Copied" would be read out, and "Copy" again two seconds later.
  const tools = make("div", { class: "row tools", role: "group", "aria-label": WORDS.line, "aria-live": "off" }, copyButton, aloud, shaping);
  return make("figure", { class: "line" }, make("blockquote", {}, quote), tools);
}

/** The coach's choices that shape the line, in the same order each time, and saving it. */
function shapingButtons(safety, quick, { choose }) {
  const offered = WORDS.shapes.map((title) => quick.find((choice) => choice.title === title)).filter(Boolean);
  const choices = safety ? offered : [...offered, { title: WORDS.save, text: WORDS.saveSays }];
  return make("span", { class: "shaping" }, ...choices.map((choice) => button(choice.title, (event) => choose(choice, event))));
}
