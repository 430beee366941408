// Which way up a picture was taken, as cameras note it in a file (EXIF's orientation, 1 to 8).

const ORIENTATION = 0x0112;
const plain = { orientation: 1, place: null };

const letters = (bytes, at, count) => String.fromCharCode(...bytes.subarray(at, at + count));

/** The note within EXIF data that begins at `from`: `{ orientation, place }`, where `place` is the byte to set for another. */
export function orientationIn(bytes, from, end = bytes.length) {
  let start = from;
  while (letters(bytes, start, 6) === "Exif\0\0") start += 6;
  const order = letters(bytes, start, 2);
  if (start + 8 > end || (order !== "II" && order !== "MM")) return plain;
  const little = order === "II";
  const view = new DataView(bytes.buffer, bytes.byteOffset + start, end - start);
  const table = view.getUint32(4, little);
  if (table + 2 > view.byteLength) return plain;
  for (let entry = table + 2, left = view.getUint16(table, little); left > 0 && entry + 12 <= view.byteLength; entry += 12, left--)
    if (view.getUint16(entry, little) === ORIENTATION) {
      const orientation = view.getUint16(entry + 8, little);
      return orientation >= 1 && orientation <= 8 ? { orientation, place: start + entry + 8 + (little ? 0 : 1) } : plain;
    }
  return plain;
}

function inJpeg(bytes) {
  for (let at = 2; at + 4 <= bytes.length && bytes[at] === 0xff && bytes[at + 1] !== 0xda; ) {
    const length = 256 * bytes[at + 2] + bytes[at + 3];
    if (bytes[at + 1] === 0xe1 && letters(bytes, at + 4, 6) === "Exif\0\0") return orientationIn(bytes, at + 4, Math.min(bytes.length, at + 2 + length));
    at += 2 + length;
  }
  return plain;
}

function inWebp(bytes) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 12; at + 8 <= bytes.length; ) {
    const length = view.getUint32(at + 4, true);
    if (letters(bytes, at, 4) === "EXIF") return orientationIn(bytes, at + 8, Math.min(bytes.length, at + 8 + length));
    at += 8 + length + (length % 2);
  }
  return plain;
}

/** The note of a JPEG or a WebP. */
export function orientationOf(bytes) {
  if (bytes[0] === 0xff && bytes[1] === 0xd8) return inJpeg(bytes);
  return letters(bytes, 0, 4) === "RIFF" && letters(bytes, 8, 4) === "WEBP" ? inWebp(bytes) : plain;
}
