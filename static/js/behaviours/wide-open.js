// Filters folded on a phone stand open where there is room.
export default function wideOpen(details) {
  const wide = matchMedia("(min-width: 60rem)");
  const set = () => { if (wide.matches) details.open = true; };
  wide.addEventListener("change", set);
  set();
}
