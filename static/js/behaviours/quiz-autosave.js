// Saves each answer of a quiz as it is given, and counts down to the deadline the server set.
export default function quizAutosave(form) {
  const status = form.querySelector("[data-status]");
  let queue = Promise.resolve();

  async function save() {
    const sent = new FormData(form);
    let answer;
    try {
      answer = await fetch(form.dataset.save, { method: "POST", body: sent });
    } catch {
      status.textContent = status.dataset.failed;
      return;
    }
    if (answer.status !== 200 && answer.status !== 409) {
      status.textContent = status.dataset.failed;
      return;
    }
    status.textContent = await answer.text();
    if (answer.status === 409) window.setTimeout(() => window.location.reload(), 3000);
    if (answer.status === 200) {
      for (const was of form.querySelectorAll('input[name^="was"]')) {
        was.value = sent.getAll(`q${was.name.slice(3)}`).filter(Boolean).join(",");
      }
    }
  }

  form.addEventListener("change", () => {
    queue = queue.then(save);
  });

  const clock = form.querySelector("[data-clock]");
  const end = performance.now() + Number(form.dataset.seconds) * 1000;
  function tick() {
    const left = Math.max(0, Math.round((end - performance.now()) / 1000));
    clock.textContent = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
    if (left > 0) window.setTimeout(tick, 1000);
    else queue = queue.then(save).then(() => window.setTimeout(() => window.location.reload(), 2000));
  }
  tick();
}
