// From the state of a sliding window to its picture: pure functions that say what is lit, what is hatched and what is written.
import { fraction, layer, outputSize, readCounts, reduce, refusal, terms, windowCells } from "./arithmetic.mjs";
import { bracketed, isExact, written } from "./numbers.mjs";

const VERBS = { conv: "sum", max: "largest", avg: "mean" };

/** Height, width, depth, window and the settings of a state under short names. */
export function measures({ x, filter, op, F, stride, padding }) {
  const [Fh, Fw] = op === "conv" ? [filter.length, filter[0].length] : [F, F];
  return { H: x.length, W: x[0].length, D: x[0][0].length, Fh, Fw, S: stride, P: padding };
}

export function refusalOf(state) {
  const { H, W, Fh, Fw, S, P } = measures(state);
  if (state.op !== "conv" && P >= Fh) {
    const message = `padding is ${P}, but must be less than F = ${Fh}: a pooling window in the corner would see padding only`;
    const repair = { setting: "padding", value: Fh - 1, words: `padding ${Fh - 1}` };
    return { message, repairs: [repair], tooLarge: true, neverRead: null, roundedDown: null };
  }
  return refusal({ sizes: [H, W], windows: [Fh, Fw], S, P, fit: state.fit, pool: state.op !== "conv" });
}

function outputShape(state) {
  const { H, W, Fh, Fw, S, P } = measures(state);
  return [[H, Fh], [W, Fw]].map(([size, F]) => outputSize({ size, F, S, P, fit: state.fit }));
}

const signed = (value) => (value < 0 ? "is-negative" : value > 0 ? "is-positive" : "");

/** Tint 0–1 by size against the largest number of its volume, so that one scale serves all slices. */
function tints(slices) {
  const sizes = slices.flat(2).map(Math.abs).filter(Number.isFinite);
  const most = Math.max(1e-9, ...sizes);
  return (value) => (Number.isFinite(value) ? Math.abs(value) / most : 0);
}

function inputSlices(state, refused, position) {
  const measured = measures(state);
  const { H, W, D, Fh, Fw, S, P } = measured;
  const axis = (size, F) => readCounts({ size, F, S, P, fit: state.fit === "ceil" ? "ceil" : "floor" });
  const tooLarge = refused?.tooLarge;
  const [readRows, readCols] = tooLarge ? [[], []] : [axis(H, Fh), axis(W, Fw)];
  const [rows, cols] = refused ? [0, 0] : outputShape(state);
  const below = Math.max(H + P, (rows - 1) * S + Fh - P);
  const right = Math.max(W + P, (cols - 1) * S + Fw - P);
  const lit = new Set();
  if (position) for (const { row, col } of windowCells(measured, ...position)) lit.add(`${row},${col}`);
  const tint = tints(state.x);
  const edging = { conv: ["0", "padding, 0"], max: ["−∞", "padding, minus infinity"], avg: ["", "padding, not counted"] };

  const cell = (r, c, d) => {
    const inWindow = lit.has(`${r},${c}`);
    const classes = [inWindow ? "is-lit" : ""];
    if (r < 0 || c < 0 || r >= H || c >= W) {
      const overhang = r >= H + P || c >= W + P;
      const [text, words] = overhang && state.op !== "conv" ? ["", "beyond the padding"] : edging[state.op];
      classes.push(overhang ? "is-overhang" : "is-padding");
      return { text, label: `${words}${inWindow ? ", in the window" : ""}`, classes: classes.join(" "), editable: false };
    }
    const value = state.x[r][c][d];
    const unread = !tooLarge && !(readRows[r] && readCols[c]);
    if (unread) classes.push("is-unread");
    classes.push(signed(value));
    const label = `row ${r + 1}, column ${c + 1}: ${written(value)}${inWindow ? ", in the window" : ""}${unread ? ", never read" : ""}`;
    return { text: written(value), label, classes: classes.join(" "), tint: tint(value), editable: true };
  };
  const range = (from, to) => Array.from({ length: to - from }, (_, index) => from + index);
  return range(0, D).map((d) => range(-P, below).map((r) => range(-P, right).map((c) => cell(r, c, d))));
}

