/** The one thing that may stay in the browser: a token by which a person who agreed to be remembered is known again. */

const KEY = "evening-note";

/** @returns {string | null} read anew each time, since another tab may have let go of it */
export function heldPerson() {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null; // storage is switched off
  }
}

/** Keeps the token while a consent stands; null removes it. */
export function holdPerson(token) {
  try {
    if (token) localStorage.setItem(KEY, token);
    else localStorage.removeItem(KEY);
  } catch {
    // storage is switched off: the person is not known again
  }
}
