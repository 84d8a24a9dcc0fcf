/**
 * Evening Note's chat page: one custom element, no dependency, nothing stored.
 *
 *   Session       talks to the server; holds the token, in memory only
 *   EveningNote   shows the conversation; every word is set as text, never as markup
 */

const SESSION_PATH = "/webhooks/web/session";
const MESSAGE_PATH = "/webhooks/web/message";
const EXIT_URL = "https://www.bbc.co.uk/weather"; // says nothing about the person, wanted by anyone

const ANSWER_LIMIT_MS = 30_000; // longer than any answer takes; after it the network is to blame
const WORKING_AFTER_MS = 400; // most answers come sooner, and a flicker would only unsettle
const COPIED_FOR_MS = 2_000;
const SHIFTS_TO_LEAVE = 3;
const SHIFT_WINDOW_MS = 5_000;
const QUIET_MS = 10 * 60_000; // a screen left on the bedside table covers itself
const RENEW_AT = 0.8; // of a token's life: renewed before it expires, the conversation goes on

/** Everything the page itself says. The subject stays out of it: the server brings that. */
const WORDS = {
  title: "Evening Note",
  intro: "A private coach for one sentence. Nothing you type is kept.",
  leave: "Leave quickly",
  leaveNote:
    "“Leave quickly”, or Shift three times, clears this page. " +
    "It cannot erase your browser’s history or stop someone who watches this device.",
  oneMoreShift: "Press Shift once more to leave.",
  conversation: "Conversation",
  you: "You: ",
  coach: "Coach: ",
  choices: "Suggested replies",
  label: "Your message",
  keys: "Enter sends, Shift and Enter starts a new line.",
  send: "Send",
  again: "Start again",
  cleared: "Cleared. A new conversation.",
  copy: "Copy",
  copyWhat: " this line",
  copied: "Copied",
  copyByHand: "Copying isn’t allowed here. The line is selected, ready to copy.",
  covered: "Hidden after ten quiet minutes.",
  show: "Show",
  working: "One moment…",
  waiting: "Your next message goes once this one is answered.",
  offline: "That didn’t get through. Nothing is lost: please try again in a moment.",
  unavailable: "The coach can’t answer just now. Nothing is lost: please try again in a moment.",
  tooLong: "That’s more than can be read at once. A shorter version will do.",
  tooFast: "That was a little fast. Please wait a moment, then send it again.",
  refused: "That couldn’t be taken in as it is. Other words may work.",
};

/** Quote marks the server may put around a line; none at all comes last. */
const QUOTE_MARKS = [['"', '"'], ["“", "”"], ["'", "'"], ["‘", "’"], ["", ""]];

/** What went wrong, in words for the person; `final` when sending the same again cannot help. */
class Trouble extends Error {
  constructor(words, final = false) {
    super(words);
    this.final = final;
  }
}

/** The Trouble that an unusable HTTP answer stands for. */
function troubleFrom({ status, data }) {
  const own = { 400: WORDS.refused, 409: WORDS.refused, 413: WORDS.tooLong, 429: WORDS.tooFast }[status];
  if (!own) return new Trouble(WORDS.unavailable);
  // The server knows its own limits better than this page does.
  return new Trouble(data?.message || own, status !== 429);
}

/** A random name for a message. Not randomUUID, which plain http on a home network lacks. */
function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** One conversation with the server. */
class Session {
  #token = null;
  #renewAt = 0;
  #request = null;

