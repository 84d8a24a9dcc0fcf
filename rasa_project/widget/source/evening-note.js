/**
 * Evening Note's chat widget: `<evening-note server="https://…">`. No dependency, no cookie, nothing stored but, by consent, one token.
 *
 * @element evening-note
 * @attr {string} server   origin of the coach; by default where this file comes from
 * @attr {string} theme    "auto" (night after sunset hours), "night" or "day"
 * @attr {string} exit     https address that "Leave quickly" goes to
 * @attr {number} idle     minutes without a touch after which it hides itself, 5 by default
 * @attr {number} level    level of its heading in the page, 2 by default
 * @attr {boolean} focused whether the box takes the focus as it opens
 *
 * docs/how-to/embed.md lists the custom properties that style it.
 */

import sheet from "./evening-note.css" with { type: "css" };
import { Clock } from "./clock.js";
import { button, isKeyPress, make, typesOnKeys, unseen } from "./dom.js";
import { keptScreen } from "./kept.js";
import { leave, neutralPage, Shifts } from "./leaving.js";
import { answerParts, otherChoices } from "./line.js";
import { moreScreen } from "./more.js";
import { heldPerson, holdPerson } from "./person.js";
import { newId, Session, Trouble } from "./session.js";
import { aloudWhere, Dictation, hush, readAloud } from "./sound.js";
import { themeNow } from "./theme.js";
import { WORDS } from "./words.js";

const WORKING_AFTER_MS = 400; // most answers come sooner, and a flicker would only unsettle
const SLOW_AFTER_MS = 8_000;
const IDLE_MINUTES = 5; // a screen left on the bedside table hides itself
const FORGET_AFTER_MS = 3_600_000; // hidden for so long, what was said goes here, too: the server has let go of it by then
const DIGITS = /^\d{4,8}$/; // a PIN, perhaps: not to be read over a shoulder

/** The chat widget. */
class EveningNote extends HTMLElement {
  static observedAttributes = ["theme"];

  #root = this.attachShadow({ mode: "open" });
  #frame; #header; #talk; #region; #log; #box; #notice; #trouble; #moreButton; #keptButton; #speak; #announcer;
  #screens = {}; // by name: what can be shown, one at a time
  #screen = "talk";
  #before = null; // the screen that was hidden, and what had the focus there
  #hiddenAt = Infinity;
  #hiddenTimer = 0;
  #clock;

  #session;
  #memory = null;
  #options;
  #inFlight = false;
  #timers = [];
  #waiting = false; // Enter was pressed while a message was in flight
  #unsent = null; // the message under way or failed, so that trying again reuses its id
  #choices = null; // the quick replies on show
  #shaping = null; // the buttons of the newest line
  #shifts = new Shifts();
  #dictation = new Dictation();
  #idleTimer = 0;
  #hourTimer = 0;
  #idleAt = Infinity;
  #listening = null;

  constructor() {
    super();
    this.#root.adoptedStyleSheets = [sheet]; // no inline style, whatever the page's policy
  }

  connectedCallback() {
    this.#options = { theme: this.getAttribute("theme") ?? "auto", aloud: false, dictation: false };
    this.#session = this.#newSession();
    this.#build();
    this.#listen();
    this.#stir();
    const fits = this.#frame.scrollHeight <= this.#frame.clientHeight; // else the words above the box would scroll away
    if (this.hasAttribute("focused") && typesOnKeys() && fits) this.#box.focus();
    if (heldPerson()) this.#recall(true);
  }

