/** One conversation with the server. The token lives in memory; a message that does not arrive is sent again with the same id. */

import { WORDS } from "./words.js";

const ANSWER_LIMIT_MS = 30_000; // longer than any answer takes; after it the network is to blame
const RETRY_MS = [1_000, 2_000, 4_000, 8_000, 15_000];
const RENEW_AT = 0.8; // of a token's life: renewed before it expires, the conversation goes on
const CHANGED = "Evening-Note-Memory"; // the header that says that what is remembered has changed
const TAKEN_BACK = "taken back";

/** What went wrong, in words for the person; `final` when sending the same again cannot help. */
export class Trouble extends Error {
  constructor(words, final = false) {
    super(words);
    this.final = final;
  }
}

/** The Trouble that an unusable HTTP answer stands for. */
function troubleFrom({ status, data }) {
  const own = { 400: WORDS.refused, 409: WORDS.refused, 413: WORDS.tooLong }[status];
  // The server knows its own limits better than this page does.
  if (own) return new Trouble(data?.message || own, true);
  return new Trouble(status === 429 ? WORDS.tooFast : WORDS.unavailable);
}

/** A random name for a message. Not randomUUID, which plain http on a home network lacks. */
export function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/**
 * @typedef {{id: string, text?: string, payload?: string}} Message
 * @typedef {{title: string, payload: string}} Choice
 * @typedef {{text: string, line?: string, safety?: string, quick_replies?: Choice[]}} Reply
 * @typedef {{day: string, part: string, yes: number, no: number}} Cell
 * @typedef {{person: string | null, consents: string[], locked: boolean, saved: {id: string, text: string, payload?: string}[],
 *   patterns: {sentences: string[], cells: Cell[]}, note: Choice | null, chips: Choice[]}} Memory
 */
export class Session {
  #server;
  #person;
  #token = null;
  #renewAt = 0;
  #requests = new Set();
  #wake = null; // ends the pause before the next try
  #over = false;

  /** Called when a turn has changed what is remembered. */
  onmemory = () => {};

  /**
   * @param {string} server its origin
   * @param {() => string | null} person gives the token of who agreed to be remembered
   */
  constructor(server, person) {
    this.#server = server;
    this.#person = person;
  }

