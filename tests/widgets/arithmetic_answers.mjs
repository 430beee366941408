// Answers settings, one JSON line each, with what arithmetic.mjs computes: held against convlib by test_arithmetic.py.
import { readFileSync } from "node:fs";
import { layer, outputSize, readCounts, refusal } from "../../convlib/widgets/arithmetic.mjs";

function answer({ x, filter, bias, op, F, S, P, dilation, fit }) {
  const [H, W] = [x.length, x[0].length];
  const [Fh, Fw] = op === "conv" ? [filter.length, filter[0].length] : [F, F];
  const pool = op !== "conv";
  const lone = refusal({ sizes: [W], windows: [Fw], S, P, dilation, fit });
  const refused = refusal({ sizes: [H, W], windows: [Fh, Fw], S, P, dilation, fit, pool });
  const answers = { lone: lone?.message ?? null };
  if (refused) {
    const { message, repairs, neverRead, roundedDown } = refused;
    return { ...answers, message, repairs, neverRead, roundedDown };
  }
  const [rows, cols] = [[H, Fh], [W, Fw]].map(([size, window]) => outputSize({ size, F: window, S, P, dilation, fit }));
  const settings = { H, W, Fh, Fw, S, P, dilation };
  const output = layer({ x, filter, bias, op, settings, rows, cols });
  return { ...answers, output, counts: readCounts({ size: W, F: Fw, S, P, dilation, fit }) };
}

const lines = readFileSync(0, "utf8").trim().split("\n");
process.stdout.write(lines.map((line) => JSON.stringify(answer(JSON.parse(line)))).join("\n"));
