// The page around a SCORM package: hears what the package sets, and saves it with the portal.
const RETRY = 10000;
const LAST_WORDS = 400;

export default function scormPlayer(form) {
  const frame = form.querySelector("iframe");
  const status = form.querySelector("[data-status]");
  let pending = {};
  let isOver = false;
  let isClosed = false;
  let queue = Promise.resolve();

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

  // The frame has no origin of its own ("null"); only this very frame is heard.
  window.addEventListener("message", (event) => {
    if (event.source !== frame.contentWindow || event.origin !== "null") return;
    const { scorm, values } = event.data || {};
    if (scorm === "set" && values && typeof values === "object") Object.assign(pending, values);
    if (scorm === "finish") isOver = true;
    if (scorm === "commit" || scorm === "finish") save();
  });

  // What is left is sent at once: a page that goes away waits for nobody.
  window.addEventListener("pagehide", () => send());
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") send();
  });

  const leave = form.querySelector("[data-leave]");
  leave.addEventListener("click", async (event) => {
    event.preventDefault();
    frame.src = "about:blank";
    await new Promise((done) => window.setTimeout(done, LAST_WORDS));
    await save();
    window.location.assign(leave.href);
  });

  frame.src = frame.dataset.src;
}
