// Reads QR codes from the camera: the browser's own detector where it has one (Android, macOS),
// else the jsQR package (Firefox, Safari, Windows, Linux).
const PAUSE = 200;
const WIDTH = 640;

// Why no picture comes, in the words of the browser, and what the desk says.
const WHY = {
  NotAllowedError: "camera_refused",
  SecurityError: "camera_refused",
  NotReadableError: "camera_busy",
  AbortError: "camera_busy",
};

async function ownDetector() {
  if (!("BarcodeDetector" in window)) return null;
  const formats = await window.BarcodeDetector.getSupportedFormats().catch(() => []);
  if (!formats.includes("qr_code")) return null;
  const own = new window.BarcodeDetector({ formats: ["qr_code"] });
  return async (video) => (await own.detect(video))[0]?.rawValue;
}

async function packageDetector(scanner) {
  if (!scanner) throw new Error("no_scanner");
  await loaded(scanner);
  const canvas = document.createElement("canvas");
  const context = canvas.getContext("2d", { willReadFrequently: true });
  let turn = 0;
  // In turn the whole picture and its middle, twice as fine: for a code held far away.
  return async (video) => {
    const part = turn++ % 2 ? 0.5 : 1;
    const [across, down] = [video.videoWidth * part, video.videoHeight * part];
    if (!across || !down) return "";
    canvas.width = Math.min(WIDTH, Math.round(across));
    canvas.height = Math.round((canvas.width * down) / across);
    const [left, top] = [(video.videoWidth - across) / 2, (video.videoHeight - down) / 2];
    context.drawImage(video, left, top, across, down, 0, 0, canvas.width, canvas.height);
    const image = context.getImageData(0, 0, canvas.width, canvas.height);
    return window.jsQR(image.data, image.width, image.height)?.data;
  };
}

// The browser's own, until it fails once: on some devices it is announced and does not work.
async function detector(scanner) {
  let detect = (await ownDetector().catch(() => null)) ?? (await packageDetector(scanner));
  return async (video) => {
    try {
      return await detect(video);
    } catch {
      detect = await packageDetector(scanner);
      return "";
    }
  };
}

function loaded(address) {
  if (window.jsQR) return Promise.resolve();
  return new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = address;
    script.onload = resolve;
    script.onerror = () => reject(new Error("no_scanner"));
    document.head.append(script);
  });
}

async function openCamera(deviceId) {
  const size = { width: { ideal: 1280 }, height: { ideal: 720 } };
  const which = deviceId ? { deviceId: { exact: deviceId } } : { facingMode: "environment" };
  try {
    return await navigator.mediaDevices.getUserMedia({ video: { ...which, ...size } });
  } catch (error) {
    throw new Error(WHY[error.name] ?? "no_camera");
  }
}

// Starts; resolves with {stop, torch, others}. Throws an error whose message is a key of the
// desk's words where there is no reader or no picture. `ended(key)` is called when the picture
// stops by itself. `torch(isOn)` is there only where the camera has a light; `others` are the
// ids of the other cameras.
export async function startScan(video, { scanner, deviceId, found, ended }) {
  const stream = await openCamera(deviceId);
  const stopTracks = () => stream.getTracks().forEach((track) => track.stop());
  let runs = true;
  try {
    const detect = await detector(scanner);
    video.srcObject = stream;
    await video.play();
    read(video, detect, () => runs, found, ended);
  } catch (error) {
    stopTracks();
    throw error.message === "no_scanner" ? error : new Error("no_camera");
  }
  const [track] = stream.getVideoTracks();
  track.addEventListener("ended", () => ended("camera_lost"));
  const stop = () => {
    runs = false;
    stopTracks();
    video.srcObject = null;
  };
  return { stop, torch: torchOf(track), others: await otherCameras(track) };
}

async function read(video, detect, isRunning, found, ended) {
  while (isRunning()) {
    let text = "";
    try {
      text = await detect(video);
    } catch {
      if (isRunning()) ended("no_scanner");
      return;
    }
    if (text && isRunning()) found(text);
    await new Promise((resolve) => setTimeout(resolve, PAUSE));
  }
}

function torchOf(track) {
  if (!track.getCapabilities?.().torch) return undefined;
  return (isOn) => track.applyConstraints({ advanced: [{ torch: isOn }] });
}

async function otherCameras(track) {
  const devices = await navigator.mediaDevices.enumerateDevices().catch(() => []);
  const own = track.getSettings().deviceId;
  const cameras = devices.filter(({ kind }) => kind === "videoinput").map((row) => row.deviceId);
  const place = cameras.indexOf(own);
  // Those after the present one first, so that the button goes round.
  return [...cameras.slice(place + 1), ...cameras.slice(0, Math.max(0, place))].filter(Boolean);
}