  /**
   * Sends a message, as often as it takes.
   * @param {Message} message
   * @param {string} words what a payload means, for a conversation that does not know it
   * @param {(trouble: Trouble) => void} onTrouble told before each pause
   * @returns {Promise<{replies: Reply[], anew: boolean}>} `anew` when the conversation could not go on and a new one answered
   * @throws {Trouble} when trying again cannot help, or nobody wants it to
   */
  async send(message, words, onTrouble) {
    let anew = false;
    for (let tries = 0; ; tries++) {
      try {
        if (await this.#ready()) [anew, message] = [true, inWords(message, words)];
        let answer = await this.#ask("POST", "message", message);
        if (answer.status === 401) {
          if (await this.#open()) [anew, message] = [true, inWords(message, words)];
          answer = await this.#ask("POST", "message", message); // same id: the server answers it only once
        }
        if (!answer.ok || !Array.isArray(answer.data?.replies)) throw troubleFrom(answer);
        if (answer.headers.get(CHANGED) === "changed") this.onmemory();
        return { replies: answer.data.replies, anew };
      } catch (error) {
        if (this.#over || error.final || !(error instanceof Trouble)) throw error;
        onTrouble(error);
        if (!(await this.#pause(RETRY_MS[Math.min(tries, RETRY_MS.length - 1)]))) throw new Trouble("");
      }
    }
  }

  /** Tries again at once. */
  retry() {
    this.#wake?.(true);
  }

  /** Gives the message under way back; the session goes on. */
  giveUp() {
    this.#wake?.(false);
    for (const request of this.#requests) request.abort(TAKEN_BACK);
  }

  /** Forgets the token and whatever is under way, and tells the server to forget the conversation, too. Waits for nothing. */
  drop() {
    const ending = this.#token && this.#request("DELETE", "session", { keepalive: true }); // goes out though the page is gone
    this.#over = true;
    this.#token = null;
    this.giveUp();
    ending?.catch(() => {}); // not to be reached: the conversation ends by itself an hour after its last message
  }

  /** @returns {Promise<Memory | null>} what is remembered; null where there is no memory or it cannot be read */
  async memory() {
    const answer = await this.#authorized("GET", "memory");
    return answer?.ok ? answer.data : null;
  }

  /** @returns {Promise<boolean>} whether all is forgotten */
  async forget() {
    return (await this.#authorized("DELETE", "memory"))?.ok ?? false;
  }

  /** @returns {Promise<object | null>} all that is remembered, for a file */
  async copy() {
    const answer = await this.#authorized("GET", "memory/export");
    return answer?.ok ? answer.data : null;
  }

  /** The push channel: GET its key, POST a subscription, DELETE it. */
  async push(method, subscription) {
    const answer = await this.#authorized(method, "push", subscription);
    if (!answer?.ok) throw new Trouble(WORDS.noticeFailed);
    return answer.data;
  }

  async #authorized(method, path, body) {
    try {
      await this.#ready();
      const answer = await this.#ask(method, path, body);
      if (answer.status !== 401) return answer;
      await this.#open();
      return await this.#ask(method, path, body);
    } catch {
      return null;
    }
  }

  /** Sees to a token that is good for a while; true when the conversation had to begin anew. */
  async #ready() {
    return this.#token && Date.now() < this.#renewAt ? false : this.#open();
  }

  /** Gets a token. Showing the old one keeps the conversation, if the server still knows it. */
  async #open() {
    const had = this.#token;
    const body = { person: this.#person() ?? undefined, zone: Intl.DateTimeFormat().resolvedOptions().timeZone };
    let answer = await this.#ask("POST", "session", body);
    const known = answer.ok;
    if (answer.status === 401 && had) {
      this.#token = null;
      answer = await this.#ask("POST", "session", body);
    }
    if (!answer.ok || !answer.data?.token) throw troubleFrom(answer);
    if (this.#over) throw new Trouble("", true);
    this.#token = answer.data.token;
    this.#renewAt = Date.now() + (answer.data.expires_in ?? Infinity) * 1000 * RENEW_AT;
    return Boolean(had) && !known;
  }

  /** One request: `{ok, status, data, headers}`, or a Trouble when nothing came back. */
  async #ask(method, path, body) {
    const request = new AbortController();
    this.#requests.add(request);
    const timer = setTimeout(() => request.abort(), ANSWER_LIMIT_MS);
    try {
      const response = await this.#request(method, path, { body: body && JSON.stringify(body), signal: request.signal });
      const data = await response.json().catch(() => null);
      return { ok: response.ok, status: response.status, data, headers: response.headers };
    } catch {
      throw new Trouble(navigator.onLine ? WORDS.unreachable : WORDS.offline, request.signal.reason === TAKEN_BACK);
    } finally {
      clearTimeout(timer);
      this.#requests.delete(request);
    }
  }

  #request(method, path, options) {
    const headers = {};
    if (this.#token) headers.Authorization = `Bearer ${this.#token}`;
    if (options.body) headers["Content-Type"] = "application/json";
    const quietly = { credentials: "omit", referrerPolicy: "no-referrer", redirect: "error", cache: "no-store" };
    return fetch(`${this.#server}/webhooks/web/${path}`, { method, headers, ...quietly, ...options });
  }

  /** Waits, less when the connection comes back; false when the message is given up. */
  #pause(milliseconds) {
    return new Promise((resolve) => {
      const wake = () => this.#wake?.(true);
      const timer = setTimeout(wake, milliseconds);
      addEventListener("online", wake);
      this.#wake = (goOn) => {
        this.#wake = null;
        clearTimeout(timer);
        removeEventListener("online", wake);
        resolve(goOn);
      };
    });
  }
}

/** A button of a conversation that is over means nothing to the next one; its words do. */
function inWords(message, words) {
  return message.payload ? { id: message.id, text: words } : message;
}