function filterSlices({ filter }) {
  const tint = tints(filter);
  return filter[0][0].map((_, d) => filter.map((line, i) => line.map((weights, j) => ({
    text: written(weights[d]),
    label: `filter row ${i + 1}, column ${j + 1}: ${written(weights[d])}`,
    classes: signed(weights[d]),
    tint: tint(weights[d]),
    editable: true,
  }))));
}

/** `reached` is the last cell computed so far in reading order; a stale picture is whole and greyed. */
function outputSlices(slices, cols, reached, stale) {
  const tint = tints(slices);
  return slices.map((slice) => slice.map((line, row) => line.map((value, col) => {
    const index = row * cols + col;
    const place = `row ${row + 1}, column ${col + 1}`;
    if (!stale && index > reached) return { text: "", label: `${place}: not yet computed`, classes: "is-todo", selected: false };
    const now = !stale && index === reached;
    return {
      text: written(value),
      label: `${place}: ${written(value)}${stale ? ", from the last setting that fitted" : ""}`,
      classes: `${stale ? "is-stale" : now ? "is-now" : ""} ${signed(value)}`,
      tint: tint(value),
      selected: now,
    };
  })));
}

const equals = (values) => (values.every((value) => value === null || isExact(value)) ? "=" : "≈");

/** One slice's share of the current number: every product written out, or the candidates of a pool. */
function sliceSum(state, [row, col], d) {
  const list = terms({ x: state.x, filter: state.filter, op: state.op, settings: measures(state), row, col, d });
  const value = reduce(state.op, list);
  const counted = state.op === "avg" ? list.filter(({ inside }) => inside) : list;
  const parts = counted.map((one) => ({
    value: (state.op === "max" ? written : bracketed)(one.value), weight: one.weight === null ? null : bracketed(one.weight), inside: one.inside,
  }));
  const sign = equals([value, ...counted.flatMap((one) => [one.value, one.weight])]);
  return { d, terms: counted, parts, value, sign, count: counted.length };
}

function sumsOf(state, position) {
  const sums = state.x[0][0].map((_, d) => sliceSum(state, position, d));
  if (state.op !== "conv") return { sums, total: null, result: sums.map(({ value }) => value) };
  const value = sums.reduce((sum, { value: part }) => sum + part, 0) + state.bias;
  const numbers = sums.flatMap(({ value: part, terms: list }) => [part, ...list.flatMap((one) => [one.value, one.weight])]);
  const total = {
    parts: sums.map(({ value: part }) => bracketed(part)),
    bias: bracketed(state.bias),
    value,
    sign: equals([value, state.bias, ...numbers]),
  };
  return { sums, total, result: [value] };
}

const reach = (from, to) => (from === to ? `${from}` : `${from} to ${to}`);

function sentenceOf(state, [row, col], [rows, cols], result) {
  const cells = windowCells(measures(state), row, col);
  const real = cells.filter(({ inside }) => inside);
  const edge = cells.length - real.length;
  const rowsRead = real.map((cell) => cell.row + 1);
  const colsRead = real.map((cell) => cell.col + 1);
  const seen = real.length === 0
    ? "padding only"
    : `rows ${reach(Math.min(...rowsRead), Math.max(...rowsRead))} and columns ${reach(Math.min(...colsRead), Math.max(...colsRead))} of the input`
      + (edge ? ` and ${edge} ${edge === 1 ? "cell" : "cells"} beyond its edge` : "");
  const results = result.map(written).join(", ");
  return `Row ${row + 1}, column ${col + 1} of ${rows} by ${cols}: the window covers ${seen}. The ${VERBS[state.op]} is ${results}.`;
}

