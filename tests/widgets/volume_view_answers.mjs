// Answers states, one JSON line each, with what volume_counts.mjs counts and says: held against convlib by test_volume_view.py.
import { readFileSync } from "node:fs";
import { counts, ladder, pickSentence, sizeSums } from "../../convlib/widgets/volume_counts.mjs";

function answer(state) {
  const counted = counts(state);
  if (counted.refused) return { message: counted.refused.message, repairs: counted.refused.repairs };
  return { ...counted, ladder: ladder(state, counted), sums: sizeSums(state, counted), sentence: pickSentence(state, counted) };
}

const lines = readFileSync(0, "utf8").trim().split("\n");
process.stdout.write(lines.map((line) => JSON.stringify(answer(JSON.parse(line)))).join("\n"));
