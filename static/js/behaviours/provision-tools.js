// Quiet buttons beside the provision under the pointer or the focus: copy the official citation,
// copy the link, go to its history. One set of buttons moves; without it the label is the link.
export default function provisionTools(text) {
  const say = text.dataset;
  const tools = document.createElement("span");
  tools.className = "provision-tools no-print";
  tools.lang = document.documentElement.lang;
  const status = document.createElement("span");
  status.setAttribute("role", "status");
  const button = (label, words) => {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "link-button";
    made.textContent = label;
    made.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(words());
        status.textContent = say.sayDone;
      } catch {
        prompt(label, words());
      }
    });
    return made;
  };
  let part = null;
  const cite = () => `${part.dataset.cite} ${say.citation}`.trim();
  const link = () => `${say.page}${say.kept}#${part.id}`;
  const more = document.createElement("a");
  more.textContent = say.sayMore;
  tools.append(button(say.sayCite, cite), button(say.sayLink, link), more, status);

  const show = (found) => {
    if (!found || found === part) return;
    part = found;
    status.textContent = "";
    more.href = `${say.below}${encodeURIComponent(part.id)}/${say.kept}`;
    const label = part.querySelector(".legal-label, .legal-n");
    if (label) label.after(tools);
    else part.prepend(tools);
  };
  const hide = () => {
    if (tools.contains(document.activeElement)) return;
    tools.remove();
    part = null;
  };
  const near = (target) => (target.closest ? target.closest("[data-cite]") : null);
  text.addEventListener("pointerover", (event) => {
    if (event.pointerType === "touch" || tools.contains(document.activeElement) || tools.contains(event.target)) return;
    show(near(event.target));
  });
  text.addEventListener("pointerleave", hide);
  text.addEventListener("focusin", (event) => {
    if (event.target.matches(".legal-label, .legal-n")) show(near(event.target));
  });
  text.addEventListener("focusout", (event) => {
    if (!text.contains(event.relatedTarget)) hide();
  });
  text.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !tools.isConnected) return;
    part.querySelector(".legal-label, .legal-n")?.focus();
    tools.remove();
    part = null;
  });
}
