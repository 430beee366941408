import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";
import { runInNewContext } from "node:vm";

const START = readFileSync(new URL("../../book/lite/pyodide/start.js", import.meta.url), "utf-8");

/** Tells at once of what has been collected, as WebKit does in the middle of a request. */
class TellsAtOnce {
  constructor(clean) {
    this.collect = clean;
  }
}

test("what was collected while Python waits for a request is cleaned up after it", async () => {
  const worker = { FinalizationRegistry: TellsAtOnce, setTimeout, performance };
  worker.self = worker;
  runInNewContext(START, worker);
  const cleaned = [];
  const registry = new worker.FinalizationRegistry((held) => cleaned.push(held));
  registry.collect("first");
  registry.collect("second");
  await Promise.resolve();
  assert.deepEqual(cleaned, []);
  await new Promise((done) => setTimeout(done, 5));
  assert.deepEqual(cleaned, ["first", "second"]);
});
