// The attendance desk on a device: works without a network, sends when there is one.
import { draw, filled, statesOf } from "../desk/people.js";
import { scanPanel, whatIsWrong } from "../desk/scan-panel.js";
import * as store from "../desk/store.js";
import { SignedOut, fetchRoster, sendQueue } from "../desk/sync.js";

const AGAIN = 20_000;
const CLOCK_OFF = 60_000;

export default async function attendanceDesk(root) {
  if (!window.isSecureContext || !("indexedDB" in window)) return;
  const part = (name) => root.querySelector(`[data-part="${name}"]`);
  const words = JSON.parse(document.getElementById("desk-words").textContent);
  const desk = { ...root.dataset };
  let roster, queue = [], meeting, isBusy = false;

  await store.forgetOldNames(Date.now());
  roster = await store.rosterOf(desk.owner);
  part("app").hidden = false;
  if (part("form")) part("form").hidden = true;
  install(desk);

  function say(name, facts = {}) {
    part("status").textContent = filled(words[name], facts);
  }

  async function show() {
    queue = await store.queueOf(desk.owner);
    if (!roster) return;
    chooseMeeting();
    const states = statesOf(roster, queue, meeting);
    draw(part("people"), { people: roster.people, states, words, sought: part("find").value });
    const n = [...states.values()].filter(({ state }) => state === "present").length;
    part("count").textContent = filled(words.count, { n, all: roster.people.length });
  }

  function chooseMeeting() {
    const select = part("meeting");
    if (select.options.length !== roster.meetings.length) {
      select.replaceChildren(...roster.meetings.map(({ id, name }) => new Option(name, id)));
      const now = Date.now() + roster.offset_ms;
      const near = roster.meetings.find(({ ends }) => Date.parse(ends) >= now);
      select.value = meeting ?? (Number(desk.meeting) || (near ?? roster.meetings.at(-1))?.id);
    }
    meeting = Number(select.value);
    for (const link of root.querySelectorAll("[data-meeting-link]")) {
      link.href = `${desk.here}meetings/${meeting}/${link.dataset.meetingLink}/`;
    }
  }

  async function mark(enrolment, state, source) {
    const person = roster.people.find(({ id }) => id === enrolment);
    const known = statesOf(roster, await store.queueOf(desk.owner), meeting).get(enrolment);
    if (state === "present" && known?.state === "present") {
      part("last").textContent = filled(words.twice, { name: person.name });
      return;
    }
    await store.addAct({
      owner: desk.owner, key: crypto.randomUUID(), meeting, enrolment, state, source,
      at: new Date().toISOString(), offset_ms: roster.offset_ms, tried: false,
    });
    part("last").textContent = filled(state === "present" ? words.marked : words.undone, { name: person.name });
    await show();
    await sync();
  }

  async function markBy(field, text) {
    const bytes = new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text)));
    const hash = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    const person = roster?.people.find((row) => row[field] === hash);
    if (person) await mark(person.id, "present", "scan");
    else tell(!roster ? "no_roster" : field === "code" ? whatIsWrong(text) : "unknown_number");
  }

  function tell(name) {
    part("last").textContent = words[name];
  }

  // One exchange at a time in this page; other tabs may send the same, the server counts it once.
  async function sync() {
    if (isBusy) return;
    isBusy = true;
    try {
      await exchange();
    } catch (error) {
      part("signed-out").hidden = !(error instanceof SignedOut);
      const waiting = filled(words.waiting, { n: queue.length });
      if (error instanceof SignedOut) say("signed_out");
      else say(navigator.onLine ? "failed" : "offline");
      if (queue.length) part("status").append(` ${waiting}.`);
      if (!roster) say("no_roster");
    } finally {
      isBusy = false;
    }
  }

  async function exchange() {
    if (!navigator.onLine) throw new Error("offline");
    if (queue.length) say("sending");
    if (!desk.csrf || !queue.length) roster = await fetchRoster(desk);
    const sent = queue.length;
    const refused = await sendQueue(desk).catch(async (error) => {
      desk.csrf = ""; // it may have changed with a new sign-in: ask for it the next time
      throw error;
    });
    if (sent) roster = await fetchRoster(desk);
    part("signed-out").hidden = true;
    await show();
    tellRefused(refused);
    const off = Math.round(Math.abs(roster.offset_ms) / 60_000);
    if (Math.abs(roster.offset_ms) > CLOCK_OFF) say("clock", { minutes: off });
    else say("online");
    if (queue.length) setTimeout(sync, 0);
    else await forgetWhenOver();
  }

  function tellRefused(refused) {
    for (const { sentence, enrolment } of refused) {
      const line = document.createElement("p");
      const person = roster.people.find(({ id }) => id === enrolment);
      line.textContent = `${person?.name ?? ""}: ${sentence}`;
      part("refused").append(line);
    }
  }

  // All is sent and the last meeting of the day is over: no name needs to stay on the device.
  async function forgetWhenOver() {
    const over = Date.parse(roster.forget_at) - 23 * 3_600_000;
    const ends = roster.meetings.map((row) => Date.parse(row.ends));
    const now = Date.now() + roster.offset_ms;
    if (ends.length && now > over && Math.max(...ends) < now) await store.forgetRoster(desk.owner);
  }

  part("people").addEventListener("click", ({ target }) => {
    const button = target.closest("button");
    if (button) mark(Number(button.dataset.enrolment), button.dataset.to, "staff");
  });
  part("meeting").addEventListener("change", show);
  part("find").addEventListener("input", show);
  part("number").addEventListener("submit", (event) => {
    event.preventDefault();
    const field = part("number").querySelector("input");
    const digits = field.value.replace(/\D/g, "");
    if (digits.length > 2) markBy("number", `${digits.slice(0, -2)}-${digits.slice(-2)}`);
    else tell("unknown_number");
    field.value = "";
  });
  scanPanel({ part, words, scanner: desk.scanner, say: tell, found: (text) => markBy("code", text) });

  window.addEventListener("online", sync);
  window.addEventListener("offline", sync);
  setInterval(sync, AGAIN);
  await show();
  await sync();
}

// Keeps the frame of the page and its files, so that it opens without a network.
async function install(desk) {
  if (!("serviceWorker" in navigator)) return;
  try {
    await navigator.serviceWorker.register(desk.worker);
    await navigator.serviceWorker.ready;
    const cache = await caches.open(`vkc-desk-${desk.here}`);
    const seen = performance.getEntriesByType("resource").map(({ name }) => name);
    const files = seen.filter((name) => name.startsWith(`${location.origin}/static/`));
    if (desk.scanner) files.push(new URL(desk.scanner, location.href).href);
    await Promise.all([...new Set(files)].map((name) => cache.add(name).catch(() => {})));
    const shell = await fetch(`${desk.here}?shell=1`);
    if (shell.ok && !shell.redirected) await cache.put(`${desk.here}?shell=1`, shell);
    document.documentElement.dataset.deskKept = "yes";
  } catch {
    // Private windows allow no worker: the desk still works while the page stays open.
  }
}
