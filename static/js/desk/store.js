// What an attendance desk keeps on a device: lists of names until a day after, marks until sent.
// rosters: {owner, forget_at, offset_ms, ...}. queue: {seq, owner, key, meeting, enrolment, state,
// source, at, offset_ms, tried}; it holds no names.
let opened;

function open() {
  opened ??= new Promise((resolve, reject) => {
    const request = indexedDB.open("vkc-desk", 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore("rosters", { keyPath: "owner" });
      const queue = request.result.createObjectStore("queue", { keyPath: "seq", autoIncrement: true });
      queue.createIndex("owner", "owner");
    };
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  return opened;
}

// One transaction; resolves with what `work` resolved to, after the commit.
async function within(stores, mode, work) {
  const database = await open();
  return new Promise((resolve, reject) => {
    const transaction = database.transaction(stores, mode, { durability: "strict" });
    let result;
    transaction.oncomplete = () => resolve(result);
    transaction.onabort = () => reject(transaction.error);
    transaction.onerror = () => reject(transaction.error);
    work(transaction, (value) => (result = value));
  });
}

export function keepRoster(roster) {
  return within(["rosters"], "readwrite", (t) => t.objectStore("rosters").put(roster));
}

export function rosterOf(owner) {
  return within(["rosters"], "readonly", (t, give) => {
    const request = t.objectStore("rosters").get(owner);
    request.onsuccess = () => give(request.result);
  });
}

export function forgetRoster(owner) {
  return within(["rosters"], "readwrite", (t) => t.objectStore("rosters").delete(owner));
}

export function forgetAllNames() {
  return within(["rosters"], "readwrite", (t) => t.objectStore("rosters").clear());
}

export function forgetOldNames(now) {
  return within(["rosters"], "readwrite", (t) => {
    t.objectStore("rosters").openCursor().onsuccess = ({ target: { result: cursor } }) => {
      if (!cursor) return;
      if (Date.parse(cursor.value.forget_at) < now) cursor.delete();
      cursor.continue();
    };
  });
}

export function queueOf(owner) {
  return within(["queue"], "readonly", (t, give) => {
    const request = t.objectStore("queue").index("owner").getAll(owner);
    request.onsuccess = () => give(request.result);
  });
}

// Adds an act. An act that takes back one never tried to be sent removes both: the server
// need not hear of either.
export function addAct(act) {
  return within(["queue"], "readwrite", (t) => {
    const queue = t.objectStore("queue");
    const request = queue.index("owner").getAll(act.owner);
    request.onsuccess = () => {
      const same = request.result.filter(
        (row) => row.meeting === act.meeting && row.enrolment === act.enrolment,
      );
      const last = same.at(-1);
      if (last && !last.tried && last.state !== act.state) queue.delete(last.seq);
      else queue.add(act);
    };
  });
}

// Marks acts as tried before they leave: from now on the server may know them.
export function markTried(acts) {
  return within(["queue"], "readwrite", (t) => {
    for (const act of acts) {
      const request = t.objectStore("queue").get(act.seq);
      request.onsuccess = () => {
        if (request.result) t.objectStore("queue").put({ ...request.result, tried: true });
      };
    }
  });
}

export function dropActs(acts) {
  return within(["queue"], "readwrite", (t) => {
    for (const act of acts) t.objectStore("queue").delete(act.seq);
  });
}
