// The part of the desk with the camera: its buttons, and what it says when no picture comes.
import { startScan } from "./scan.js";

const SAME_CODE = 2500;

// `part(name)` finds an element, `say(key)` shows a sentence of `words`, `found(text)` takes a code.
export function scanPanel({ part, words, scanner, say, found }) {
  let scan, deviceId, isBusy = false, isLit = false;
  let last = {};

  async function start() {
    if (isBusy) return;
    isBusy = true;
    part("video").hidden = false;
    try {
      scan = await startScan(part("video"), { scanner, deviceId, found: seen, ended });
      part("scan").textContent = words.stop;
    } catch (error) {
      ended(error.message);
    } finally {
      isBusy = false;
      show();
    }
  }

  function seen(text) {
    if (last.text === text && Date.now() - last.at < SAME_CODE) {
      last.at = Date.now();
      return;
    }
    last = { text, at: Date.now() };
    found(text);
  }

  function stop() {
    scan?.stop();
    scan = undefined;
    isLit = false;
    part("video").hidden = true;
    part("scan").textContent = words.scan;
    show();
  }

  function ended(key) {
    stop();
    deviceId = undefined;
    say(words[key] ? key : "no_camera");
    part("number").querySelector("input").focus();
  }

  function show() {
    part("torch").hidden = !scan?.torch;
    part("torch").setAttribute("aria-pressed", String(isLit));
    part("camera").hidden = !scan?.others.length;
  }

  part("scan").addEventListener("click", () => (scan ? stop() : start()));
  part("torch").addEventListener("click", async () => {
    isLit = await scan.torch(!isLit).then(() => !isLit, () => isLit);
    show();
  });
  part("camera").addEventListener("click", async () => {
    [deviceId] = scan.others;
    stop();
    await start();
  });
}

// Which sentence a code deserves that belongs to nobody on the list.
export function whatIsWrong(text) {
  if (/^VKC-\d+-[A-Z2-7]+$/.test(text)) return "unknown_code";
  if (/\/courses\/check-in\//.test(text)) return "wall_code";
  return "foreign_code";
}
