// A camera far away, so that equal things stay equally large: it turns around the upright axis and tilts. Pure functions.
const DEGREE = Math.PI / 180;
const MARGIN = 26;

/** Shows `extent` { x0, x1, high, wide } in a picture of width × height at any turn, without changing its scale. */
export function camera({ turn, tilt }, extent, { width, height }) {
  const [sin, cos] = [Math.sin(turn * DEGREE), Math.cos(turn * DEGREE)];
  const [up, level] = [Math.sin(tilt * DEGREE), Math.cos(tilt * DEGREE)];
  const middle = (extent.x0 + extent.x1) / 2;
  const radius = Math.hypot((extent.x1 - extent.x0) / 2, extent.wide / 2);
  const scale = Math.min(
    (width / 2 - MARGIN) / radius,
    (height / 2 - MARGIN) / ((extent.high / 2) * level + radius * up),
  );
  const away = (x, z) => (x - middle) * sin - z * cos;

  return {
    scale,
    /** Where a point is seen, and how far behind the middle it lies. */
    project(x, y, z) {
      const far = away(x, z);
      return {
        x: width / 2 + scale * ((x - middle) * cos + z * sin),
        y: height / 2 + scale * (y * level - far * up),
        depth: far * level + y * up,
      };
    },
    /** The point of the plane at `x` that is seen at a place of the picture; null where the plane is seen from its edge. */
    onPlane(x, seen) {
      if (Math.abs(sin) < 0.03) return null;
      const z = ((seen.x - width / 2) / scale - (x - middle) * cos) / sin;
      const far = away(x, z);
      const y = ((seen.y - height / 2) / scale + far * up) / level;
      return { y, z, depth: far * level + y * up };
    },
    /** To which side the numbers flow on the picture. */
    onward: cos < 0 ? -1 : 1,
    /** Larger for what lies further behind: things that do not overlap along the flow are drawn from the largest on. */
    behind: (x) => x * sin,
    /** Whether a face with this outward direction can be seen. */
    faces: ([nx, ny, nz]) => (nx * sin - nz * cos) * level + ny * up < 0,
  };
}

const FACES = [
  [
    [-1, 0, 0],
    ["x0", "y0", "z0"],
    ["x0", "y0", "z1"],
    ["x0", "y1", "z1"],
    ["x0", "y1", "z0"],
  ],
  [
    [1, 0, 0],
    ["x1", "y0", "z0"],
    ["x1", "y0", "z1"],
    ["x1", "y1", "z1"],
    ["x1", "y1", "z0"],
  ],
  [
    [0, -1, 0],
    ["x0", "y0", "z0"],
    ["x1", "y0", "z0"],
    ["x1", "y0", "z1"],
    ["x0", "y0", "z1"],
  ],
  [
    [0, 1, 0],
    ["x0", "y1", "z0"],
    ["x1", "y1", "z0"],
    ["x1", "y1", "z1"],
    ["x0", "y1", "z1"],
  ],
  [
    [0, 0, -1],
    ["x0", "y0", "z0"],
    ["x1", "y0", "z0"],
    ["x1", "y1", "z0"],
    ["x0", "y1", "z0"],
  ],
  [
    [0, 0, 1],
    ["x0", "y0", "z1"],
    ["x1", "y0", "z1"],
    ["x1", "y1", "z1"],
    ["x0", "y1", "z1"],
  ],
];

/** The six faces of a box: `{ normal, corners }`, the corners [x, y, z] in the order of their outline. */
export const facesOf = (box) =>
  FACES.map(([normal, ...corners]) => ({ normal, corners: corners.map((names) => names.map((name) => box[name])) }));

const at = ({ x, y }) => `${x.toFixed(1)} ${y.toFixed(1)}`;

/** Points of the picture as the `d` of an SVG path. */
export const closedPath = (points) => `M${points.map(at).join("L")}Z`;
export const strokePath = (strokes) => strokes.map((points) => `M${points.map(at).join("L")}`).join("");
