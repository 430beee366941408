// What PhotoFilter computes, as functions without a page: they run in a worker, on the main thread and in Node alike.
// convlib is the authority; a test holds the numbers of whole photographs against it.

/**
 * Three planes, red, green and blue, of numbers from 0 to 255, row after row.
 * @typedef {{ planes: Float64Array[], rows: number, cols: number, rgba?: Uint8ClampedArray }} Photograph
 *
 * @typedef {object} Setting
 * @property {number[][]} weights
 * @property {number[] | null} shares of the slices in one map; null for a map each
 * @property {number} bias
 * @property {number} P
 * @property {number} S
 * @property {boolean} relu
 * @property {"none" | "max" | "avg"} pool
 * @property {number} F
 *
 * Maps one after the other in `values`, and where a colour scale for them ends.
 * @typedef {{ values: Float32Array, rows: number, cols: number, depth: number, largest: number, clipped: boolean, negative: boolean }} Maps
 */

/** How often a window of F stops along `size` pixels; what is left over at the far edge is not read. */
export function stops(size, F, P, S) {
  return Math.floor((size - F + 2 * P) / S) + 1;
}

/**
 * @param {Uint8ClampedArray} rgba
 * @param {number} rows
 * @param {number} cols
 * @returns {Photograph}
 */
export function photographOf(rgba, rows, cols) {
  const planes = [0, 1, 2].map((channel) => {
    const values = new Float64Array(rows * cols);
    for (let at = 0; at < values.length; at++) values[at] = rgba[4 * at + channel];
    return values;
  });
  return { planes, rows, cols };
}

/** Slide an F×F filter, F being 3 or 5, over one plane. Five numbers at a time are held while a row of the filter goes along a
 *  row of the plane, so that each is read once for all its taps; two taps of weight 0 make five of three. */
export function correlate(values, rows, cols, filter, { P, S, bias }) {
  const F = filter.length;
  const wide = cols + 2 * P;
  const padded = new Float64Array((rows + 2 * P) * wide + 2);
  for (let row = 0; row < rows; row++) padded.set(values.subarray(row * cols, (row + 1) * cols), (row + P) * wide + P);
  const [down, along] = [stops(rows, F, P, S), stops(cols, F, P, S)];
  const out = new Float64Array(down * along);
  const line = new Float64Array(wide - F + 1);
  for (let row = 0; row < down; row++) {
    line.fill(bias);
    for (let i = 0; i < F; i++) {
      const [a, b, c, d = 0, e = 0] = filter[i];
      let at = (row * S + i) * wide;
      let v = padded[at++];
      let w = padded[at++];
      let x = padded[at++];
      let y = padded[at++];
      for (let col = 0; col < line.length; col++, at++) {
        const z = padded[at];
        line[col] += a * v + b * w + c * x + d * y + e * z;
        v = w;
        w = x;
        x = y;
        y = z;
      }
    }
    for (let col = 0; col < along; col++) out[row * along + col] = line[col * S];
  }
  return { values: out, rows: down, cols: along };
}

/** The largest or the mean of each F×F block; a block that would hang over the edge is dropped. */
export function pooled({ values, rows, cols }, op, F) {
  const [down, along] = [Math.floor(rows / F), Math.floor(cols / F)];
  const out = new Float64Array(down * along);
  for (let row = 0; row < down; row++)
    for (let col = 0; col < along; col++) {
      let best = -Infinity;
      let sum = 0;
      for (let i = 0; i < F; i++)
        for (let j = 0; j < F; j++) {
          const value = values[(row * F + i) * cols + col * F + j];
          best = Math.max(best, value);
          sum += value;
        }
      out[row * along + col] = op === "max" ? best : sum / (F * F);
    }
  return { values: out, rows: down, cols: along };
}

/** A mixture of the planes. A filter that has the same F×F weights in every slice, times a share for each,
 *  adds up to the same whether the slices are mixed after the products or before; before is three times less work. */
export function mixed(planes, shares) {
  const out = new Float64Array(planes[0].length);
  planes.forEach((plane, d) => {
    if (shares[d] !== 0) for (let at = 0; at < out.length; at++) out[at] += shares[d] * plane[at];
  });
  return out;
}

/**
 * All of it: CONV, then ReLU, then the pool.
 * @param {Photograph} photograph
 * @param {Setting} setting
 * @returns {Maps}
 */
export function filtered({ planes, rows, cols }, { weights, shares, bias, P, S, relu, pool, F }) {
  const maps = (shares ? [mixed(planes, shares)] : planes).map((plane) => {
    const map = correlate(plane, rows, cols, weights, { P, S, bias });
    if (relu) for (let at = 0; at < map.values.length; at++) if (map.values[at] < 0) map.values[at] = 0;
    return pool === "none" ? map : pooled(map, pool, F);
  });
  const each = maps[0].values.length;
  const values = new Float32Array(each * maps.length);
  maps.forEach((map, k) => values.set(map.values, k * each));
  return { values, rows: maps[0].rows, cols: maps[0].cols, depth: maps.length, ...scaleEnd(values) };
}

/** The end of a colour scale, `largest`: a round number that at least 199 in 200 values stay within, sign aside;
 *  `clipped` when some lie beyond it, `negative` when some are below 0. */
export function scaleEnd(values) {
  const bins = 4096;
  let most = 0;
  for (let at = 0; at < values.length; at++) most = Math.max(most, Math.abs(values[at]));
  if (most === 0) return { largest: 1, clipped: false, negative: false };
  const counts = new Uint32Array(bins + 1);
  for (let at = 0; at < values.length; at++) counts[Math.floor((Math.abs(values[at]) / most) * bins)] += 1;
  let bin = 0;
  for (let within = counts[0]; within < 0.995 * values.length; within += counts[bin]) bin += 1;
  const end = Math.min(most, ((bin + 1) / bins) * most);
  const digit = 10 ** (Math.floor(Math.log10(end)) - 1);
  const largest = Number((Math.ceil(end / digit - 1e-9) * digit).toPrecision(2));
  return { largest, clipped: most > largest, negative: values.some((value) => value < 0) };
}

/** The functions above as the text of a worker: it keeps the photograph and answers each setting with its maps. */
export function workerText() {
  const own = [stops, photographOf, correlate, pooled, mixed, filtered, scaleEnd].map(String).join("\n");
  return `${own}
let photograph = null;
onmessage = ({ data: { rgba, rows, cols, setting, ticket } }) => {
  if (rgba) photograph = photographOf(rgba, rows, cols);
  const result = filtered(photograph, setting);
  postMessage({ ...result, ticket }, [result.values.buffer]);
};`;
}
