window.dispatchEvent(new Event("scorm-wait"));
