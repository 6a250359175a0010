// On signing out: the names an attendance desk kept on this device go; unsent marks (no names) stay.
export default function forgetDesk(form) {
  form.addEventListener("submit", () => {
    import("../desk/store.js").then(({ forgetAllNames }) => forgetAllNames()).catch(() => {});
  });
}
