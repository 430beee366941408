// What a file notes beside its pixels: which way up it was taken (EXIF's orientation, 1 to 8), and what its colours are.

const ORIENTATION = 0x0112;
const [APP1, APP2, APP15] = [0xe1, 0xe2, 0xef];
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
  for (
    let entry = table + 2, left = view.getUint16(table, little);
    left > 0 && entry + 12 <= view.byteLength;
    entry += 12, left--
  )
    if (view.getUint16(entry, little) === ORIENTATION) {
      const orientation = view.getUint16(entry + 8, little);
      return orientation >= 1 && orientation <= 8
        ? { orientation, place: start + entry + 8 + (little ? 0 : 1) }
        : plain;
    }
  return plain;
}

/** The pieces of a JPEG before its pixels, by their markers, or of a WebP, by their names: `[kind, at, from, end]`. */
function* fileParts(bytes) {
  const { length } = bytes;
  if (bytes[0] === 0xff && bytes[1] === 0xd8)
    for (let at = 2; at + 4 <= length && bytes[at] === 0xff && bytes[at + 1] !== 0xda; ) {
      const end = at + 2 + 256 * bytes[at + 2] + bytes[at + 3];
      yield [bytes[at + 1], at, at + 4, Math.min(length, end)];
      at = end;
    }
  else if (letters(bytes, 0, 4) === "RIFF" && letters(bytes, 8, 4) === "WEBP") {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    for (let at = 12; at + 8 <= length; ) {
      const size = view.getUint32(at + 4, true);
      yield [letters(bytes, at, 4), at, at + 8, Math.min(length, at + 8 + size)];
      at += 8 + size + (size % 2);
    }
  }
}

/** The notes of a JPEG or a WebP: `orientation`, and `blank`, the bytes to set so that a copy of the file has no notes. */
export function notesOf(bytes) {
  let orientation = null;
  const blank = [];
  for (const [kind, at, from, end] of fileParts(bytes)) {
    const exif = kind === "EXIF" || (kind === APP1 && letters(bytes, from, 6) === "Exif\0\0");
    if (exif && orientation === null) {
      const note = orientationIn(bytes, from, end);
      orientation = note.orientation;
      if (note.place !== null) blank.push([note.place, 1]);
    }
    // A piece of another kind is passed over by whoever reads the file.
    if (kind === APP2 && letters(bytes, from, 11) === "ICC_PROFILE") blank.push([at + 1, APP15]);
    if (kind === "ICCP") blank.push([at, "X".charCodeAt(0)]);
  }
  return { orientation: orientation ?? 1, blank };
}
