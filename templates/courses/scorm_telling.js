  function tell(kind, said) {
    const message = { kind, values: said || {} };
    if (port) port.postMessage(message);
    else outbox.push(message);
    if (isLeaving && !isLastDue) {
      isLastDue = true;
      Promise.resolve().then(sendLast);
    }
  }

  // What is set while the window closes: the page around goes as well and hears nothing any more.
  const recent = new Map();
  let isLeaving = false;
  let isLastDue = false;
  for (const name of ["beforeunload", "pagehide", "unload"]) {
    window.addEventListener(name, () => {
      isLeaving = true;
      // A page that stayed after all goes on as before.
      window.setTimeout(() => { isLeaving = false; }, RECENT);
    }, true);
  }

  function sendLast() {
    isLastDue = false;
    if (!start.last) return;
    const fresh = [...recent].filter(([, [, at]]) => Date.now() - at < RECENT);
    const said = Object.fromEntries(fresh.map(([element, [text]]) => [element, text]));
    navigator.sendBeacon(start.last, JSON.stringify({ values: said, isOver: phase === OVER }));
  }

