import assert from "node:assert/strict";
import test from "node:test";
import { readTable } from "../../../convlib/widgets/shared/pasted.mjs";

const table = (text, names = ["filters", "weight"]) => readTable(text, { most: 999, names });
const SOBEL = [
  [1, 0, -1],
  [2, 0, -2],
  [1, 0, -1],
];

test("a filter is the same filter from wherever it is copied", () => {
  const texts = [
    "[[ 1  0 -1]\n [ 2  0 -2]\n [ 1  0 -1]]",
    "[[ 1.  0. -1.]\n [ 2.  0. -2.]\n [ 1.  0. -1.]]\n",
    "[[1, 0, -1], [2, 0, -2], [1, 0, -1]]",
    "array([[ 1,  0, -1],\n       [ 2,  0, -2],\n       [ 1,  0, -1]])",
    "sobel = np.array([[1, 0, -1],\n    [2, 0, -2],  # the middle\n    [1, 0, -1],\n], dtype=float32)",
    "((1, 0, -1), (2, 0, -2), (1, 0, -1))",
    "[1, 0, -1],\n[2, 0, -2],\n[1, 0, -1],",
    "[1 0 -1; 2 0 -2; 1 0 -1]",
    "{{1,0,-1},{2,0,-2},{1,0,-1}}",
    "1,0,-1\r\n2,0,-2\r\n1,0,-1\r\n",
    "1, 0, −1\n2, 0, −2\n1, 0, −1",
    "1;0;-1\n2;0;-2\n1;0;-1",
    "1\t0\t-1\r\n2\t0\t-2\r\n1\t0\t-1\r\n",
    "1 0 -1\n2 0 -2\n1 0 -1",
    "1 0 -1;\n2 0 -2;\n1 0 -1;",
    "1,0 0,0 -1,0\n2,0 0,0 -2,0\n1,0 0,0 -1,0",
    '"1","0","-1"\n"2","0","-2"\n"1","0","-1"',
    "\ufeff1\u00a00\u00a0-1\n2\u00a00\u00a0-2\n1\u00a00\u00a0-1",
    "[[np.float64(1.0), np.int64(0), -1], [2, 0, -2], [1, 0, -1]]",
    "[[[[1],[0],[-1]],[[2],[0],[-2]],[[1],[0],[-1]]]]",
    "tensor([[[[ 1.,  0., -1.],\n          [ 2.,  0., -2.],\n          [ 1.,  0., -1.]]]])",
  ];
  for (const text of texts) assert.deepEqual(table(text), { rows: SOBEL }, text);
});

test("decimals, fractions and rows of any length", () => {
  for (const [text, rows] of [
    ["1,5\t2,5", [[1.5, 2.5]]],
    [
      "1,5;2,5\n0,5;1",
      [
        [1.5, 2.5],
        [0.5, 1],
      ],
    ],
    ["0.5,1", [[0.5, 1]]],
    ["1/9 ½ -1e-1", [[1 / 9, 0.5, -0.1]]],
    ["9 128 255", [[9, 128, 255]]],
    ["[1, 0, -1]", [[1, 0, -1]]],
    ["5", [[5]]],
    ["\n5\n", [[5]]],
    [
      "\n1 2\n\n3 4\n",
      [
        [1, 2],
        [3, 4],
      ],
    ],
    [
      "[(1, 2), (3, 4)]",
      [
        [1, 2],
        [3, 4],
      ],
    ],
    ["[5]", [[5]]],
    ["1\n2\n3", [[1], [2], [3]]],
    ["[[1.234, 0.125]]", [[1.234, 0.125]]],
    ["(−2)\t3", [[-2, 3]]],
    ["[[[1, 2, 3]]]", [[1, 2, 3]]],
  ])
    assert.deepEqual(table(text), { rows }, text);
});

test("what can be read in two ways is asked back, and the advice leads out", () => {
  const advice = "Write decimals with a point, and a comma and a space between numbers; nothing was taken.";
  assert.equal(table("1,5\n2,5").refused, `Do you mean 1 and 5, or 1.5? ${advice}`);
  assert.equal(table("1,5, 2,5").refused, `Do you mean 1, 5, 2 and 5, or 1.5 and 2.5? ${advice}`);
  assert.equal(table("1,234").refused, `Do you mean 1 and 234, or 1234 or 1.234? ${advice}`);
  assert.equal(table("1 1/2").refused, `Do you mean 1.5, or 1 and 0.5? ${advice}`);
  assert.equal(
    table("1,234\t5").refused,
    "Row 1, column 1: Do you mean 1234 or 1.234? Type one of these; nothing was taken.",
  );
  for (const [text, rows] of [
    ["1.5\n2.5", [[1.5], [2.5]]],
    [
      "1, 5\n2, 5",
      [
        [1, 5],
        [2, 5],
      ],
    ],
    ["1, 0.5", [[1, 0.5]]],
    ["1.5, 2.5", [[1.5, 2.5]]],
  ])
    assert.deepEqual(table(text), { rows }, text);
});

test("a part is never taken: it is said what is in the way", () => {
  const words = {
    "": "There is no number in what was pasted",
    "1\t\t2": "Row 1, column 2 is empty",
    "\t1\t2": "Row 1, column 1 is empty",
    "[[1,,2]]": "Row 1, column 2 is empty",
    "1\r\n\r\n3\r\n": "Row 2 is empty",
    "\n\n5\n6": "Row 1 is empty",
    "a,b\n1,2": "Row 1, column 1: “a” is not a number",
    "[[1, 2], [3, nan]]": "Row 2, column 2: “nan” is not a number",
    "1 2\n3": "The rows differ in length (2, 1)",
    "[[1, [2]]]": "These brackets hold no table of rows and columns",
    "[[1, 2], [3]]": "The rows differ in length (2, 1)",
    "[[ 0  1 ...  8  9]\n [10 11 ... 18 19]]": "The dots stand for numbers that printing left out",
    "[ 2  0 -2]\n [ 1  0 -1]]": "A bracket is missing: copy from the first one to the last",
    "[[1, 0, -1]\n [2, 0": "A bracket is missing: copy from the first one to the last",
    "[1, 2] 3": "There are numbers outside the brackets: copy only the array",
    "[]": "There is no number between these brackets",
    "a = [1, 2]\nb = [3, 4]": "There are 2 arrays here: copy just one of them",
    "[[[1,2],[3,4]],[[5,6],[7,8]]]": "That is an array of 2×2×2, but a grid holds rows and columns: copy one slice",
    "5000\t1": "Row 1, column 1: 5000 is not between −999 and 999",
    "1 000": "Row 1, column 1: 1000 is not between −999 and 999",
    "1|2": "Row 1, column 1: “1|2” is not a number",
  };
  for (const [text, why] of Object.entries(words))
    assert.deepEqual(table(text), { refused: `${why}; nothing was taken.` }, text);
  assert.match(table("1 ".repeat(20000)).refused, /too long/);
  assert.match(table(`${"[".repeat(9000)}1${"]".repeat(9000)}`).refused, /bracket/);
  assert.match(table("[np.eye(3)]").refused, /no table of rows/);
});
