// Contents follow the reader: the entry of the part being read is marked and kept in sight.
// Arrow keys move between entries; `[` and `]` go to the part before and after, but only while the
// focus is in the contents or in the text, so that no other key is taken away.
export default function textContents(details) {
  const links = [...details.querySelectorAll("a[href^='#']")];
  const parts = links.map((link) => document.getElementById(decodeURIComponent(link.hash.slice(1))));
  const here = details.querySelector(".contents-here");
  const text = document.getElementById("van-ban");
  const narrow = matchMedia("(max-width: 59.99rem)");
  let current = -1;

  const scroller = () => {
    let box = links[0]?.parentElement;
    while (box && box !== details.parentElement && box.scrollHeight <= box.clientHeight + 1) box = box.parentElement;
    return box;
  };
  const mark = (index) => {
    if (index === current) return;
    links[current]?.removeAttribute("aria-current");
    current = index;
    const link = links[index];
    here.textContent = link ? link.textContent : "";
    if (!link) return;
    link.setAttribute("aria-current", "true");
    if (narrow.matches && !details.open) return;
    const box = scroller();
    if (!box || details.contains(document.activeElement)) return;
    const place = link.getBoundingClientRect();
    const frame = box.getBoundingClientRect();
    if (place.top < frame.top || place.bottom > frame.bottom) box.scrollTop += place.top - frame.top - frame.height / 3;
  };
  // The last part that begins above the line a fifth down the window; parts stand in order.
  const look = () => {
    const line = innerHeight / 5 + 8;
    let low = 0;
    let high = parts.length - 1;
    let found = -1;
    while (low <= high) {
      const middle = (low + high) >> 1;
      if (parts[middle] && parts[middle].getBoundingClientRect().top <= line) [found, low] = [middle, middle + 1];
      else high = middle - 1;
    }
    mark(found);
  };
  let waiting = false;
  addEventListener("scroll", () => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => { waiting = false; look(); });
  }, { passive: true });
  addEventListener("resize", look);
  look();

  details.addEventListener("keydown", (event) => {
    const at = links.indexOf(document.activeElement);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: links.length - 1 }[event.key];
    if (event.key === "Escape" && narrow.matches) {
      details.open = false;
      details.querySelector("summary").focus();
    }
    if (to === undefined || at < 0 || !links[to]) return;
    event.preventDefault();
    links[to].focus();
  });
  details.addEventListener("click", (event) => {
    if (event.target.closest("a") && narrow.matches) details.open = false;
  });
  document.addEventListener("click", (event) => {
    if (narrow.matches && details.open && !details.contains(event.target)) details.open = false;
  });
  document.addEventListener("keydown", (event) => {
    const step = { "[": -1, "]": 1 }[event.key];
    const inside = text?.contains(event.target) || details.contains(event.target);
    if (!step || !inside || event.ctrlKey || event.metaKey || event.altKey || event.target.matches("input, textarea, select")) return;
    const to = parts[Math.min(parts.length - 1, Math.max(0, current + step))];
    if (!to) return;
    to.scrollIntoView();
    (to.querySelector("a.legal-label") || to).focus({ preventScroll: true });
  });
}
