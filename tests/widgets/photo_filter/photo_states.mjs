// A state of PhotoFilter that its tests begin with: Sobel's filter on the cat.

/** A filter of one slice from its rows. */
export const deep = (rows) => rows.map((line) => line.map((weight) => [weight]));

export const STATE = {
  photo: "chelsea",
  filter: deep([
    [-1, 0, 1],
    [-2, 0, 2],
    [-1, 0, 1],
  ]),
  normalise: false,
  bias: 0,
  channels: "all",
  paint: "signed",
  padding: "none",
  stride: 1,
  relu: false,
  pool: "none",
  F: 2,
  position: [0, 0],
  painted: 1,
};
