// Where a photograph comes from: a file beside the module, the reader's own file, or the camera. Nothing is ever sent anywhere.
import { LIMITS } from "./photo_scene.mjs";

const COMMON = "PNG, JPEG, WebP, GIF, AVIF or BMP";

/** The size in which a picture is worked on: the longer side at most 512 pixels. Null when the other gets too short. */
export function scaledSize(width, height) {
  const shrink = Math.min(1, LIMITS.longest / Math.max(width, height));
  const [cols, rows] = [width, height].map((size) => Math.max(1, Math.round(size * shrink)));
  return Math.min(rows, cols) < LIMITS.shortest ? null : { rows, cols };
}

/** The pixels of anything that a canvas can draw, on white where it is transparent. */
function pixelsOf(drawable, width, height) {
  const size = scaledSize(width, height);
  if (!size) throw new Error(`This picture is too small: after scaling, each side must have ${LIMITS.shortest} pixels or more.`);
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [size.cols, size.rows];
  const context = canvas.getContext("2d", { willReadFrequently: true });
  context.imageSmoothingQuality = "high";
  context.fillStyle = "#ffffff";
  context.fillRect(0, 0, size.cols, size.rows);
  context.drawImage(drawable, 0, 0, size.cols, size.rows);
  return { ...size, rgba: context.getImageData(0, 0, size.cols, size.rows).data };
}

/** A picture from a file, as pixels. */
export async function pictureOf(blob) {
  let bitmap = null;
  try {
    bitmap = await createImageBitmap(blob);
  } catch {
    const name = blob.name ? `“${blob.name.slice(0, 40)}”` : "That";
    throw new Error(`${name} is no picture that this browser can open; ${COMMON} will do.`);
  }
  try {
    return pixelsOf(bitmap, bitmap.width, bitmap.height);
  } finally {
    bitmap.close();
  }
}

/** The address of a file beside this module, or null: Jupyter's module is made in the page and has none beside it. */
function beside(file) {
  try {
    return new URL(file, import.meta.url);
  } catch {
    return null;
  }
}

/** A photograph that comes with the book, from `addresses[name]` or the file beside this module.
 *  Null in Jupyter, where no file is beside it, until Python has sent the address. */
export async function shippedPicture(name, addresses) {
  const address = addresses?.[name];
  const file = beside(`photos/${name}.png`);
  if (!address && !file) return null;
  if (!address) return pictureOf(await (await fetch(file)).blob());
  // A page may forbid to fetch data addresses, so the bytes are read here.
  const bytes = Uint8Array.from(atob(address.slice(address.indexOf(",") + 1)), (letter) => letter.charCodeAt(0));
  return pictureOf(new Blob([bytes], { type: "image/png" }));
}

/** The first picture among what was pasted or dropped, or null. */
export const pictureAmong = (transfer) =>
  [...(transfer?.files ?? [])].find(({ type }) => type.startsWith("image/")) ?? transfer?.files?.[0] ?? null;

const REFUSALS = {
  NotAllowedError: "The camera stays off, as you or your browser decided. The photograph is still here to filter.",
  NotFoundError: "No camera was found on this device. The photograph is still here to filter.",
  NotReadableError: "The camera is in use by another program. The photograph is still here to filter.",
};

/** Ask for the camera; `show(pixels)` gets its pictures one by one until `stop()`, which switches the camera off.
 *  Raises an Error in plain words when there is none to be had. */
export async function openCamera(show) {
  if (!navigator.mediaDevices?.getUserMedia) throw new Error("This page cannot ask for a camera: browsers allow it on https pages only.");
  let stream = null;
  try {
    stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment", width: { ideal: 640 } } });
  } catch (error) {
    throw new Error(REFUSALS[error.name] ?? "The camera cannot be used here. The photograph is still here to filter.");
  }
  const video = document.createElement("video");
  video.muted = video.playsInline = true;
  video.srcObject = stream;
  let on = true;
  const stop = () => {
    on = false;
    for (const track of stream.getTracks()) track.stop();
    video.srcObject = null;
  };
  const next = async () => {
    if (!on) return;
    if (video.videoWidth > 0) await show(pixelsOf(video, video.videoWidth, video.videoHeight));
    requestAnimationFrame(next);
  };
  await video.play();
  next();
  return stop;
}
