// A camera far away, so that equal things stay equally large: it turns around the upright axis and tilts. Pure functions.

/**
 * @typedef {{ x0: number, x1: number, y0: number, y1: number, z0: number, z1: number }} Box
 * @typedef {[number, number, number]} Point
 * @typedef {{ x: number, y: number }} Spot a place of the picture
 * @typedef {ReturnType<typeof camera>} Camera
 *
 * A part of the picture: a path, a text, a dot, or an image of so many columns and rows with the matrix that lays it there.
 * @typedef {{ class: string, d?: string, text?: string, dot?: boolean, x?: number, y?: number,
 *   image?: string, columns?: number, rows?: number, matrix?: number[] }} Shape
 */

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

/** Each face by its outward direction, and the ends of x, y and z at its corners in the order of their outline. */
const FACES = /** @type {[number[], ...string[]][]} */ ([
  [[-1, 0, 0], "000", "001", "011", "010"],
  [[1, 0, 0], "100", "101", "111", "110"],
  [[0, -1, 0], "000", "100", "101", "001"],
  [[0, 1, 0], "010", "110", "111", "011"],
  [[0, 0, -1], "000", "100", "110", "010"],
  [[0, 0, 1], "001", "101", "111", "011"],
]);

/**
 * The six faces of a box.
 * @param {Box} box
 * @returns {{ normal: number[], corners: Point[] }[]}
 */
export const facesOf = (box) =>
  FACES.map(([normal, ...corners]) => ({
    normal,
    corners: corners.map(([x, y, z]) => [box[`x${x}`], box[`y${y}`], box[`z${z}`]]),
  }));

const at = ({ x, y }) => `${x.toFixed(1)} ${y.toFixed(1)}`;

/** Points of the picture as the `d` of an SVG path. */
export const closedPath = (points) => `M${points.map(at).join("L")}Z`;
export const strokePath = (strokes) => strokes.map((points) => `M${points.map(at).join("L")}`).join("");
