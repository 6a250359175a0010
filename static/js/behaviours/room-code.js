// Fetches the code on the room's screen anew whenever its 15 seconds are over.
const RETRY = 3000;

export default function roomCode(frame) {
  const address = new URL(location.href);
  address.searchParams.set("part", "1");

  async function renew() {
    try {
      const answer = await fetch(address, { headers: { Accept: "text/html" } });
      if (answer.redirected || answer.status === 404) return location.reload();
      if (!answer.ok) throw new Error(answer.status);
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      frame.replaceChildren(page.querySelector(".room-code"));
      wait();
    } catch {
      setTimeout(renew, RETRY);
    }
  }

  function wait() {
    const seconds = Number(frame.querySelector(".room-code").dataset.seconds);
    setTimeout(renew, seconds * 1000 + 150);
  }

  wait();
}
