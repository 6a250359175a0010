// A field above a long select: typing, with or without marks, leaves only the options that match.
const fold = (text) =>
  text.toLowerCase().replace(/đ/g, "d").normalize("NFD").replace(/\p{M}/gu, "").normalize("NFC");

export default function filterSelect(select) {
  const label = select.labels[0];
  const all = [...select.querySelectorAll("option")].map((option) => ({
    option,
    group: option.parentElement.closest("optgroup"),
    text: fold(`${option.parentElement.label ?? ""} ${option.text}`),
  }));
  if (all.length < 12) return;
  const input = document.createElement("input");
  input.type = "search";
  input.className = "select-filter";
  input.placeholder = select.dataset.filterLabel ?? "";
  input.setAttribute("aria-label", `${select.dataset.filterLabel ?? ""}: ${label?.textContent ?? ""}`);
  input.autocomplete = "off";
  input.addEventListener("input", () => {
    const words = fold(input.value).split(/\s+/).filter(Boolean);
    const found = all.filter(({ option, text }) => !option.value || words.every((word) => text.includes(word)));
    for (const { option, group } of all) {
      option.remove();
      group?.remove();
    }
    for (const { option, group } of found) {
      if (group) {
        select.append(group);
        group.append(option);
      } else select.append(option);
    }
    const real = found.filter(({ option }) => option.value);
    if (words.length && real.length === 1) select.value = real[0].option.value;
  });
  input.addEventListener("keydown", (event) => {
    if (event.key === "Enter") event.preventDefault();
  });
  select.before(input);
}
