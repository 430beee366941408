// What arithmetic.mjs makes of photographs: sizes as JSON on standard output, all values as float32 into a file.
import { readFileSync, writeFileSync } from "node:fs";
import { filtered, photographOf } from "../../../convlib/widgets/photo_filter/arithmetic.mjs";
import { settingOf } from "../../../convlib/widgets/photo_filter/setting.mjs";

const [, , out] = process.argv;
const answers = JSON.parse(readFileSync(0, "utf-8")).map(({ rgba, rows, cols, state }) =>
  filtered(photographOf(Buffer.from(rgba, "base64"), rows, cols), settingOf(state)),
);
writeFileSync(out, Buffer.concat(answers.map(({ values }) => Buffer.from(values.buffer))));
process.stdout.write(JSON.stringify(answers.map(({ values, ...rest }) => ({ ...rest, count: values.length }))));