/** The size rule with the reader's numbers, one line for each axis that differs. */
function formulaOf(state, refused) {
  const { H, W, Fh, Fw, S, P } = measures(state);
  const pads = state.op === "conv" || P > 0;
  const line = (name, index, size, F) => {
    const room = size - F + 2 * P;
    const letters = `${name} = (${index}1 − F${pads ? " + 2P" : ""})/S + 1`;
    const numbers = `(${size} − ${F}${pads ? ` + 2·${P}` : ""})/${S}`;
    if (room < 0) return { letters, numbers: `${numbers} + 1: there is no room for one window`, fits: false };
    if (refused && room % S) return { letters, numbers: `${numbers} + 1 = ${fraction(room + S, S)}, not a whole number`, fits: false };
    const out = outputSize({ size, F, S, P, fit: state.fit });
    const [open, close] = { exact: ["", ""], floor: ["⌊", "⌋"], ceil: ["⌈", "⌉"] }[room % S ? state.fit : "exact"];
    const dropped = state.fit === "ceil" && out !== Math.ceil(room / S) + 1;
    return { letters, numbers: `${open}${numbers}${close} + 1${dropped ? " − 1 (a window beyond the input is dropped)" : ""} = ${out}`, fits: true };
  };
  const [height, width] = [line("H2", "H", H, Fh), line("W2", "W", W, Fw)];
  return H === W && Fh === Fw ? [{ ...width, letters: width.letters.replace("W2", "H2 = W2") }] : [height, width];
}

/** Everything the picture shows. While `state` is refused, the output is that of `lastValid`, marked as stale. */
export function scene(state, lastValid = null) {
  const refused = refusalOf(state);
  const shown = refused ? lastValid : state;
  const { H, W, D, Fh, Fw, S, P } = measures(state);
  let output = null;
  let shape = null;
  let position = null;
  if (shown) {
    shape = outputShape(shown);
    const [rows, cols] = shape;
    const reached = Math.min(state.position, rows * cols - 1);
    if (!refused) position = [Math.floor(reached / cols), reached % cols];
    const values = layer({ ...shown, settings: measures(shown), rows, cols });
    output = outputSlices(values, cols, reached, Boolean(refused));
  }
  const sum = position && sumsOf(state, position);
  const depth = state.op === "conv" ? 1 : D;
  return {
    refused,
    position,
    count: shape ? shape[0] * shape[1] : 0,
    index: position ? position[0] * shape[1] + position[1] : 0,
    input: inputSlices(state, refused, position),
    filter: state.op === "conv" ? filterSlices(state) : null,
    output,
    window: position && { row: position[0] * S, col: position[1] * S, rows: Fh, cols: Fw },
    sum,
    formula: formulaOf(state, refused),
    sentence: refused ? refused.message : sentenceOf(state, position, shape, sum.result),
    titles: {
      input: `Input ${H}×${W}×${D}${P ? `, padded to ${H + 2 * P}×${W + 2 * P}` : ""}`,
      filter: state.op === "conv" ? `Filter ${Fh}×${Fw}×${D}` : `${state.op === "max" ? "Largest" : "Mean"} of each ${Fh}×${Fw}`,
      output: !shape ? "No output at this setting" : refused ? `Last output that fitted ${shape.join("×")}×${depth} (stride ${shown.stride}, padding ${shown.padding})` : `Output ${shape.join("×")}×${depth}`,
    },
    legend: {
      window: !refused,
      now: !refused,
      padding: P > 0,
      unread: refused ? refused.neverRead > 0 : leavesUnread(state),
      stale: Boolean(refused && shown),
    },
  };
}

function leavesUnread(state) {
  const { H, W, Fh, Fw, S, P } = measures(state);
  return [[H, Fh], [W, Fw]].some(([size, F]) => readCounts({ size, F, S, P, fit: state.fit }).includes(0));
}
