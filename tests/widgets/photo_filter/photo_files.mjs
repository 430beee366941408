// Opens the PNG files whose paths come on standard input; writes the RGB bytes of all, one after the other, to the file named.
import { readFileSync, writeFileSync } from "node:fs";
import { pngParts, pngRows } from "../../../convlib/widgets/photo_filter/png.mjs";
import { gathered } from "../../../convlib/widgets/photo_filter/shrink.mjs";

const answers = [];
const chunks = [];
for (const path of JSON.parse(readFileSync(0, "utf8"))) {
  const parts = pngParts(new Uint8Array(readFileSync(path)));
  const picture = gathered(parts.width, parts.height, { orientation: parts.orientation, scattered: parts.interlaced });
  await pngRows(parts, picture.row, () => false);
  const { rows, cols, rgba } = picture.pixels();
  answers.push([rows, cols]);
  chunks.push(Buffer.from(rgba.filter((_, at) => at % 4 < 3)));
}
writeFileSync(process.argv[2], Buffer.concat(chunks));
process.stdout.write(JSON.stringify(answers));
