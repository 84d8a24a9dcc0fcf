/** Reading a line aloud and taking dictation, where the browser can; both say where the sound goes, and neither is on by default. */

const SOFTLY = 0.5;

const Recognition = globalThis.SpeechRecognition ?? globalThis.webkitSpeechRecognition;

/** The voice to read with: one that works on this device, if there is any. */
function voice(language) {
  const voices = globalThis.speechSynthesis?.getVoices() ?? [];
  const fitting = voices.filter(({ lang }) => lang.toLowerCase().startsWith(language));
  return fitting.find(({ localService }) => localService) ?? fitting[0];
}

/** Where words go that are read aloud: "Here", "Away" or, where they cannot be, "None". */
export function aloudWhere(language) {
  const chosen = voice(language);
  return chosen ? (chosen.localService ? "Here" : "Away") : "None";
}

/** Reads a text softly. */
export function readAloud(text, language) {
  hush();
  const utterance = new SpeechSynthesisUtterance(text);
  Object.assign(utterance, { voice: voice(language), lang: language, volume: SOFTLY, rate: 0.9 });
  speechSynthesis.speak(utterance);
}

/** Stops reading at once. */
export function hush() {
  globalThis.speechSynthesis?.cancel();
}

/** Where dictated sound goes: "Here", "Away" or, where the browser takes none, "None". */
export async function dictationWhere(language) {
  if (!Recognition) return "None";
  const options = { langs: [language], processLocally: true };
  const local = await Recognition.available?.(options).catch(() => null);
  return local === "available" ? "Here" : "Away";
}

/** Listens until stopped. */
export class Dictation {
  #recognition = null;

  /** Starts; `onwords` gets all that was heard so far, `onend` whether it went well. */
  async start(language, onwords, onend) {
    const recognition = (this.#recognition = new Recognition());
    Object.assign(recognition, { lang: language, interimResults: true, continuous: true });
    if ((await dictationWhere(language)) === "Here") recognition.processLocally = true;
    if (this.#recognition !== recognition) return; // stopped meanwhile
    let well = true;
    recognition.onresult = ({ results }) => onwords(Array.from(results, ([best]) => best.transcript).join(""));
    recognition.onerror = ({ error }) => (well = error === "no-speech" || error === "aborted");
    recognition.onend = () => {
      if (this.#recognition === recognition) this.#recognition = null;
      onend(well);
    };
    recognition.start();
  }

  get listening() {
    return this.#recognition !== null;
  }

  /** Ends and keeps what was heard. */
  stop() {
    this.#recognition?.stop();
  }

  /** Ends and lets go of what was heard. */
  abort() {
    this.#recognition?.abort();
    this.#recognition = null;
  }
}
