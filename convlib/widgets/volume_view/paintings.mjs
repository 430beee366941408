// The photograph on the input and the numbers on the maps, as pictures; where there are none, volumes have plain faces.
import { make } from "../shared/controls.mjs";
import { pageColours, paintedSigned } from "../shared/paint.mjs";
import { SETTINGS } from "./state.mjs";

/**
 * What Python sends: bytes of the image, pixel by pixel, and of the maps, one after the other, 128 being 0; and their layer.
 * @typedef {{ layer: Record<string, number>, image: string, maps: string }} Painting
 *
 * Addresses of pictures, null where there is none.
 * @typedef {{ input: string | null, slice: (d: number) => string | null, map: (k: number) => string | null }} Painted
 */

const bytesOf = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));

/** One slice in grey, or three as red, green and blue. */
export function imageRgba(bytes, depth, slice = null) {
  const rgba = new Uint8ClampedArray((4 * bytes.length) / depth);
  for (let at = 0; at < rgba.length / 4; at++) {
    for (let channel = 0; channel < 3; channel++)
      rgba[4 * at + channel] = bytes[depth * at + (slice ?? (depth === 3 ? channel : 0))];
    rgba[4 * at + 3] = 255;
  }
  return rgba;
}

function address(rgba, rows, cols) {
  const canvas = make("canvas", { width: cols, height: rows });
  canvas.getContext("2d").putImageData(new ImageData(rgba, cols, rows), 0, 0);
  return canvas.toDataURL();
}

const same = (names, state, layer) => names.every((name) => state[name] === layer[name]);

/**
 * `el` is where the page's colours are read.
 * @param {Painting | {}} given
 * @param {HTMLElement} el
 */
export function paintings(given, el) {
  const none = { input: null, slice: () => null, map: () => null };
  const made = new Map();
  const kept = (name, make) => {
    if (!made.has(name)) made.set(name, make());
    return made.get(name);
  };
  return {
    /** Whether the maps of a layer show their numbers. @param {import("./state.mjs").State} state */
    areMaps: (state) => {
      const { layer, maps } = /** @type {Painting} */ (given);
      return Boolean(maps) && same(SETTINGS, state, layer);
    },
    /** The page has turned light or dark. */
    forget: () => made.clear(),
    /**
     * What there is for a layer: the image as long as its sizes are the same, the maps for their very setting.
     * @param {import("./state.mjs").State} state
     * @param {import("./layer_counts.mjs").LayerCounts} counted
     * @returns {Painted}
     */
    of(state, { H2, W2 }) {
      const { layer, image, maps } = /** @type {Painting} */ (given);
      if (!image || !same(["W1", "H1", "D1"], state, layer)) return none;
      const { H1, W1, D1 } = state;
      const picture = (name, slice) => kept(name, () => address(imageRgba(bytesOf(image), D1, slice), H1, W1));
      const table = () => kept("colours", () => pageColours(el));
      const values = (k) => bytesOf(maps).slice(k * H2 * W2, (k + 1) * H2 * W2);
      const map = (k) =>
        kept(`map ${k}`, () =>
          address(
            paintedSigned(
              Array.from(values(k), (byte) => byte - 128),
              127,
              table(),
            ),
            H2,
            W2,
          ),
        );
      return {
        input: picture("input", null),
        slice: (d) => picture(`slice ${d}`, d),
        map: maps && same(SETTINGS, state, layer) ? map : none.map,
      };
    },
  };
}
