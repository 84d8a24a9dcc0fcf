/** Small helpers around elements and the clipboard. Every word is set as text, never as markup. */

/**
 * Makes an element: a string is its text, `on…` keys are listeners, the rest attributes.
 * @param {string} tag
 * @param {Record<string, string | EventListener>} [attributes]
 * @param {...(Node | string)} children
 */
export function make(tag, attributes = {}, ...children) {
  return fill(document.createElement(tag), attributes, children);
}

/** The same for a drawing. */
export function draw(tag, attributes = {}, ...children) {
  return fill(document.createElementNS("http://www.w3.org/2000/svg", tag), attributes, children);
}

function fill(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value);
  }
  element.append(...children); // strings become text nodes
  return element;
}

/** A button with words on it. */
export const button = (words, onclick, attributes = {}) => make("button", { type: "button", onclick, ...attributes }, words);

/** Words for a screen reader alone. */
export const unseen = (words) => make("span", { class: "unseen" }, words);

/** Whether a click came from the keyboard or a screen reader: it then counts no clicks. */
export const isKeyPress = (event) => event.detail === 0;

/** Whether focusing the box is welcome: on a touch screen it would raise the keyboard. */
export const typesOnKeys = () => matchMedia("(hover: hover) and (pointer: fine)").matches;

/** Copies a line and says so on its button; false when the browser won't, the line is then selected for copying by hand. */
export async function copy(text, shown, label, words) {
  if (!(await copyText(text, label))) {
    getSelection().selectAllChildren(shown);
    return false;
  }
  label.textContent = words.copied;
  setTimeout(() => (label.textContent = words.copy), 2_000);
  return true;
}

async function copyText(text, focused) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copyTheOldWay(text, focused); // no clipboard object on plain http, or no permission
  }
}

/** Copies by selecting a field of our own, the only way without the clipboard object. */
function copyTheOldWay(text, focused) {
  const field = make("textarea", { readonly: "", "aria-hidden": "true" });
  field.style.position = "fixed";
  field.style.opacity = 0;
  field.value = text;
  document.body.append(field);
  field.select();
  try {
    return document.execCommand("copy");
  } catch {
    return false;
  } finally {
    field.remove();
    focused.closest("button").focus({ preventScroll: true });
  }
}
