// "/" goes to the search box, unless the reader is typing.
export default function searchKey(input) {
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest?.("input, textarea, select, [contenteditable]");
    if (event.key !== "/" || typing || event.ctrlKey || event.metaKey || event.altKey) return;
    if (!input.checkVisibility()) return;
    event.preventDefault();
    input.focus();
    input.select();
  });
}
