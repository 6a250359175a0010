// Reads QR codes from the camera: the browser's own detector, else the jsQR package.
const PAUSE = 250;
const WIDTH = 480;

async function detector(scanner) {
  if ("BarcodeDetector" in window) {
    const formats = await window.BarcodeDetector.getSupportedFormats().catch(() => []);
    if (formats.includes("qr_code")) {
      const own = new window.BarcodeDetector({ formats: ["qr_code"] });
      return async (video) => (await own.detect(video))[0]?.rawValue;
    }
  }
  if (!scanner) return null;
  await loaded(scanner);
  const canvas = document.createElement("canvas");
  const context = canvas.getContext("2d", { willReadFrequently: true });
  return async (video) => {
    canvas.width = WIDTH;
    canvas.height = Math.round((WIDTH * video.videoHeight) / video.videoWidth) || WIDTH;
    context.drawImage(video, 0, 0, canvas.width, canvas.height);
    const image = context.getImageData(0, 0, canvas.width, canvas.height);
    return window.jsQR(image.data, image.width, image.height)?.data;
  };
}

function loaded(address) {
  if (window.jsQR) return Promise.resolve();
  return new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = address;
    script.onload = resolve;
    script.onerror = () => reject(new Error("scanner"));
    document.head.append(script);
  });
}

// Starts; resolves with a function that stops. Throws "scanner" or "camera" where there is none.
export async function startScan(video, scanner, found) {
  const detect = await detector(scanner).catch(() => null);
  if (!detect) throw new Error("scanner");
  let stream;
  try {
    stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
  } catch {
    throw new Error("camera");
  }
  video.srcObject = stream;
  await video.play();
  let runs = true;
  (async () => {
    while (runs) {
      const text = await detect(video).catch(() => null);
      if (text) found(text);
      await new Promise((resolve) => setTimeout(resolve, PAUSE));
    }
  })();
  return () => {
    runs = false;
    for (const track of stream.getTracks()) track.stop();
    video.srcObject = null;
  };
}
