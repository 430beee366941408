// Numbers as colours: pure functions from the values of maps to RGBA bytes.

/** 511 colours from −1 over 0 to 1 as RGBA bytes, mixed as a gradient of the style sheet would mix them. */
export function signedColours({ negative, zero, positive }) {
  const table = new Uint8ClampedArray(4 * 511);
  for (let step = -255; step <= 255; step++) {
    const end = step < 0 ? negative : positive;
    const share = Math.abs(step) / 255;
    for (let channel = 0; channel < 3; channel++)
      table[4 * (step + 255) + channel] = zero[channel] + (end[channel] - zero[channel]) * share;
    table[4 * (step + 255) + 3] = 255;
  }
  return table;
}

/** One map on the signed scale: `largest` and beyond has the full colour. */
export function paintedSigned(values, largest, table) {
  // Four bytes are written as one number: that is what makes a whole photograph fast.
  const colours = new Uint32Array(table.buffer);
  const out = new Uint32Array(values.length);
  const scale = 255 / largest;
  for (let at = 0; at < values.length; at++) {
    const step = Math.round(values[at] * scale);
    out[at] = colours[Math.max(-255, Math.min(255, step)) + 255];
  }
  return new Uint8ClampedArray(out.buffer);
}

/** One map in grey, or three as red, green and blue: below 0 is black, above `white` is full. */
export function paintedPlain(values, depth, white = 255) {
  const count = values.length / depth;
  const out = new Uint8ClampedArray(4 * count);
  for (let at = 0; at < count; at++) {
    for (let channel = 0; channel < 3; channel++)
      out[4 * at + channel] = (values[(depth === 3 ? channel * count : 0) + at] * 255) / white;
    out[4 * at + 3] = 255;
  }
  return out;
}
