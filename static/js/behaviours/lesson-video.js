// Goes on with a video where it was left, and tells the portal where that is.
const EVERY = 15000;

export default function lessonVideo(form) {
  const video = form.querySelector("video");
  let told = Number(form.dataset.position) || 0;
  let last = 0;
  // A page that was only looked at, or left before the video was there, says nothing: it would put
  // the place back to the beginning.
  let isPlayed = false;

  video.addEventListener("loadedmetadata", () => {
    if (told > 5 && told < video.duration - 5) video.currentTime = told;
  });

  function tell() {
    const seconds = Math.floor(video.currentTime);
    if (!isPlayed || seconds === told) return;
    told = seconds;
    last = performance.now();
    const body = new FormData(form);
    body.set("seconds", String(seconds));
    fetch(form.action, { method: "POST", body, keepalive: true }).catch(() => {});
  }

  video.addEventListener("playing", () => { isPlayed = true; });
  video.addEventListener("timeupdate", () => {
    if (!video.paused && performance.now() - last > EVERY) tell();
  });
  video.addEventListener("pause", tell);
  window.addEventListener("pagehide", tell);
}
