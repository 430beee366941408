// Numbers as colours: from the values of maps to RGBA bytes, in the colours of a page.
import { make } from "./controls.mjs";

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

/** The signed colours of the page that `el` is on, as a canvas reads them. */
export function pageColours(el) {
  const style = getComputedStyle(el);
  const context = make("canvas", { width: 1, height: 1 }).getContext("2d", { willReadFrequently: true });
  const read = (name) => {
    context.fillStyle = style.getPropertyValue(`--conv-${name}`).trim();
    context.fillRect(0, 0, 1, 1);
    return [...context.getImageData(0, 0, 1, 1).data.slice(0, 3)];
  };
  return signedColours({ negative: read("negative"), zero: read("cell"), positive: read("positive") });
}

/** Hear of it when the page turns light or dark; returns what ends that. @param {() => void} changed */
export function onTheme(changed) {
  const themes = new MutationObserver(changed);
  themes.observe(document.documentElement, { attributeFilter: ["data-theme", "class"] });
  themes.observe(document.body, { attributeFilter: ["data-jp-theme-light", "class"] });
  return () => themes.disconnect();
}
