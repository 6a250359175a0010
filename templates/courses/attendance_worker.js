// The service worker of the attendance desk: network first, what was kept when there is none.
// It keeps the frame of the page and its files, never a name: names stand in IndexedDB only.
const KEPT = `vkc-desk-${new URL(self.registration.scope).pathname}`;
const SHELL = `${self.registration.scope}?shell=1`;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin) return;
  if (request.mode === "navigate") {
    if (url.pathname === new URL(SHELL).pathname) event.respondWith(page(request));
  } else if (url.pathname.startsWith("/static/")) {
    event.respondWith(file(request));
  }
});

async function page(request) {
  try {
    return await fetch(request);
  } catch (error) {
    const kept = await caches.match(SHELL);
    if (kept) return kept;
    throw error;
  }
}

async function file(request) {
  try {
    return await fetch(request);
  } catch (error) {
    const kept = await (await caches.open(KEPT)).match(request);
    if (kept) return kept;
    throw error;
  }
}
