  // Packages search the windows above theirs, which a page without an origin may not touch: they
  // find a stand-in that has the interface and, else, what the true window lets anybody have.
  function standIn(real) {
    const up = new Proxy({}, {
      get(_target, name) {
        if (name === "API") return api;
        if (["parent", "self", "window"].includes(name)) return up;
        try {
          const found = real[name];
          return typeof found === "function" ? found.bind(real) : found;
        } catch {
          return undefined;
        }
      },
      has: (_target, name) => name === "API",
      set: () => true,
    });
    return up;
  }
  if (window.parent === window) return;
  const above = standIn(window.parent);
  Object.defineProperty(window, "parent", { value: above, configurable: true });

  function take(said) {
    for (const [element, text] of Object.entries(said.values)) {
      if (own.call(patterns, element)) {
        values[element] = text;
        recent.delete(element);
      }
    }
    phase = said.phase;
  }

  window.addEventListener("message", (event) => {
    if (event.source !== window.top || event.origin !== start.portal) return;
    if (port || !event.data || event.data.scorm !== "port") return;
    event.stopImmediatePropagation();
    port = event.ports[0];
    take(event.data);
    port.onmessage = (heard) => take(heard.data);
    for (const message of outbox.splice(0)) port.postMessage(message);
  });
  window.top.postMessage({ scorm: "hello" }, start.portal);

  // The package's own scripts come after this one: the parser is held until the values that other
  // pages of the package have set are here.
  let waits = 0;
  function hold() {
    if (port || waits >= MOST_WAITS || document.contentType !== "text/html") return;
    waits += 1;
    document.write(`<script src="${start.wait}?${waits}"><\/script>`);
  }
  window.addEventListener("scorm-wait", hold);
  hold();
