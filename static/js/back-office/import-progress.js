// Ask every second how far the reading is; when it ends, show the page that follows.
const region = document.querySelector("[data-import-status]");
const EVERY = 1000;

async function ask() {
  try {
    const answer = await fetch(region.dataset.importStatus, { credentials: "same-origin" });
    if (!answer.ok) throw new Error(answer.statusText);
    const state = answer.headers.get("X-Import-State");
    if (state !== "queued" && state !== "running") {
      window.location.reload();
      return;
    }
    const html = await answer.text();
    if (html !== region.innerHTML) region.innerHTML = html;
  } catch {
    // The page's own “Reload” stays at hand.
  }
  window.setTimeout(ask, EVERY);
}

if (region) window.setTimeout(ask, EVERY);
