// A button that turns the theme over and remembers it. Without it the system decides.
export default function theme(button) {
  const root = document.documentElement;
  const isDark = () =>
    root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  const say = () => {
    button.querySelector(".theme-words").textContent = isDark() ? button.dataset.toLight : button.dataset.toDark;
  };
  button.addEventListener("click", () => {
    root.dataset.theme = isDark() ? "light" : "dark";
    try { localStorage.setItem("theme", root.dataset.theme); } catch { /* for this page only */ }
    say();
  });
  say();
}
