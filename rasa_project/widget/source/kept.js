/** The screen behind "Kept": saved lines, the picture of one's patterns, a copy of everything, and forgetting it. */

import { button, copy, draw, make, unseen } from "./dom.js";
import { hasNotice, switchNotice } from "./notice.js";
import { WORDS } from "./words.js";

// Of the picture, in its own units, of which 20 are as wide as a letter is high: small enough for a narrow phone with words that can be read.
const [COLUMN, ROW, UNITS] = [92, 36, 20];
const LARGEST = 14; // the radius of the largest dot

/**
 * @param {import("./session.js").Memory | null} memory null when it could not be read
 * @param {{session: import("./session.js").Session, level: number, back: () => void, announce: (words: string) => void,
 *   say: (choice: {title: string, payload?: string, text?: string}) => void, forgotten: () => void}} host
 */
export function keptScreen(memory, host) {
  const heading = make(`h${host.level}`, { class: "title", tabindex: "-1" }, WORDS.kept);
  const parts = !memory
    ? [make("p", {}, WORDS.keptTrouble)]
    : memory.locked
      ? [make("p", {}, WORDS.keptLocked), button(WORDS.unlock, () => host.say({ title: WORDS.unlockSays, text: WORDS.unlockSays }))]
      : [agreed(memory), saved(memory, host), patterns(memory, host), notice(memory, host), whole(host)];
  const screen = make("section", { "aria-label": WORDS.kept }, heading, ...parts.filter(Boolean), make("div", { class: "foot" }, button(WORDS.back, host.back)));
  return { screen, heading };
}

function agreed({ consents }) {
  const items = consents.map((purpose) => make("li", {}, WORDS.purposes[purpose] ?? purpose));
  return make("div", { class: "stack" }, make("p", {}, WORDS.keptIntro), make("ul", {}, ...items));
}

function saved({ saved }, host) {
  if (!saved.length) return null;
  const items = saved.map(({ text, payload }) => {
    const quote = make("q", {}, text);
    const label = make("span", {}, WORDS.copy);
    const copying = async () => host.announce((await copy(text, quote, label, WORDS)) ? WORDS.copied : WORDS.copyByHand);
    const actions = [button(label, copying)];
    if (payload) actions.push(button(WORDS.remove, () => host.say({ title: WORDS.removeSays, payload })));
    for (const action of actions) action.append(unseen(`“${text}”`));
    return make("li", {}, make("blockquote", {}, quote), make("div", { class: "row" }, ...actions));
  });
  return titled(WORDS.savedLines, host.level + 1, make("ul", { class: "lines", role: "list" }, ...items));
}

function patterns({ patterns: { sentences, cells } }, host) {
  if (!sentences.length && !cells.length) return null;
  const parts = sentences.map((sentence) => make("p", {}, sentence));
  if (cells.length) parts.push(picture(cells), make("details", {}, make("summary", {}, WORDS.table), table(cells)));
  return titled(WORDS.patterns, host.level + 1, ...parts);
}

/** Dots, a row a day and a column a part of it: full for a yes, a ring for a no, larger for more of them. */
function picture(cells) {
  const [days, parts] = [present(cells, "day", WORDS.days), present(cells, "part", WORDS.parts)];
  const most = Math.max(...cells.map(({ yes, no }) => Math.max(yes, no)));
  const column = (at) => COLUMN * (at + 1); // where its middle is; the names of the days take half of one
  const row = (at) => ROW * (at + 1.5);
  const word = (x, y, words, anchor) => draw("text", { x, y: y + 6, "text-anchor": anchor }, words);
  const dot = (kind, x, y, count) => draw("circle", { class: kind, cx: x, cy: y, r: LARGEST * Math.sqrt(count / most) });
  const drawn = [
    ...parts.map((part, at) => word(column(at), row(-1), WORDS.parts[part], "middle")),
    ...days.map((day, at) => word(0, row(at), WORDS.days[day], "start")),
  ];
  for (const { day, part, yes, no } of cells) {
    const [x, y] = [column(parts.indexOf(part)), row(days.indexOf(day))];
    if (yes) drawn.push(dot("yes", x - ROW / 2, y, yes));
    if (no) drawn.push(dot("no", x + ROW / 2, y, no));
  }
  const [width, height] = [COLUMN * (parts.length + 0.5), ROW * (days.length + 1)];
  const svg = draw("svg", { viewBox: `0 0 ${width} ${height}`, width: `${width / UNITS}em`, role: "img", "aria-label": WORDS.picture }, ...drawn);
  return make("figure", {}, svg, make("figcaption", { class: "row small" }, key("yes"), key("no")));
}

