// Talks to the server: the list of names, and the marks that wait. Every mark keeps its key, so
// sending again after a lost answer counts once.
import * as store from "./store.js";

const MOST = 500;

export class SignedOut extends Error {}

// The list with the server's clock. The offset is the server's minus this device's, in ms;
// half of the way there and back is taken off.
export async function fetchRoster(desk) {
  const before = Date.now();
  const answer = await fetch(desk.roster, { headers: { Accept: "application/json" } });
  if (answer.status === 401 || answer.redirected) throw new SignedOut();
  if (!answer.ok) throw new Error(String(answer.status));
  const body = await answer.json();
  const after = Date.now();
  const offset = Date.parse(body.server_time) - (before + (after - before) / 2);
  desk.csrf = body.csrf;
  delete body.csrf;
  const roster = { ...body, owner: desk.owner, offset_ms: Math.round(offset) };
  await store.keepRoster(roster);
  return roster;
}

// Sends what waits, in order. Resolves with the answers that are refusals.
export async function sendQueue(desk) {
  const refused = [];
  for (;;) {
    const acts = (await store.queueOf(desk.owner)).slice(0, MOST);
    if (!acts.length) return refused;
    await store.markTried(acts);
    const answers = new Map((await post(desk, acts)).map((row) => [row.key, row]));
    const done = acts.filter((act) => answers.has(act.key));
    if (!done.length) throw new Error("no answers");
    await store.dropActs(done);
    for (const act of done) {
      const answer = answers.get(act.key);
      if (answer.answer === "refused") refused.push({ ...answer, enrolment: act.enrolment });
    }
  }
}

async function post(desk, acts) {
  const marks = acts.map(({ key, meeting, enrolment, state, source, at, offset_ms }) => ({
    key, meeting, enrolment, state, source, at, offset_ms,
  }));
  const answer = await fetch(desk.sync, {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-CSRFToken": desk.csrf },
    body: JSON.stringify({ sent_at: new Date().toISOString(), marks }),
  });
  if (answer.status === 401 || answer.redirected) throw new SignedOut();
  if (!answer.ok) throw new Error(String(answer.status));
  return (await answer.json()).answers;
}
