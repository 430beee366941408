// From the rows of an opened picture to the size it is worked on: upright, and made smaller just as Pillow does it, which
// convlib.pictures.pixels asks in Python. Canvases scale each in its own way; a test holds these numbers against Pillow's.
import { LIMITS } from "./state.mjs";

/** How many milliseconds a page may stand still. */
const PATIENCE = 40;
const BITS = 22;
const HALF = 1 << (BITS - 1);

/** The size in which a picture is worked on: the longer side at most 512 pixels. Null when the other gets too short. */
export function scaledSize(width, height) {
  const most = Math.max(width, height);
  const scaled = (size) =>
    most <= LIMITS.longest ? size : Math.max(1, Math.floor((2 * size * LIMITS.longest + most) / (2 * most)));
  const [cols, rows] = [scaled(width), scaled(height)];
  return Math.min(rows, cols) < LIMITS.shortest ? null : { rows, cols };
}

/** A function to call now and then in long work: it lets the page breathe when that is due. */
export function breather() {
  let rested = performance.now();
  return async () => {
    if (performance.now() - rested < PATIENCE) return;
    await new Promise((done) => setTimeout(done));
    rested = performance.now();
  };
}

/** For each of `to` pixels, the first of `from` pixels that it is a mean of, and their weights as whole numbers. */
function weightsOf(from, to) {
  const scale = from / to;
  return Array.from({ length: to }, (_, at) => {
    const centre = (at + 0.5) * scale;
    const first = Math.max(0, Math.trunc(centre - scale + 0.5));
    const last = Math.min(from, Math.trunc(centre + scale + 0.5));
    const tent = Array.from({ length: last - first }, (_, k) =>
      Math.max(0, 1 - Math.abs((k + first - centre + 0.5) * (1 / scale))),
    );
    const sum = tent.reduce((total, one) => total + one, 0);
    return { first, weights: Int32Array.from(tent, (one) => Math.trunc(0.5 + (one / sum) * 2 ** BITS)) };
  });
}

/** Takes the rows of an upright picture, `row(rgb)` from the top, and makes it smaller: `pixels()` are its RGBA bytes. */
function shrinker(width, height, { cols, rows }) {
  const across = weightsOf(width, cols);
  const narrow = new Uint8Array(3 * cols * height);
  let at = 0;
  return {
    row(rgb) {
      if (cols === width) narrow.set(rgb, at);
      else
        for (let col = 0; col < cols; col++) {
          const { first, weights } = across[col];
          let from = 3 * first;
          let red = HALF;
          let green = HALF;
          let blue = HALF;
          for (let k = 0; k < weights.length; k++) {
            const weight = weights[k];
            red += weight * rgb[from++];
            green += weight * rgb[from++];
            blue += weight * rgb[from++];
          }
          narrow[at + 3 * col] = red >> BITS;
          narrow[at + 3 * col + 1] = green >> BITS;
          narrow[at + 3 * col + 2] = blue >> BITS;
        }
      at += 3 * cols;
    },
    pixels() {
      const rgba = new Uint8ClampedArray(4 * cols * rows).fill(255);
      const line = new Int32Array(3 * cols);
      weightsOf(height, rows).forEach(({ first, weights }, row) => {
        line.fill(HALF);
        weights.forEach((weight, k) => {
          const from = (first + k) * line.length;
          for (let place = 0; place < line.length; place++) line[place] += weight * narrow[from + place];
        });
        for (let place = 0, to = 4 * row * cols; place < line.length; place += 3, to += 4) {
          rgba[to] = line[place] >> BITS;
          rgba[to + 1] = line[place + 1] >> BITS;
          rgba[to + 2] = line[place + 2] >> BITS;
        }
      });
      return { rows, cols, rgba };
    },
  };
}

function roomFor(count) {
  try {
    return new Uint8Array(count);
  } catch {
    throw new Error("This picture needs more memory than this browser has for it: save a smaller copy, and open that.");
  }
}

/** Takes the rows of a picture as the file has them and turns it upright, as a note of the camera's asks (EXIF's orientation,
 *  1 to 8). `row(y, rgb)` comes from the top, unless `scattered`: then `row(y, rgb, x, step)` are pixels x, x + step, … */
export function gathered(width, height, { orientation = 1, scattered = false } = {}) {
  const turned = orientation >= 5 && orientation <= 8;
  const [wide, high] = turned ? [height, width] : [width, height];
  const size = scaledSize(wide, high);
  if (!size)
    throw new Error(`This picture is too small: after scaling, each side must have ${LIMITS.shortest} pixels or more.`);
  const smaller = shrinker(wide, high, size);
  if (!scattered && !(orientation > 1 && orientation <= 8))
    return { row: (_, rgb) => smaller.row(rgb), pixels: smaller.pixels };
  const whole = roomFor(3 * width * height);
  const [upsideDown, mirrored] = [[3, 4, 7, 8].includes(orientation), [2, 3, 6, 7].includes(orientation)];
  return {
    row(y, rgb, x = 0, step = 1) {
      if (step === 1) return whole.set(rgb, 3 * (y * width + x));
      for (let from = 0, to = 3 * (y * width + x); from < rgb.length; from += 3, to += 3 * step)
        whole.set(rgb.subarray(from, from + 3), to);
    },
    pixels() {
      const line = new Uint8Array(3 * wide);
      for (let row = 0; row < high; row++) {
        const y = upsideDown ? high - 1 - row : row;
        for (let col = 0; col < wide; col++) {
          const x = mirrored ? wide - 1 - col : col;
          const from = 3 * (turned ? x * width + y : y * width + x);
          line[3 * col] = whole[from];
          line[3 * col + 1] = whole[from + 1];
          line[3 * col + 2] = whole[from + 2];
        }
        smaller.row(line);
      }
      return smaller.pixels();
    },
  };
}
