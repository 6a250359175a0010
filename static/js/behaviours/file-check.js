// Compares a file with the issued one by its SHA-256, on this device; nothing is sent anywhere.
export default function fileCheck(zone) {
  if (!crypto.subtle) return;
  const input = zone.querySelector("input");
  const answer = zone.querySelector("[role=status]");
  zone.hidden = false;

  async function compare(file) {
    if (!file) return;
    try {
      const digest = await crypto.subtle.digest("SHA-256", await file.arrayBuffer());
      const found = [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
      if (found === zone.dataset.sha256) say("same");
      else if (zone.dataset.older.split(" ").includes(found)) say("earlier");
      else say("other");
    } catch {
      say("broken");
    }
  }

  function say(verdict) {
    zone.dataset.verdict = verdict;
    answer.textContent = zone.dataset[verdict];
  }

  input.addEventListener("change", () => compare(input.files[0]));
  zone.addEventListener("dragover", (event) => event.preventDefault());
  zone.addEventListener("drop", (event) => {
    event.preventDefault();
    compare(event.dataTransfer.files[0]);
  });
}