function key(kind) {
  const sign = draw("svg", { viewBox: "0 0 20 20", class: "key", "aria-hidden": "true" }, draw("circle", { class: kind, cx: 10, cy: 10, r: 7 }));
  return make("span", {}, sign, WORDS[kind]);
}

function table(cells) {
  const head = [WORDS.when, WORDS.yes, WORDS.no].map((words) => make("th", { scope: "col" }, words));
  const rows = cells.map(({ day, part, yes, no }) =>
    make("tr", {}, make("th", { scope: "row" }, `${WORDS.days[day]}, ${WORDS.parts[part]}`), make("td", {}, `${yes}`), make("td", {}, `${no}`)),
  );
  return make("table", {}, make("thead", {}, make("tr", {}, ...head)), make("tbody", {}, ...rows));
}

/** Those names that occur, in their order. */
const present = (cells, field, names) => Object.keys(names).filter((name) => cells.some((cell) => cell[field] === name));

function notice({ consents }, host) {
  if (!consents.includes("notes")) return null;
  const note = make("p", { class: "small", id: "notice-note" }, WORDS.noticeNote);
  const onchange = async () => {
    box.disabled = true;
    const wanted = box.checked;
    box.checked = await switchNotice(host.session, wanted);
    box.disabled = false;
    box.focus();
    if (box.checked !== wanted) host.announce((note.textContent = WORDS.noticeFailed));
  };
  const box = make("input", { type: "checkbox", "aria-describedby": "notice-note", onchange });
  hasNotice().then((has) => {
    box.checked = has === true;
    box.disabled = has === null;
    if (has === null) note.textContent = WORDS.noticeNone;
  });
  return make("div", {}, make("label", { class: "option" }, box, WORDS.notice), note);
}

/** A copy of everything, and its end; it asks once before the end. */
function whole(host) {
  const downloading = async () => {
    const data = await host.session.copy();
    if (data) saveFile(data);
    else host.announce(WORDS.keptTrouble);
  };
  const ask = make("p", { tabindex: "-1" }, WORDS.forgetAsk);
  const forgetting = async () => {
    if (!(await host.session.forget())) return host.announce(WORDS.keptTrouble);
    await switchNotice(host.session, false, true);
    host.forgotten();
  };
  const answers = make("div", { class: "row" }, button(WORDS.forgetYes, forgetting), button(WORDS.forgetNo, () => turn(false)));
  const sure = make("div", { class: "stack", hidden: "" }, ask, answers);
  const forget = button(WORDS.forget, () => turn(true));
  const turn = (asking) => {
    sure.hidden = !asking;
    forget.hidden = asking;
    (asking ? ask : forget).focus();
  };
  const actions = make("div", { class: "row" }, button(WORDS.download, downloading), forget);
  return make("div", { class: "stack" }, actions, make("p", { class: "small" }, WORDS.downloadNote), sure);
}

function saveFile(data) {
  const address = URL.createObjectURL(new Blob([JSON.stringify(data, null, 2)], { type: "application/json" }));
  make("a", { href: address, download: "evening-note.json" }).click();
  URL.revokeObjectURL(address);
}

const titled = (words, level, ...parts) => make("div", { class: "stack" }, make(`h${level}`, { class: "subtitle" }, words), ...parts);
