// Starts the behaviours a page asks for with data-behaviour="name other-name".
const behaviours = {
  "attendance-desk": () => import("./behaviours/attendance-desk.js"),
  autosubmit: () => import("./behaviours/autosubmit.js"),
  copy: () => import("./behaviours/copy.js"),
  "date-picker": () => import("./behaviours/date-picker.js"),
  "file-check": () => import("./behaviours/file-check.js"),
  "filter-select": () => import("./behaviours/filter-select.js"),
  "forget-desk": () => import("./behaviours/forget-desk.js"),
  "lesson-video": () => import("./behaviours/lesson-video.js"),
  print: () => import("./behaviours/print.js"),
  "provision-tools": () => import("./behaviours/provision-tools.js"),
  "room-code": () => import("./behaviours/room-code.js"),
  "quiz-autosave": () => import("./behaviours/quiz-autosave.js"),
  "scorm-player": () => import("./behaviours/scorm-player.js"),
  "search-key": () => import("./behaviours/search-key.js"),
  "source-note": () => import("./behaviours/source-note.js"),
  "text-contents": () => import("./behaviours/text-contents.js"),
  theme: () => import("./behaviours/theme.js"),
  "wide-open": () => import("./behaviours/wide-open.js"),
};

function start(root) {
  const found = [...root.querySelectorAll("[data-behaviour]")];
  if (root.matches?.("[data-behaviour]")) found.push(root);
  for (const element of found) {
    for (const name of element.dataset.behaviour.split(/\s+/)) {
      const started = `started${name.replace(/-/g, "")}`;
      if (element.dataset[started] || !behaviours[name]) continue;
      element.dataset[started] = "yes";
      behaviours[name]().then((module) => module.default(element));
    }
  }
}

start(document);
document.addEventListener("htmx:load", (event) => start(event.target));
