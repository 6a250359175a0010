// A provenance card: one open at a time, Escape and a click elsewhere close it, never off the page.
export default function sourceNote(details) {
  const card = details.querySelector(".source-card");
  const close = (giveBackFocus) => {
    details.open = false;
    if (giveBackFocus) details.querySelector("summary").focus();
  };
  details.addEventListener("toggle", () => {
    if (!details.open) return;
    card.classList.remove("is-end");
    card.classList.toggle("is-end", card.getBoundingClientRect().right > document.documentElement.clientWidth);
  });
  details.addEventListener("keydown", (event) => event.key === "Escape" && close(true));
  document.addEventListener("click", (event) => !details.contains(event.target) && close(false));
}
