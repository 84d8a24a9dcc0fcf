/** Shows the one notice there is, whatever the push brings; pressed, it opens the page. */

addEventListener("push", (event) => {
  event.waitUntil(registration.showNotification("Your evening note is ready.", { tag: "evening-note" }));
});

addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(open());
});

async function open() {
  const windows = await clients.matchAll({ type: "window", includeUncontrolled: true });
  return windows[0] ? windows[0].focus() : clients.openWindow("./");
}
