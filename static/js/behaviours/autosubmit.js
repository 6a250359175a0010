// Sends a form when a choice changes; its own button stays for those without JavaScript.
export default function autosubmit(form) {
  form.addEventListener("change", () => form.requestSubmit());
}
