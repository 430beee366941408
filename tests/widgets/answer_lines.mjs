// What the scripts of answers share: cases come one JSON line each, and so do the answers leave; node.py has the other end.
import { readFileSync } from "node:fs";

export function answerLines(answer) {
  const lines = readFileSync(0, "utf8").trim().split("\n");
  process.stdout.write(lines.map((line) => JSON.stringify(answer(JSON.parse(line)))).join("\n"));
}