  /** Sends a message and returns the replies; a Trouble says why there are none. */
  async send(message) {
    if (!this.#token || Date.now() > this.#renewAt) await this.#open();
    let answer = await this.#post(MESSAGE_PATH, message);
    if (answer.status === 401) {
      await this.#open();
      answer = await this.#post(MESSAGE_PATH, message); // same id: the server answers it only once
    }
    if (answer.status === 401) this.#token = null;
    if (!answer.ok || !Array.isArray(answer.data?.replies)) throw troubleFrom(answer);
    return answer.data.replies;
  }

  /** Forgets the token and whatever is under way. */
  drop() {
    this.#token = null;
    this.#request?.abort();
  }

  /** Gets a token. Showing the old one keeps the conversation; one too old is dropped. */
  async #open() {
    let answer = await this.#post(SESSION_PATH);
    if (answer.status === 401 && this.#token) {
      this.#token = null;
      answer = await this.#post(SESSION_PATH);
    }
    if (!answer.ok || !answer.data?.token) throw troubleFrom(answer);
    this.#token = answer.data.token;
    this.#renewAt = Date.now() + (answer.data.expires_in ?? Infinity) * 1000 * RENEW_AT;
  }

  /** One POST to our own origin: `{ok, status, data}`, or a Trouble when nothing came back. */
  async #post(path, body) {
    const request = (this.#request = new AbortController());
    const timer = setTimeout(() => request.abort(), ANSWER_LIMIT_MS);
    const headers = {};
    if (this.#token) headers.Authorization = `Bearer ${this.#token}`;
    if (body) headers["Content-Type"] = "application/json";
    try {
      const response = await fetch(path, {
        method: "POST",
        headers,
        body: body && JSON.stringify(body),
        mode: "same-origin",
        redirect: "error",
        cache: "no-store",
        signal: request.signal,
      });
      const data = await response.json().catch(() => null);
      return { ok: response.ok, status: response.status, data };
    } catch {
      throw new Trouble(WORDS.offline);
    } finally {
      clearTimeout(timer);
    }
  }
}

/** Makes an element: a string is its text, `on…` keys are listeners, the rest attributes. */
function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value);
  }
  element.append(...children); // strings become text nodes
  return element;
}

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

/** Puts text on the clipboard; false when the browser won't. */
async function copyText(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copyTheOldWay(text); // no clipboard object on plain http, or no permission
  }
}

/** Copies by selecting a field of our own, the only way without the clipboard object. */
function copyTheOldWay(text) {
  const focused = document.activeElement;
  const field = make("textarea", { class: "hidden-visually", readonly: "", "aria-hidden": "true" });
  field.value = text;
  document.body.append(field);
  field.select();
  try {
    return document.execCommand("copy");
  } catch {
    return false;
  } finally {
    field.remove();
    focused?.focus({ preventScroll: true });
  }
}

/** Whether a click came from the keyboard: it then counts no clicks. */
const isKeyPress = (event) => event.detail === 0;

/** Whether focusing the box is welcome: on a touch screen it would raise the keyboard. */
const typesOnKeys = () => matchMedia("(hover: hover) and (pointer: fine)").matches;

/** The chat page. */
class EveningNote extends HTMLElement {
  #main; #region; #log; #notice; #box; #again; #veil; #announcer;

  #session = new Session();
  #inFlight = false;
  #workTimer = 0;
  #waiting = false; // Enter was pressed while a message was in flight
  #unsent = null; // the message under way or failed, so that trying again reuses its id
  #choices = null; // the quick replies on show
  #shifts = [];
  #shiftAlone = false;
  #quietTimer = 0;
  #quietAt = Infinity;
  #listening = null;

  connectedCallback() {
    this.#build();
    this.#listen();
    if (typesOnKeys()) this.#box.focus();
  }

  disconnectedCallback() {
    this.#listening.abort();
    clearTimeout(this.#quietTimer);
    this.#forget();
  }

  // ---------------------------------------------------------------- the page

  #build() {
    this.#log = make("ol", { role: "list" });
    this.#region = make(
      "div",
      { role: "log", "aria-live": "polite", "aria-label": WORDS.conversation, tabindex: "-1" },
      this.#log,
    );
    this.#main = make("main", {}, this.#introduction(), this.#region, this.#composer());
    this.#veil = this.#coverSheet();
    this.#announcer = make("p", { class: "hidden-visually", role: "status" });
    this.replaceChildren(this.#top(), this.#main, this.#veil, this.#announcer);
  }

