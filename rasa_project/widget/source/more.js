/** The screen behind "More": light, sound, starting again, and what leaving does not do. */

import { button, make } from "./dom.js";
import { aloudWhere, dictationWhere } from "./sound.js";
import { WORDS } from "./words.js";

/**
 * @param {{theme: string, aloud: boolean, dictation: boolean}} options changed as the person chooses
 * @param {{onchange: () => void, startAgain: () => void, back: () => void, level: number}} host
 */
export function moreScreen(options, { onchange, startAgain, back, level }) {
  const heading = make(`h${level}`, { class: "title", tabindex: "-1" }, WORDS.more);
  const screen = make(
    "section",
    { "aria-label": WORDS.more },
    heading,
    themes(options, onchange),
    make(
      "fieldset",
      {},
      make("legend", {}, WORDS.sound),
      choice("aloud", WORDS.aloud, options, onchange, aloudWhere(WORDS.language)),
      choice("dictation", WORDS.dictation, options, onchange, dictationWhere(WORDS.language)),
    ),
    make("p", { class: "small" }, WORDS.introNote),
    make("div", { class: "row foot" }, button(WORDS.back, back), button(WORDS.startAgain, startAgain, { class: "quiet" })),
  );
  return { screen, heading };
}

function themes(options, onchange) {
  const radios = Object.entries(WORDS.themes).map(([value, words]) => {
    const onclick = () => {
      options.theme = value;
      onchange();
    };
    const radio = make("input", { type: "radio", name: "theme", value, onchange: onclick });
    radio.checked = options.theme === value;
    return make("label", { class: "option" }, radio, words);
  });
  return make("fieldset", {}, make("legend", {}, WORDS.theme), make("div", { class: "row" }, ...radios));
}

/** A switch, with the plain word on where the sound goes; `where` may still have to be found out. */
function choice(name, words, options, onchange, where) {
  const box = make("input", {
    type: "checkbox",
    "aria-describedby": `${name}-note`,
    onchange: () => {
      options[name] = box.checked;
      onchange();
    },
  });
  box.checked = options[name];
  const note = make("p", { class: "small", id: `${name}-note` });
  Promise.resolve(where).then((found) => {
    note.textContent = WORDS[name + found];
    box.disabled = found === "None";
  });
  return make("div", {}, make("label", { class: "option" }, box, words), note);
}