  disconnectedCallback() {
    this.#listening.abort();
    clearTimeout(this.#idleTimer);
    clearTimeout(this.#hourTimer);
    this.#forget();
  }

  attributeChangedCallback(_, __, theme) {
    if (!this.#frame) return;
    this.#options.theme = theme;
    this.#paint();
  }

  #newSession() {
    const server = this.getAttribute("server") || new URL(import.meta.url).origin;
    const session = new Session(server.replace(/\/+$/, ""), heldPerson);
    session.onmemory = () => this.#recall();
    return session;
  }

  // ---------------------------------------------------------------- the page

  #build() {
    this.#log = make("ol", { role: "list" });
    this.#region = make("div", { role: "log", "aria-live": "polite", "aria-label": WORDS.conversation, tabindex: "-1" }, this.#log);
    this.#talk = make("div", { class: "screen talk" }, this.#introduction(), this.#region, this.#composer());
    this.#announcer = make("p", { class: "unseen", role: "status" });
    this.#clock = new Clock(WORDS.language, () => this.#reveal());
    const close = button("×", () => this.#leave(), { class: "close", "aria-label": WORDS.leave });
    this.#screens = {
      talk: this.#talk,
      lock: make("div", { class: "screen lock" }, make("p", {}, WORDS.locked), button(WORDS.show, () => this.#reveal())),
      clock: make("div", { class: "cover" }, make(`h${this.#level}`, { class: "unseen" }, WORDS.clock), close, this.#clock.element),
    };
    this.#header = this.#top();
    this.#frame = make("div", { class: "frame", lang: WORDS.language }, this.#header, ...Object.values(this.#screens), this.#announcer);
    this.#root.replaceChildren(this.#frame);
    this.#show("talk");
    this.#paint();
  }

  #top() {
    const onclick = (event) => this.#leave(event);
    // A link, so that it also leaves should this script ever break half-way.
    const link = make("a", { class: "skip", href: this.#exit, rel: "noreferrer", onclick }, WORDS.leave);
    const name = make(`h${this.#level}`, { class: "name" }, WORDS.name);
    return make("div", { class: "top" }, link, name, button(WORDS.leave, onclick, { class: "leave" }));
  }

  #introduction() {
    const note = make("p", { class: "small", id: "leave-note" }, WORDS.introNote);
    return make("div", { class: "intro" }, make("p", { class: "lead" }, WORDS.intro), note);
  }

  #composer() {
    this.#box = make("textarea", {
      id: "message",
      rows: "1",
      autocomplete: "off",
      // Some browsers send what is checked or completed to their makers.
      spellcheck: "false",
      writingsuggestions: "false",
      enterkeyhint: "send",
      "aria-describedby": "keys",
      onkeydown: (event) => this.#sendOnEnter(event),
      oninput: () => this.#stopWaiting(),
    });
    this.#notice = make("p", { class: "notice", role: "status" });
    this.#trouble = make(
      "div",
      { class: "row trouble", hidden: "" },
      button(WORDS.now, () => this.#session.retry()),
      button(WORDS.takeBack, () => this.#session.giveUp()),
    );
    this.#moreButton = button(WORDS.more, () => this.#openMore());
    this.#keptButton = button(WORDS.kept, () => (this.#openKept(), this.#recall()), { hidden: "" }); // at once, then as it is now
    this.#speak = button(WORDS.dictate, () => this.#dictate(), { hidden: "", "aria-pressed": "false" });
    return make(
      "form",
      { autocomplete: "off", onsubmit: (event) => this.#submit(event) },
      this.#notice,
      this.#trouble,
      make("label", { for: "message" }, WORDS.label),
      this.#box,
      make("p", { class: "unseen", id: "keys" }, WORDS.keys),
      make(
        "div",
        { class: "row" },
        button(WORDS.hide, () => this.#hide("clock")),
        this.#moreButton,
        this.#keptButton,
        this.#speak,
        make("button", { class: "send" }, WORDS.send),
      ),
    );
  }

  #listen() {
    this.#listening = new AbortController();
    const { signal } = this.#listening;
    const capture = { signal, capture: true, passive: true };
    document.addEventListener("keydown", (event) => this.#shifts.down(event), capture);
    document.addEventListener("keyup", (event) => this.#shift(event), capture);
    document.addEventListener("pointerdown", () => this.#shifts.interrupt(), capture);
    for (const sign of ["keydown", "pointerdown", "wheel", "touchmove"]) {
      document.addEventListener(sign, () => this.#stir(), capture);
    }
    // Timers sleep with the device, so the clock is read again on waking.
    document.addEventListener("visibilitychange", () => (this.#idle(), this.#forgetHidden(), this.#paint()), capture);
    this.#frame.addEventListener("keydown", ({ key }) => key === "Escape" && this.#isPanel && this.#close(), { signal });
    // The browser may keep a left page whole for its Back button: leave it nothing to keep.
    addEventListener("pagehide", () => this.#startAnew(), { signal });
    const composer = this.#box.form;
    const sizes = new ResizeObserver(() => this.#frame.style.setProperty("--composer", `${composer.offsetHeight}px`));
    sizes.observe(composer);
    signal.addEventListener("abort", () => sizes.disconnect());
    for (const change of ["resize", "scroll"]) {
      visualViewport?.addEventListener(change, () => this.#stayInView(), { signal });
    }
  }

  /** Keeps the top and the box inside what an iPhone shows around its keyboard. */
  #stayInView() {
    const { scale, offsetTop, height } = visualViewport;
    const zoomed = Math.abs(scale - 1) > 0.01; // pinched: bars that follow would cover the text
    const { top, bottom } = this.getBoundingClientRect();
    const hidden = (length) => `${zoomed ? 0 : Math.max(0, length)}px`;
    this.#frame.style.setProperty("--above", hidden(offsetTop - top));
    this.#frame.style.setProperty("--below", hidden(bottom - offsetTop - height));
  }

  #paint() {
    const { classList } = this.#frame;
    classList.toggle("night", themeNow(this.#options.theme) === "night");
    classList.toggle("with-sound", this.#options.aloud && aloudWhere(WORDS.language) !== "None");
    this.#speak.hidden = !this.#options.dictation;
    clearTimeout(this.#hourTimer);
    this.#hourTimer = setTimeout(() => this.#paint(), (60 - new Date().getMinutes()) * 60_000); // the sun sets over an open page, too
  }

  get #level() {
    return Math.min(Math.max(Number(this.getAttribute("level")) || 2, 1), 4); // two more levels stand below
  }

  get #exit() {
    return neutralPage(this.getAttribute("exit"));
  }

  // ---------------------------------------------------------------- screens

  #show(name) {
    this.#screen = name;
    this.#frame.dataset.screen = name;
    for (const [other, element] of Object.entries(this.#screens)) element.hidden = other !== name;
    this.#header.hidden = name === "clock";
  }

  get #isPanel() {
    return this.#screen === "more" || this.#screen === "kept";
  }

  /** Opens a panel; its heading takes the focus, so that it is read and the next Tab goes in. */
  #open(name, { screen, heading }) {
    screen.classList.add("screen", "panel");
    this.#screens[name]?.remove();
    this.#screens[name] = screen;
    this.#announcer.before(screen);
    this.#show(name);
    this.#frame.scrollTop = 0;
    heading.focus();
  }

  #openMore() {
    const startAgain = () => this.#startAgain();
    this.#open("more", moreScreen(this.#options, { onchange: () => this.#paint(), startAgain, back: () => this.#close(), level: this.#level + 1 }));
  }

  #openKept() {
    const host = {
      session: this.#session,
      level: this.#level + 1,
      back: () => this.#close(),
      announce: (words) => this.#announce(words),
      say: (choice) => {
        this.#close();
        this.#choose(choice);
      },
      forgotten: () => {
        this.#keep(null);
        this.#close();
        this.#notify(WORDS.forgotten);
      },
    };
    this.#open("kept", keptScreen(this.#memory, host));
  }

  /** Back to the conversation, to the button that opened the panel if it is still there. */
  #close() {
    const opener = this.#screen === "kept" ? this.#keptButton : this.#moreButton;
    this.#show("talk");
    this.#scrollTo(this.#log.lastElementChild);
    (opener.hidden ? this.#box : opener).focus({ preventScroll: true });
  }

  /** Hides everything behind the clock or the lock, without losing it. */
  #hide(screen) {
    if (this.#screen === "clock" || this.#screen === "lock") return;
    hush();
    this.#dictation.abort();
    const hadFocus = this.#root.activeElement;
    this.#before = { screen: this.#screen, focus: hadFocus };
    if (screen === "clock") this.#clock.start();
    else if (this.#screen === "kept") this.#before = { screen: "talk", focus: this.#keptButton }; // it may be locked by then
    this.#hiddenAt = Date.now();
    clearTimeout(this.#hiddenTimer);
    this.#hiddenTimer = setTimeout(() => this.#forgetHidden(), FORGET_AFTER_MS);
    this.#show(screen);
    if (hadFocus) this.#screens[screen].querySelector("button:last-child").focus();
  }

  #reveal() {
    this.#forgetHidden(); // the timer may have slept with the device
    this.#hiddenAt = Infinity;
    const { screen, focus } = this.#before;
    this.#clock.stop();
    this.#show(screen);
    this.#stir();
    if (screen === "talk") this.#scrollTo(this.#log.lastElementChild);
    (focus?.isConnected ? focus : this.#region).focus({ preventScroll: true });
    if (heldPerson()) this.#recall();
  }

  /** What has been hidden for long goes, and the clock or the lock stays: nothing shows that was not shown before. */
  #forgetHidden() {
    if (Date.now() - this.#hiddenAt < FORGET_AFTER_MS) return;
    this.#forget();
    this.#session = this.#newSession();
    this.#before = { screen: "talk" };
  }

  #stir() {
    clearTimeout(this.#idleTimer);
    const milliseconds = (Number(this.getAttribute("idle")) || IDLE_MINUTES) * 60_000;
    this.#idleAt = Date.now() + milliseconds;
    this.#idleTimer = setTimeout(() => this.#idle(), milliseconds);
  }

  #idle() {
    if (Date.now() < this.#idleAt) return;
    if (this.#log.firstChild || this.#box.value || this.#screen !== "talk") this.#hide("lock");
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
    this.#dictation.stop();
    if (this.#inFlight) {
      this.#waiting = true;
      if (this.#trouble.hidden) this.#notify(WORDS.waiting);
      return;
    }
    this.#waiting = false;
    this.#box.value = "";
    this.#exchange({ text }, text);
  }

  /** Writing on means the words are not finished: they no longer go by themselves. */
  #stopWaiting() {
    if (this.#waiting && this.#trouble.hidden) this.#notify("");
    this.#waiting = false;
  }

  #choose({ title, payload, text }, event) {
    if (this.#inFlight) return this.#notify(WORDS.waiting);
    this.#exchange(payload ? { payload } : { text }, title);
    // The button may go: focus must not fall back to the top of the page.
    (!event || isKeyPress(event) || typesOnKeys() ? this.#box : this.#region).focus({ preventScroll: true });
  }

  /** One message and its answer. */
  async #exchange(content, shown) {
    const session = this.#session;
    const choices = this.#takeChoices();
    const words = DIGITS.test(shown) ? [make("span", { "aria-hidden": "true" }, "•".repeat(shown.length)), unseen(WORDS.digits)] : [shown];
    const said = this.#add(make("li", { class: "you" }, unseen(WORDS.you), ...words));
    this.#unsent = { id: this.#idFor(content), ...content };
    this.#startWork(said);
    try {
      const { replies, anew } = await session.send(this.#unsent, shown, (trouble) => this.#hold(said, trouble));
      if (session !== this.#session) return; // started again or left meanwhile
      this.#endWork(said);
      this.#unsent = null;
      if (anew && said.previousElementSibling) this.#beginAnew(said);
      this.#answer(replies);
    } catch (error) {
      if (session !== this.#session) return;
      this.#endWork(said);
      this.#takeBack(said, content, choices, error.final);
      this.#notify(error instanceof Trouble ? error.message : WORDS.unavailable);
      this.#scrollTo(this.#log.lastElementChild); // the notice made the page longer
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
    const working = () => {
      this.#region.setAttribute("aria-busy", "true");
      if (!this.#waiting) this.#notify(WORDS.working);
      this.#scrollTo(said);
    };
    this.#timers = [setTimeout(working, WORKING_AFTER_MS), setTimeout(() => this.#notify(WORDS.slow), SLOW_AFTER_MS)];
  }

  /** The message did not arrive: it stays, and is tried again until it does or is taken back. */
  #hold(said, trouble) {
    if (trouble.message !== this.#notice.textContent) this.#notify(trouble.message);
    this.#timers.forEach(clearTimeout);
    this.#region.removeAttribute("aria-busy");
    said.classList.add("held");
    if (!this.#trouble.hidden) return; // known already: nothing moves under who reads or presses
    this.#trouble.hidden = false;
    this.#scrollTo(said);
  }

  #endWork(said) {
    this.#timers.forEach(clearTimeout);
    this.#inFlight = false;
    this.#region.removeAttribute("aria-busy");
    said?.classList.remove("held");
    const hadFocus = this.#trouble.contains(this.#root.activeElement);
    this.#trouble.hidden = true;
    if (hadFocus) this.#box.focus({ preventScroll: true });
    this.#notify("");
  }

  /** Puts words that did not arrive back where they came from. */
  #takeBack(said, { text }, choices, final) {
    said.remove();
    this.#waiting = false;
    if (text) this.#box.value = [text, this.#box.value].filter(Boolean).join("\n");
    // A reply the server will not take, from a conversation that is over, would fail each time.
    if (choices && (text || !final)) this.#offer(choices);
  }

  #beginAnew(said) {
    said.before(make("li", { class: "anew" }, WORDS.anew));
    this.#takeShaping();
  }

  // ---------------------------------------------------------------- showing

  #answer(replies) {
    const shown = replies.filter(({ text, line }) => text || line);
    if (!shown.length) return; // silence can be the answer
    const items = shown.map((reply) => this.#add(this.#reply(reply)));
    const last = shown.findLast(({ quick_replies: quick }) => quick?.length);
    if (last) this.#offer(this.#choiceButtons(otherChoices(last)));
    this.#scrollTo(items[0]);
  }

  #reply(reply) {
    const { parts, shaping } = answerParts(reply, {
      announce: (words) => this.#announce(words),
      notify: (words) => this.#notify(words),
      read: (line) => readAloud(line, WORDS.language),
      choose: (choice, event) => this.#choose(choice, event),
    });
    if (shaping) {
      this.#takeShaping();
      this.#shaping = shaping;
    }
    return make("li", { class: "coach" }, unseen(WORDS.coach), ...parts);
  }

  #choiceButtons(choices) {
    const buttons = choices.map((choice) => button(choice.title, (event) => this.#choose(choice, event)));
    return make("div", { class: "row choices", role: "group", "aria-label": WORDS.choices }, ...buttons);
  }

  #offer(choices) {
    if (!choices.firstChild) return;
    (this.#log.lastElementChild ?? this.#region).append(choices);
    this.#choices = choices;
  }

  #takeChoices() {
    const choices = this.#choices;
    choices?.remove();
    this.#choices = null;
    return choices;
  }

  #takeShaping() {
    if (this.#shaping?.contains(this.#root.activeElement)) this.#box.focus({ preventScroll: true });
    this.#shaping?.remove();
    this.#shaping = null;
  }

  #add(item) {
    this.#log.append(item);
    this.#scrollTo(item);
    return item;
  }

  /** Scrolls, within the widget alone, to where an item starts. */
  #scrollTo(item) {
    if (item) this.#frame.scrollTop = item.offsetTop - this.#header.offsetHeight - 16;
  }

  #notify(words) {
    this.#notice.textContent = words;
  }

  #announce(words) {
    this.#announcer.textContent = words;
  }

  // ---------------------------------------------------------------- remembering

  /** Asks what is remembered; at opening its chips are offered too. */
  async #recall(opening = false) {
    const session = this.#session;
    const memory = await session.memory();
    if (session !== this.#session || !memory) return;
    const changed = JSON.stringify(memory) !== JSON.stringify(this.#memory);
    this.#keep(memory);
    const chips = [memory.note, ...(memory.chips ?? [])].filter(Boolean);
    if (opening && chips.length && !this.#log.firstChild) this.#offer(this.#choiceButtons(chips));
    if (this.#screen !== "kept" || !changed) return;
    if (this.#keptButton.hidden) this.#close();
    else this.#openKept();
  }

  /** Shows whether something is kept, and holds the person's token as long as a consent stands. */
  #keep(memory) {
    this.#memory = memory;
    holdPerson(memory?.person);
    this.#keptButton.hidden = !memory || !(memory.locked || memory.consents.length || memory.saved.length);
  }

  // ---------------------------------------------------------------- sound

  #dictate() {
    if (this.#dictation.listening) return this.#dictation.stop();
    const already = this.#box.value && `${this.#box.value} `;
    const onwords = (words) => (this.#box.value = already + words);
    this.#dictation.start(WORDS.language, onwords, (well) => this.#listensNow(false, well ? "" : WORDS.dictationFailed));
    this.#listensNow(true, WORDS.dictating);
  }

  #listensNow(listening, words) {
    this.#speak.textContent = listening ? WORDS.dictateStop : WORDS.dictate;
    this.#speak.setAttribute("aria-pressed", listening);
    this.#notify(words);
  }

  // ---------------------------------------------------------------- forgetting

  /** Empties the page and the memory. */
  #forget() {
    this.#session.drop();
    this.#hiddenAt = Infinity;
    this.#endWork();
    hush();
    this.#dictation.abort();
    this.#waiting = false;
    this.#unsent = this.#choices = this.#shaping = this.#memory = this.#before = null;
    this.#log.replaceChildren();
    this.#region.replaceChildren(this.#log);
    this.#box.value = "";
    this.#announce("");
    for (const name of ["more", "kept"]) {
      this.#screens[name]?.remove();
      delete this.#screens[name];
    }
  }

  #startAnew() {
    this.#forget();
    this.#session = this.#newSession();
    this.#clock.stop();
    this.#show("talk");
  }

  #startAgain() {
    this.#startAnew();
    this.#announce(WORDS.cleared);
    this.#frame.scrollTop = 0;
    this.#box.focus({ preventScroll: true });
    if (heldPerson()) this.#recall(true);
  }

  #leave(event) {
    event?.preventDefault();
    leave(this.#exit, getComputedStyle(this.#frame).backgroundColor, () => {
      this.#forget();
      this.#root.replaceChildren();
    });
  }

  #shift(event) {
    const missing = this.#shifts.up(event);
    if (missing === 0) this.#leave();
    else if (missing !== null) this.#announce(missing === 1 ? WORDS.oneMoreShift : "");
  }
}

customElements.define("evening-note", EveningNote);
