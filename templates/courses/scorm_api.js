// SCORM 1.2 (RTE, section 3.3) for a page in its sandbox: reads what the portal handed in, and tells
// the page around it what is set. The portal checks everything once more before it keeps it.
(function () {
  "use strict";
  const start = {{ start }};
  const values = start.values;
  const patterns = {};
  for (const [element, pattern] of Object.entries(start.patterns)) {
    patterns[element] = new RegExp(`^(?:${pattern})$`);
  }
  const own = Object.prototype.hasOwnProperty;
  const WORDS = {
    0: "No error",
    101: "General exception",
    201: "Invalid argument error",
    202: "Element cannot have children",
    203: "Element not an array - cannot have count",
    301: "Not initialized",
    401: "Not implemented error",
    402: "Invalid set value, element is a keyword",
    403: "Element is read only",
    404: "Element is write only",
    405: "Incorrect data type",
  };
  const [NEW, RUNNING, OVER] = [0, 1, 2];
  let phase = NEW;
  let error = 0;

  function answer(code, value) {
    error = code;
    return value;
  }

  function tell(kind, said) {
    window.top.postMessage({ scorm: kind, values: said || {} }, start.portal);
  }

  function absent(element) {
    if (/\._children$/.test(element)) return 202;
    if (/\._count$/.test(element)) return 203;
    return /^cmi\./.test(element) ? 401 : 201;
  }

  const api = {
    LMSInitialize(argument) {
      if (argument !== "") return answer(201, "false");
      if (phase !== NEW) return answer(101, "false");
      phase = RUNNING;
      tell("begin");
      return answer(0, "true");
    },
    LMSGetValue(name) {
      const element = String(name);
      if (phase !== RUNNING) return answer(301, "");
      if (start.writeOnly.includes(element)) return answer(404, "");
      if (!own.call(values, element)) return answer(absent(element), "");
      return answer(0, values[element]);
    },
    LMSSetValue(name, given) {
      const element = String(name);
      if (phase !== RUNNING) return answer(301, "false");
      if (!own.call(patterns, element)) {
        if (/\._(children|count|version)$/.test(element)) return answer(402, "false");
        return answer(own.call(values, element) ? 403 : absent(element), "false");
      }
      const text = String(given);
      if (!patterns[element].test(text)) return answer(405, "false");
      values[element] = text;
      tell("set", { [element]: text });
      return answer(0, "true");
    },
    LMSCommit(argument) {
      if (argument !== "") return answer(201, "false");
      if (phase !== RUNNING) return answer(301, "false");
      tell("commit");
      return answer(0, "true");
    },
    LMSFinish(argument) {
      if (argument !== "") return answer(201, "false");
      if (phase !== RUNNING) return answer(301, "false");
      phase = OVER;
      tell("finish");
      return answer(0, "true");
    },
    LMSGetLastError() {
      return String(error);
    },
    LMSGetErrorString(code) {
      return WORDS[code] || "";
    },
    LMSGetDiagnostic(code) {
      return WORDS[code === "" ? error : code] || "";
    },
  };
  Object.defineProperty(window, "API", { value: Object.freeze(api), enumerable: true });
})();
