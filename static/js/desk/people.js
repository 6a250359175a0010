// The list of names on the screen, and what stands beside each.
export function fold(text) {
  return text.normalize("NFD").replace(/\p{M}/gu, "").replace(/đ/gi, "d").toLowerCase();
}

export function filled(words, facts) {
  return words.replace(/\{(\w+)\}/g, (whole, name) => facts[name] ?? whole);
}

export function hour(moment) {
  return moment.toLocaleTimeString("vi-VN", {
    hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone: "Asia/Ho_Chi_Minh",
  });
}

// State of each person at one meeting: what the server said, then what waits on this device.
export function statesOf(roster, queue, meeting) {
  const states = new Map();
  for (const [of, enrolment, state, since] of roster.marks) {
    if (of === meeting) states.set(enrolment, { state, since });
  }
  for (const act of queue) {
    if (act.meeting !== meeting) continue;
    const at = new Date(Date.parse(act.at) + (act.offset_ms ?? 0));
    states.set(act.enrolment, { state: act.state, since: hour(at), isWaiting: true });
  }
  return states;
}

export function draw(list, { people, states, words, sought }) {
  const wanted = fold(sought);
  const rows = people.filter((person) => fold(person.name).includes(wanted));
  const focused = document.activeElement?.dataset?.enrolment;
  list.replaceChildren(...rows.map((person) => row(person, states.get(person.id), words)));
  if (focused) list.querySelector(`[data-enrolment="${focused}"]`)?.focus();
}

function row(person, known, words) {
  const item = document.createElement("li");
  const name = document.createElement("span");
  name.textContent = person.name;
  if (person.note) name.append(" ", quiet(person.note));
  const isPresent = known?.state === "present";
  const state = isPresent
    ? filled(words.since, { time: known.since })
    : (words[known?.state] ?? words.not_recorded);
  name.append(document.createElement("br"), quiet(state));
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button button-plain";
  button.dataset.enrolment = person.id;
  button.dataset.to = isPresent ? "undone" : "present";
  button.textContent = isPresent ? words.undo : words.mark;
  button.setAttribute("aria-label", `${button.textContent}: ${person.name}`);
  item.append(name, button);
  item.dataset.state = isPresent ? "present" : "";
  return item;
}

function quiet(text) {
  const span = document.createElement("span");
  span.className = "quiet small";
  span.textContent = text;
  return span;
}