  #top() {
    const onclick = (event) => this.#leave(event);
    // A link, so that it also leaves should this script ever break half-way.
    const link = make("a", { class: "skip", href: EXIT_URL, rel: "noreferrer", onclick }, WORDS.leave);
    const button = make("button", { class: "leave", type: "button", onclick }, WORDS.leave);
    return make("header", {}, link, make("h1", {}, WORDS.title), button);
  }

  #introduction() {
    const note = make("p", { class: "small", id: "leave-note" }, WORDS.leaveNote);
    return make("div", { class: "intro" }, make("p", { class: "lead" }, WORDS.intro), note);
  }

  #composer() {
    this.#box = make("textarea", {
      id: "message",
      rows: "2",
      autocomplete: "off",
      // Some browsers send what is checked or completed to their makers.
      spellcheck: "false",
      writingsuggestions: "false",
      enterkeyhint: "send",
      "aria-describedby": "keys leave-note",
      onkeydown: (event) => this.#sendOnEnter(event),
      oninput: () => this.#stopWaiting(),
    });
    this.#notice = make("p", { class: "notice", role: "status" });
    const onclick = () => this.#startAgain();
    this.#again = make("button", { class: "quiet", type: "button", hidden: "", onclick }, WORDS.again);
    return make(
      "form",
      { autocomplete: "off", onsubmit: (event) => this.#submit(event) },
      this.#notice,
      make("label", { for: "message" }, WORDS.label),
      this.#box,
      make("p", { class: "hidden-visually", id: "keys" }, WORDS.keys),
      make("div", { class: "buttons" }, this.#again, make("button", { class: "send" }, WORDS.send)),
    );
  }

  #coverSheet() {
    const onclick = (event) => this.#uncover(isKeyPress(event));
    const show = make("button", { type: "button", onclick }, WORDS.show);
    return make("div", { class: "veil", hidden: "" }, make("p", {}, WORDS.covered), show);
  }

  #listen() {
    this.#listening = new AbortController();
    const { signal } = this.#listening;
    const capture = { signal, capture: true, passive: true };
    document.addEventListener("keydown", (event) => this.#shiftDown(event), capture);
    document.addEventListener("keyup", (event) => this.#shiftUp(event), capture);
    document.addEventListener("pointerdown", () => (this.#shiftAlone = false), capture);
    for (const sign of ["keydown", "pointerdown", "wheel"]) {
      document.addEventListener(sign, () => this.#stir(), capture);
    }
    // Timers sleep with the device, so the clock is read again on waking.
    const onwake = () => Date.now() > this.#quietAt && this.#cover();
    document.addEventListener("visibilitychange", onwake, capture);
    // The browser may keep a left page whole for its Back button: leave it nothing to keep.
    addEventListener("pagehide", () => this.#forget(), { signal });
    for (const change of ["resize", "scroll"]) {
      visualViewport?.addEventListener(change, () => this.#stayInView(), { signal });
    }
  }

  /** Keeps the top and the box inside what an iPhone shows around its keyboard. */
  #stayInView() {
    const { scale, offsetTop, height } = visualViewport;
    const zoomed = Math.abs(scale - 1) > 0.01; // pinched: bars that follow would cover the text
    const below = innerHeight - offsetTop - height;
    this.style.setProperty("--above", `${zoomed ? 0 : offsetTop}px`);
    this.style.setProperty("--below", `${zoomed ? 0 : Math.max(0, below)}px`);
  }

  // ---------------------------------------------------------------- talking

  #sendOnEnter(event) {
    // While a word is being composed (Japanese, say) Enter ends that word; Safari tells by 229.
    const composing = event.isComposing || event.keyCode === 229;
    if (event.key === "Enter" && !event.shiftKey && !composing) this.#submit(event);
  }

  #submit(event) {
    event?.preventDefault();
    const text = this.#box.value.trim();
    if (!text) return;
    if (this.#inFlight) {
      this.#waiting = true;
      this.#notify(WORDS.waiting);
      return;
    }
    this.#waiting = false;
    this.#box.value = "";
    this.#exchange({ text }, text);
  }

  /** Writing on means the words are not finished: they no longer go by themselves. */
  #stopWaiting() {
    if (this.#waiting) this.#notify("");
    this.#waiting = false;
  }

  #choose({ title, payload }, byKeyboard) {
    if (this.#inFlight) return;
    this.#exchange({ payload }, title);
    this.#settleFocus(byKeyboard);
  }

  /** After a button is gone: focus must not fall back to the top of the page. */
  #settleFocus(byKeyboard) {
    (byKeyboard || typesOnKeys() ? this.#box : this.#region).focus({ preventScroll: true });
  }

  /** One message and its answer. */
  async #exchange(content, shown) {
    const session = this.#session;
    const choices = this.#takeChoices();
    const said = this.#add(make("li", { class: "you" }, this.#who(WORDS.you), shown));
    this.#unsent = { id: this.#idFor(content), ...content };
    this.#startWork(said);
    try {
      const replies = await session.send(this.#unsent);
      if (session !== this.#session) return; // started again or left meanwhile
      this.#endWork();
      this.#unsent = null;
      this.#answer(replies);
    } catch (error) {
      if (session !== this.#session) return;
      this.#endWork();
      this.#takeBack(said, content, choices, error.final);
      this.#notify(error instanceof Trouble ? error.message : WORDS.unavailable);
      this.#reveal(this.#log.lastElementChild); // the notice made the page longer
    }
    if (this.#waiting) this.#submit();
  }

  /** The id of the message that failed if this is that message again, else a new one. */
  #idFor({ text, payload }) {
    const same = this.#unsent && this.#unsent.text === text && this.#unsent.payload === payload;
    return same ? this.#unsent.id : newId();
  }

  /** Marks a message in flight; the page shows it only when the answer is slow. */
  #startWork(said) {
    this.#inFlight = true;
    this.#notify("");
    this.#workTimer = setTimeout(() => {
      this.#region.setAttribute("aria-busy", "true");
      if (!this.#waiting) this.#notify(WORDS.working);
      this.#reveal(said);
    }, WORKING_AFTER_MS);
  }

  #endWork() {
    clearTimeout(this.#workTimer);
    this.#inFlight = false;
    this.#region.removeAttribute("aria-busy");
    this.#notify("");
  }

  /** Puts words that did not arrive back where they came from. */
  #takeBack(said, { text }, choices, final) {
    said.remove();
    this.#again.hidden = !this.#log.firstChild;
    this.#waiting = false;
    if (text) this.#box.value = [text, this.#box.value].filter(Boolean).join("\n");
    // A reply the server will not take, from a conversation that is over, would fail each time.
    if (choices && (text || !final)) this.#offer(choices);
  }

  // ---------------------------------------------------------------- showing

  #answer(replies) {
    const items = replies.filter((reply) => reply.text || reply.line).map((reply) => this.#reply(reply));
    if (!items.length) return; // silence can be the answer
    items.forEach((item) => this.#add(item));
    const quick = replies.findLast((reply) => reply.quick_replies?.length)?.quick_replies;
    if (quick) this.#offer(this.#choiceButtons(quick));
    this.#reveal(items[0]);
  }

  #reply({ text, line }) {
    const item = make("li", { class: "coach" }, this.#who(WORDS.coach));
    const [before, after] = line ? aroundLine(text || line, line) : [text, ""];
    if (before) item.append(make("p", {}, before));
    if (line) item.append(this.#line(line));
    if (after) item.append(make("p", {}, after));
    return item;
  }

  #line(line) {
    const quote = make("q", {}, line);
    const label = make("span", {}, WORDS.copy);
    const what = make("span", { class: "hidden-visually" }, WORDS.copyWhat);
    const onclick = () => this.#copy(line, quote, label);
    // Off: inside the log "Copied" would be read out, and "Copy" again two seconds later.
    const attributes = { class: "copy", type: "button", "aria-live": "off", onclick };
    const button = make("button", attributes, label, what);
    return make("figure", { class: "line" }, make("blockquote", {}, quote), button);
  }

  async #copy(line, quote, label) {
    if (!(await copyText(line))) {
      getSelection().selectAllChildren(quote);
      this.#notify(WORDS.copyByHand);
      return;
    }
    label.textContent = WORDS.copied;
    this.#announce(WORDS.copied);
    setTimeout(() => (label.textContent = WORDS.copy), COPIED_FOR_MS);
  }

  #choiceButtons(quick) {
    const buttons = quick.map((choice) => {
      const onclick = (event) => this.#choose(choice, isKeyPress(event));
      return make("button", { type: "button", onclick }, choice.title);
    });
    return make("div", { class: "choices", role: "group", "aria-label": WORDS.choices }, ...buttons);
  }

  #offer(choices) {
    this.#log.lastElementChild?.append(choices);
    this.#choices = choices;
  }

  #takeChoices() {
    const choices = this.#choices;
    choices?.remove();
    this.#choices = null;
    return choices;
  }

  #add(item) {
    this.#log.append(item);
    this.#again.hidden = false;
    this.#reveal(item);
    return item;
  }

  /** Scrolls to where an item starts, or to the end of the page when all of it fits. */
  #reveal(item) {
    item?.scrollIntoView({ block: "start" });
  }

  #who(name) {
    return make("span", { class: "hidden-visually" }, name);
  }

  #notify(text) {
    this.#notice.textContent = text;
  }

  #announce(text) {
    this.#announcer.textContent = text;
  }

  // ---------------------------------------------------------------- forgetting

  /** Empties the page and the memory. */
  #forget() {
    this.#session.drop();
    this.#session = new Session();
    this.#endWork();
    this.#waiting = false;
    this.#unsent = null;
    this.#choices = null;
    this.#log.replaceChildren();
    this.#box.value = "";
    this.#again.hidden = true;
    this.#announce("");
  }

  #startAgain() {
    this.#forget();
    this.#announce(WORDS.cleared);
    scrollTo(0, 0);
    this.#box.focus({ preventScroll: true });
  }

  /** Blank first, then forgotten, then gone: what the eye could catch goes first. */
  #leave(event) {
    event?.preventDefault();
    document.body.append(make("div", { class: "blank" }));
    this.#forget();
    this.replaceChildren();
    location.replace(EXIT_URL); // takes this page's place: Back does not return here
  }

  /** A Shift that will count is pressed without any other key: capitals must not end a visit. */
  #shiftDown({ key, repeat }) {
    if (repeat) return;
    this.#shiftAlone = key === "Shift";
    if (key !== "Shift") this.#shifts = [];
  }

  #shiftUp({ key }) {
    if (key !== "Shift" || !this.#shiftAlone) return;
    const now = Date.now();
    this.#shifts = [...this.#shifts, now].filter((time) => now - time <= SHIFT_WINDOW_MS);
    if (this.#shifts.length >= SHIFTS_TO_LEAVE) this.#leave();
    else this.#announce(this.#shifts.length === SHIFTS_TO_LEAVE - 1 ? WORDS.oneMoreShift : "");
  }

  // ---------------------------------------------------------------- covering

  #stir() {
    clearTimeout(this.#quietTimer);
    this.#quietAt = Date.now() + QUIET_MS;
    this.#quietTimer = setTimeout(() => this.#cover(), QUIET_MS);
  }

  /** Hides the conversation, without losing it, from whoever passes by. */
  #cover() {
    if (!this.#log.firstChild && !this.#box.value) return;
    const hadFocus = this.#main.contains(document.activeElement);
    this.#main.hidden = true;
    this.#veil.hidden = false;
    if (hadFocus) this.#veil.querySelector("button").focus();
  }

  #uncover(byKeyboard) {
    this.#veil.hidden = true;
    this.#main.hidden = false;
    this.#settleFocus(byKeyboard);
    this.#reveal(this.#log.lastElementChild);
  }
}

customElements.define("evening-note", EveningNote);

// A page the browser kept whole after all begins afresh.
addEventListener("pageshow", (event) => event.persisted && location.reload());
