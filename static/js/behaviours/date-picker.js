// A date typed as dd/mm/yyyy may also be picked; the typed field stays the one that is sent.
export default function datePicker(wrapper) {
  const [typed, picked] = wrapper.querySelectorAll("input");
  const button = wrapper.querySelector("button");
  button.addEventListener("click", () => {
    const parts = typed.value.match(/^(\d{1,2})[/-](\d{1,2})[/-](\d{4})$/);
    if (parts) picked.value = `${parts[3]}-${parts[2].padStart(2, "0")}-${parts[1].padStart(2, "0")}`;
    picked.showPicker();
  });
  picked.addEventListener("change", () => {
    typed.value = picked.value.split("-").reverse().join("/");
    typed.dispatchEvent(new Event("change", { bubbles: true }));
  });
}
