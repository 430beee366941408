// Where a photograph comes from: a file beside the module, the reader's own file, or the camera. Nothing is ever sent anywhere.
// Files are read by the rule of convlib.pictures.pixels: upright, on white, the file's own numbers.
import { notesOf } from "./notes.mjs";
import { pngParts, pngRows } from "./png.mjs";
import { breather, gathered, scaledSize } from "./shrink.mjs";

const COMMON = "PNG, JPEG, WebP, GIF, AVIF or BMP";
const MOST_PIXELS = 178956970;
/** How many pixels are taken from a canvas at a time. */
const STRIP = 2 ** 20;

/** A file as a reader knows it. */
export const nameOf = (blob) => (blob.name ? `“${blob.name.slice(0, 40)}”` : "That");

function checkSize(blob, width, height) {
  if (width * height <= MOST_PIXELS) return;
  const [count, most] = [width * height, MOST_PIXELS].map((pixels) => Math.round(pixels / 1e6).toLocaleString("en"));
  throw new Error(
    `${nameOf(blob)} has ${width}×${height} pixels, ${count} million; at most ${most} million can be read. Save a smaller copy, and open that.`,
  );
}

/** The lines of what the browser opened, strip by strip, on white where it is transparent. */
async function bitmapRows(bitmap, row, stale) {
  const { width, height } = bitmap;
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [width, Math.min(height, Math.max(1, Math.floor(STRIP / width)))];
  const context = canvas.getContext("2d", { willReadFrequently: true });
  context.fillStyle = "#ffffff";
  const breathe = breather();
  for (let top = 0; top < height; top += canvas.height) {
    const count = Math.min(canvas.height, height - top);
    context.fillRect(0, 0, width, count);
    context.drawImage(bitmap, 0, top, width, count, 0, 0, width, count);
    const { data } = context.getImageData(0, 0, width, count);
    const rgb = new Uint8Array(3 * width);
    for (let y = 0; y < count; y++) {
      for (let x = 0, from = 4 * y * width; x < 3 * width; x += 3, from += 4) {
        rgb[x] = data[from];
        rgb[x + 1] = data[from + 1];
        rgb[x + 2] = data[from + 2];
      }
      row(top + y, rgb);
    }
    await breathe();
    if (stale()) return false;
  }
  return true;
}

/** What the browser makes of a file. Browsers differ in whether they turn it upright and convert its colours, even if told not
 *  to, so the notes that ask for it are taken out of the copy that they get. */
async function bitmapOf(blob, bytes, blank) {
  for (const [place, byte] of blank) bytes[place] = byte;
  try {
    return await createImageBitmap(new Blob([bytes], { type: blob.type }), { colorSpaceConversion: "none" });
  } catch {
    throw new Error(`${nameOf(blob)} is not a picture that this browser can open; ${COMMON} will do.`);
  }
}

/** A picture from a file, as pixels; null when it became `stale()` meanwhile. */
export async function pictureOf(blob, stale = () => false) {
  const bytes = await blob.arrayBuffer().then(
    (buffer) => new Uint8Array(buffer),
    () => {
      throw new Error(`${nameOf(blob)} cannot be read; was it moved, or is it a folder?`);
    },
  );
  const parts = pngParts(bytes);
  if (parts) {
    checkSize(blob, parts.width, parts.height);
    const picture = gathered(parts.width, parts.height, {
      orientation: parts.orientation,
      scattered: parts.interlaced,
    });
    try {
      return (await pngRows(parts, picture.row, stale)) ? picture.pixels() : null;
    } catch {
      // Damaged, or packed in an unusual way: the browser may know better.
    }
  }
  const { orientation, blank } = notesOf(bytes);
  const bitmap = await bitmapOf(blob, bytes, blank);
  try {
    checkSize(blob, bitmap.width, bitmap.height);
    const picture = gathered(bitmap.width, bitmap.height, { orientation });
    return (await bitmapRows(bitmap, picture.row, stale)) ? picture.pixels() : null;
  } finally {
    bitmap.close();
  }
}

/** The pixels of what the camera sees at this moment. */
function snapshot(video) {
  const size = scaledSize(video.videoWidth, video.videoHeight);
  if (!size) throw new Error("The camera's pictures are too small to be filtered.");
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [size.cols, size.rows];
  const context = canvas.getContext("2d", { willReadFrequently: true });
  context.drawImage(video, 0, 0, size.cols, size.rows);
  return { ...size, rgba: context.getImageData(0, 0, size.cols, size.rows).data };
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
  if (!navigator.mediaDevices?.getUserMedia)
    throw new Error("This page cannot ask for a camera: browsers allow it on https pages only.");
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
    if (video.videoWidth > 0) await show(snapshot(video));
    requestAnimationFrame(next);
  };
  await video.play();
  next();
  return stop;
}
