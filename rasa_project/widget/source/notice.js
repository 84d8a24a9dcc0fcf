/** The one notice a browser may show, "Your evening note is ready.": switching it on and off on this device. */

const WORKER = "evening-note-worker.js";

/** A worker belongs to the page's own site, so a page elsewhere that embeds the widget has none. */
const possible = () => "PushManager" in globalThis && navigator.serviceWorker && new URL(import.meta.url).origin === location.origin;

const registration = () => navigator.serviceWorker.getRegistration(new URL(WORKER, import.meta.url));

/** Whether the notice is on; null where there can be none. */
export async function hasNotice() {
  if (!possible()) return null;
  return Boolean(await (await registration())?.pushManager.getSubscription());
}

/**
 * Switches it, the browser asking the person; whether it is on now.
 * @param {import("./session.js").Session} session
 * @param {boolean} on
 * @param {boolean} [forgotten] whether the server has let go of the subscription already
 */
export async function switchNotice(session, on, forgotten = false) {
  if (!possible()) return false;
  try {
    if (on) return await switchOn(session);
    const worker = await registration();
    await (await worker?.pushManager.getSubscription())?.unsubscribe();
    await worker?.unregister();
    if (!forgotten) await session.push("DELETE");
    return false;
  } catch {
    return (await hasNotice()) ?? false;
  }
}

async function switchOn(session) {
  const { key } = await session.push("GET");
  await navigator.serviceWorker.register(new URL(WORKER, import.meta.url));
  const worker = await navigator.serviceWorker.ready;
  const subscription = await worker.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key });
  try {
    await session.push("POST", subscription.toJSON());
  } catch (error) {
    await subscription.unsubscribe();
    throw error;
  }
  return true;
}
