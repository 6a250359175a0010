// The page around a SCORM package: hears what its pages set, tells the others, and saves it all.
const RETRY = 10000;
const AUTOSAVE = 1500;
const RUNNING = 1;
const OVER = 2;
const LAST_WORDS = 400;

export default function scormPlayer(form) {
  const frame = form.querySelector("iframe");
  const status = form.querySelector("[data-status]");
  let pending = {};
  let isOver = false;
  let isClosed = false;
  let queue = Promise.resolve();
  let autosave = 0;
  // What the pages of the package have in common, and how each is reached.
  const shared = { values: {}, phase: 0 };
  const ports = new Map();

  function say(sentence) {
    status.textContent = sentence;
  }

  function hasNews() {
    return isOver || Object.keys(pending).length > 0;
  }

  async function send() {
    if (isClosed || !hasNews()) return;
    const [sent, wasOver] = [pending, isOver];
    pending = {};
    isOver = false;
    const body = new FormData(form);
    body.set("values", JSON.stringify(sent));
    body.set("is_over", wasOver ? "1" : "");
    try {
      const reply = await fetch(form.action, { method: "POST", body, keepalive: true });
      if (reply.status >= 500) throw new Error(reply.statusText);
      isClosed = reply.status === 409 || reply.status === 403;
      say(reply.status === 200 || reply.status === 400 || reply.status === 409
        ? (await reply.json()).sentence : form.dataset.failed);
    } catch {
      pending = { ...sent, ...pending };
      isOver = isOver || wasOver;
      say(form.dataset.failed);
      window.setTimeout(save, RETRY);
    }
  }

  function save() {
    queue = queue.then(send);
    return queue;
  }

  // A page of the package may lie in frames of another: all are inside this very frame.
  function isInside(source) {
    for (let place = source; place; place = place.parent) {
      if (place === frame.contentWindow) return true;
      if (place === place.parent) return false;
    }
    return false;
  }

  function hear({ kind, values }, from) {
    if (kind === "begin") shared.phase = RUNNING;
    if (kind === "finish") shared.phase = OVER;
    if (kind === "set") {
      Object.assign(pending, values);
      Object.assign(shared.values, values);
      window.clearTimeout(autosave);
      autosave = window.setTimeout(save, AUTOSAVE);
    }
    for (const port of ports.values()) if (port !== from) port.postMessage(shared);
    if (kind === "finish") isOver = true;
    if (kind === "commit" || kind === "finish") save();
  }

  // Pages in the sandbox have no origin ("null"). One that belongs here gets a line of its own,
  // which outlives the page by its last words.
  window.addEventListener("message", (event) => {
    if (event.origin !== "null" || !event.data || event.data.scorm !== "hello") return;
    if (!isInside(event.source)) return;
    const line = new MessageChannel();
    line.port1.onmessage = (heard) => hear(heard.data, line.port1);
    ports.set(event.source, line.port1);
    event.source.postMessage({ scorm: "port", ...shared }, "*", [line.port2]);
  });

  // What is left is sent at once: a page that goes away waits for nobody.
  window.addEventListener("pagehide", () => send());
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") send();
  });

  for (const leave of form.querySelectorAll("[data-leave]")) {
    leave.addEventListener("click", async (event) => {
      event.preventDefault();
      frame.src = "about:blank";
      await new Promise((done) => window.setTimeout(done, LAST_WORDS));
      await save();
      window.location.assign(leave.href);
    });
  }

  frame.src = frame.dataset.src;
}
