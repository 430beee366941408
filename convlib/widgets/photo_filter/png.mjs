// Opens PNG files to the last bit. A canvas would give back other numbers than the file has: it converts colours, mixes what is
// half transparent in steps of its own, and in some browsers adds noise so that nobody is recognised by it.
import { orientationIn } from "./notes.mjs";
import { breather } from "./shrink.mjs";

const SIGNATURE = [137, 80, 78, 71, 13, 10, 26, 10];
const SAMPLES_A_PIXEL = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };
const DEPTHS = { 0: [1, 2, 4, 8, 16], 2: [8, 16], 3: [1, 2, 4, 8], 4: [8, 16], 6: [8, 16] };
/** The seven passes of an interlaced file: first column and row, and the steps to the next ones. */
const PASSES = [
  [0, 0, 8, 8],
  [4, 0, 8, 8],
  [0, 4, 4, 8],
  [2, 0, 4, 4],
  [0, 2, 2, 4],
  [1, 0, 2, 2],
  [0, 1, 1, 2],
];

/** What the file says about itself before its pixels are opened; null when it is no PNG, or one of a kind unknown here. */
export function pngParts(bytes) {
  if (SIGNATURE.some((byte, at) => bytes[at] !== byte) || bytes.length < 33) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const parts = { palette: null, clear: null, orientation: 1, data: [] };
  for (let at = 8; at + 12 <= bytes.length; ) {
    const length = view.getUint32(at);
    const name = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
    const content = bytes.subarray(at + 8, at + 8 + length);
    if (name === "IHDR") {
      if (content.length < 13) return null;
      const [depth, colour, packed, filtering, interlaced] = content.subarray(8);
      Object.assign(parts, {
        width: view.getUint32(at + 8),
        height: view.getUint32(at + 12),
        depth,
        colour,
        interlaced: interlaced === 1,
      });
      if (packed !== 0 || filtering !== 0 || interlaced > 1 || !DEPTHS[colour]?.includes(depth)) return null;
    } else if (name === "PLTE") parts.palette = content;
    else if (name === "tRNS") parts.clear = content;
    else if (name === "eXIf") parts.orientation = orientationIn(bytes, at + 8, at + 8 + content.length).orientation;
    else if (name === "IDAT") parts.data.push(content);
    else if (name === "IEND") break;
    at += 12 + length;
  }
  const whole =
    parts.width > 0 && parts.height > 0 && parts.data.length > 0 && (parts.colour !== 3 || parts.palette !== null);
  return whole ? parts : null;
}

/** A function that gives pieces of the unpacked data, of the lengths asked for. */
function unpacked(data) {
  const reader = new Blob(data).stream().pipeThrough(new DecompressionStream("deflate")).getReader();
  let chunk = new Uint8Array(0);
  let at = 0;
  return async (length) => {
    const piece = new Uint8Array(length);
    for (let filled = 0; filled < length; ) {
      if (at === chunk.length) {
        const { value, done } = await reader.read();
        if (done) throw new Error("the pixels end too soon");
        [chunk, at] = [value, 0];
        continue;
      }
      const part = chunk.subarray(at, at + length - filled);
      piece.set(part, filled);
      filled += part.length;
      at += part.length;
    }
    return piece;
  };
}

/** Take back what the packer did to a line: it wrote differences to the pixel at the left, to the line above, or to both. */
function unfiltered(kind, line, above, step) {
  const { length } = line;
  if (kind > 4) throw new Error("a line is of no known kind");
  // A loop for each kind, without a choice in it: a photograph has millions of numbers.
  if (kind === 1) for (let at = step; at < length; at++) line[at] += line[at - step];
  if (kind === 2) for (let at = 0; at < length; at++) line[at] += above[at];
  if (kind < 3) return;
  for (let at = 0; at < step; at++) line[at] += kind === 3 ? above[at] >> 1 : above[at];
  if (kind === 3) for (let at = step; at < length; at++) line[at] += (line[at - step] + above[at]) >> 1;
  else
    for (let at = step; at < length; at++) {
      const left = line[at - step];
      const up = above[at];
      const corner = above[at - step];
      const toLeft = Math.abs(up - corner);
      const toUp = Math.abs(left - corner);
      const toCorner = Math.abs(left + up - 2 * corner);
      line[at] += toLeft <= toUp && toLeft <= toCorner ? left : toUp <= toCorner ? up : corner;
    }
}

/** A colour that covers `alpha` of 255 of a white page. */
const onWhite = (colour, alpha) => 255 - alpha + Math.floor((colour * alpha + 127) / 255);

/** A function from a line of the file to RGB bytes on white; of 16 bits the upper 8 count. */
function painter({ depth, colour, palette, clear }) {
  const channels = SAMPLES_A_PIXEL[colour];
  const stretch = depth < 8 && colour === 0 ? 255 / (2 ** depth - 1) : 1;
  const bytes = depth === 16 ? 2 : 1;
  // The one colour that is see-through, as samples; a palette has an alpha for each of its colours instead.
  const key =
    clear && colour !== 3 ? Array.from({ length: channels }, (_, k) => 256 * clear[2 * k] + clear[2 * k + 1]) : null;
  if (depth === 8 && colour === 2 && !key) return (line) => line;
  const grey = channels < 3;
  return (line, count) => {
    const rgb = new Uint8Array(3 * count);
    const sample = (index) => {
      if (depth >= 8) return depth === 8 ? line[index] : 256 * line[2 * index] + line[2 * index + 1];
      const bit = index * depth;
      return (line[bit >> 3] >> (8 - depth - (bit & 7))) & (2 ** depth - 1);
    };
    const byte = (index) => (depth < 8 ? sample(index) * stretch : line[index * bytes]);
    for (let at = 0; at < count; at++) {
      const from = at * channels;
      if (colour === 3) {
        const index = sample(at);
        const alpha = clear?.[index] ?? 255;
        for (let k = 0; k < 3; k++) rgb[3 * at + k] = onWhite(palette[3 * index + k] ?? 0, alpha);
        continue;
      }
      const alpha =
        channels % 2 === 0 ? byte(from + channels - 1) : key?.every((value, k) => sample(from + k) === value) ? 0 : 255;
      for (let k = 0; k < 3; k++) rgb[3 * at + k] = onWhite(byte(grey ? from : from + k), alpha);
    }
    return rgb;
  };
}

/** Open the pixels: `row(y, rgb, x, step)` gets line after line. Ends early, with false, as soon as `stale()`. */
export async function pngRows(parts, row, stale) {
  const { width, height, depth, colour, interlaced, data } = parts;
  const bits = depth * SAMPLES_A_PIXEL[colour];
  const read = unpacked(data);
  const paint = painter(parts);
  const breathe = breather();
  for (const [left, top, across, down] of interlaced ? PASSES : [[0, 0, 1, 1]]) {
    const count = Math.ceil((width - left) / across);
    const length = Math.ceil((count * bits) / 8);
    let above = new Uint8Array(length);
    for (let y = top; y < height && count > 0; y += down) {
      const line = await read(1 + length);
      await breathe();
      if (stale()) return false;
      const pixels = line.subarray(1);
      unfiltered(line[0], pixels, above, Math.max(1, bits >> 3));
      row(y, paint(pixels, count), left, across);
      above = pixels;
    }
  }
  return true;
}
