// What the tests of SlidingWindow start from.

/** A volume by a function of row and column: a number, or one for each slice. */
export const map = (rows, cols, value) =>
  Array.from({ length: rows }, (_, r) => Array.from({ length: cols }, (_, c) => [].concat(value(r, c))));

/** Everything but the volumes, as it is at first. */
export const PLAIN = {
  stride: 1,
  padding: 0,
  padding_mode: "zeros",
  dilation: 1,
  flip: false,
  relu: false,
  op: "conv",
  F: 2,
  fit: "exact",
  position: 0,
  map: 0,
  counts: false,
  matrix: false,
  predict: "",
  show: [],
};
