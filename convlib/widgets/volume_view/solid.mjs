// The volumes in space as shapes of a picture, from the furthest to the nearest: `{ class, d }` or `{ class, text, x, y }`.
import { closedPath, facesOf, strokePath } from "./camera.mjs";
import { cellOf } from "./plan.mjs";

/**
 * @typedef {import("./state.mjs").State} State
 * @typedef {import("./layer_counts.mjs").LayerCounts} LayerCounts
 * @typedef {import("./layer_counts.mjs").Neuron} Neuron
 * @typedef {import("./camera.mjs").Camera} Camera
 * @typedef {import("./camera.mjs").Shape} Shape
 * @typedef {import("./camera.mjs").Spot} Spot
 * @typedef {import("./plan.mjs").Plan} Plan
 * @typedef {import("./paintings.mjs").Painted} Painted
 *
 * What a picture in space is of.
 * @typedef {{ state: State, counted: LayerCounts, painted: Painted }} Shown
 */

const FINEST = 3;
const LABEL = 15;
const NAME = 16;

const seenAll = (view, corners) => corners.map((corner) => view.project(...corner));
const faceShape =
  (view, name) =>
  ({ corners }) => ({ class: name, d: closedPath(seenAll(view, corners)) });
const sheetFace = (view, sheet, name) => faceShape(view, name)(facesOf(sheet)[0]);

/** An image on a face of constant x: its rows go down, its columns along z. */
function imageOn(view, { x, y, z }, rows, columns, image) {
  const [corner, right, down] = [view.project(x, y, z), view.project(x, y, z + 1), view.project(x, y + 1, z)];
  const matrix = [right.x - corner.x, right.y - corner.y, down.x - corner.x, down.y - corner.y, corner.x, corner.y];
  return { class: "is-painting", image, columns, rows, matrix };
}

/** Faces that look away, then those that look at the reader, so that a box can have something inside it. */
function boxShapes(view, box, name) {
  const all = facesOf(box);
  const front = all.filter(({ normal }) => view.faces(normal));
  const back = all.filter(({ normal }) => !view.faces(normal));
  return { back: back.map(faceShape(view, `${name} is-back`)), front: front.map(faceShape(view, `${name} is-front`)) };
}

const steps = (from, to, count) => Array.from({ length: count - 1 }, (_, k) => from + ((to - from) * (k + 1)) / count);

/** Lines that part a box into rows, columns and slices, on the faces that can be seen; none where they would blur. */
function cellLines(view, box, { rows, columns, slices }, name) {
  const count = { x: slices, y: rows, z: columns };
  const strokes = [];
  for (const { normal, corners } of facesOf(box).filter((face) => view.faces(face.normal))) {
    const [first, , opposite] = corners;
    const axes = [0, 1, 2].filter((index) => normal[index] === 0);
    for (const [axis, other] of [axes, [...axes].reverse()]) {
      const pieces = Object.values(count)[axis];
      if ((Math.abs(opposite[axis] - first[axis]) / pieces) * view.scale < FINEST) continue;
      for (const value of steps(first[axis], opposite[axis], pieces)) {
        const [from, to] = [[...first], [...first]];
        from[axis] = to[axis] = value;
        to[other] = opposite[other];
        strokes.push(seenAll(view, [from, to]));
      }
    }
  }
  return { class: `${name} is-lines`, d: strokePath(strokes) };
}

/** A length written beside an edge of a box, on the side that is turned away from its middle. */
function edgeLabel(view, box, edges, text, choose) {
  const middle = view.project((box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2, (box.z0 + box.z1) / 2);
  const points = edges.map(([a, b]) => view.project(...a.map((value, index) => (value + b[index]) / 2)));
  const best = points.reduce((one, other) => (choose(other) > choose(one) ? other : one));
  const far = Math.max(1, Math.hypot(best.x - middle.x, best.y - middle.y));
  return {
    class: "is-label",
    text,
    x: best.x + (LABEL * (best.x - middle.x)) / far,
    y: best.y + (LABEL * (best.y - middle.y)) / far,
  };
}

const BOTH = { x: ["x0", "x1"], y: ["y0", "y1"], z: ["z0", "z1"] };

/** The four edges of a box along one axis, each as its two ends. */
function edgesAlong(box, axis) {
  const [one, two] = ["x", "y", "z"].filter((name) => name !== axis);
  const corner = (end, a, b) => {
    const values = { [axis]: box[BOTH[axis][end]], [one]: box[a], [two]: box[b] };
    return [values.x, values.y, values.z];
  };
  return BOTH[one].flatMap((a) => BOTH[two].map((b) => [corner(0, a, b), corner(1, a, b)]));
}

function inputLabels(view, box, { W1, H1, D1 }) {
  return [
    edgeLabel(view, box, edgesAlong(box, "y"), `${H1}`, ({ x }) => -view.onward * x),
    edgeLabel(view, box, edgesAlong(box, "z"), `${W1}`, ({ y }) => y),
    edgeLabel(view, box, edgesAlong(box, "x"), `${D1}`, ({ y }) => y),
  ];
}

/** The photograph, on the side of the input that can be seen. */
function photograph(view, input, { H1, W1 }, image) {
  const front = facesOf(input).find(({ normal }) => normal[0] !== 0 && view.faces(normal));
  if (!image || !front) return [];
  const x = front.normal[0] < 0 ? input.x0 : input.x1;
  return [
    imageOn(view, { x, y: input.y0, z: input.z0 }, H1, W1, image),
    faceShape(view, "is-frame is-of-input")(front),
  ];
}

/** @param {Camera} view @param {Plan} plan @param {Shown} shown */
function inputShapes(view, plan, { state, painted }) {
  const { input, border, window, others, flying } = plan;
  const faces = boxShapes(view, input, "is-input");
  const inside = [];
  if (border) inside.push(...boxShapes(view, border, "is-border").back);
  if (state.look === "shared" && window) {
    for (const other of others) inside.push(...boxShapes(view, other.window, "is-other").front);
  }
  if (window && !flying) {
    const shapes = boxShapes(view, window, "is-window");
    const cells =
      state.look === "weights"
        ? [cellLines(view, window, { rows: state.F, columns: state.F, slices: state.D1 }, "is-window")]
        : [];
    inside.push(...shapes.back, ...shapes.front, ...cells);
  }
  const grid = cellLines(view, input, { rows: state.H1, columns: state.W1, slices: state.D1 }, "is-input");
  return [...faces.back, ...faces.front, grid, ...photograph(view, input, state, painted.input), ...inside];
}

/** The numbers of a map on its sheet. */
function numbersOn(view, sheet, { H2, W2 }, painted) {
  const image = painted.map(sheet.map);
  if (!image) return [];
  const corner = { x: sheet.x0, y: sheet.y0, z: sheet.z0 };
  return [imageOn(view, corner, H2, W2, image), sheetFace(view, sheet, "is-frame is-of-map")];
}

/** A map that is being painted: row by row as far as its filter has come, and empty from there on. */
function growingShapes(view, sheet, { counted, painted }) {
  const { x0: x, y0, y1, z0, z1, next } = sheet;
  const [here, below, at] = [y0 + next.row, y0 + next.row + 1, z0 + next.column];
  const outline = (name, corners) => ({ class: name, d: closedPath(corners.map(([y, z]) => view.project(x, y, z))) });
  const image = painted.map(sheet.map);
  const rest = [
    [here, at],
    [here, z1],
    [y1, z1],
    [y1, z0],
    [below, z0],
    [below, at],
  ];
  const done = [
    [y0, z0],
    [y0, z1],
    [here, z1],
    [here, at],
    [below, at],
    [below, z0],
  ];
  return image
    ? [
        sheetFace(view, sheet, "is-sheet"),
        imageOn(view, { x, y: y0, z: z0 }, counted.H2, counted.W2, image),
        outline("is-rest", rest),
        sheetFace(view, sheet, "is-frame is-of-map"),
      ]
    : [sheetFace(view, sheet, "is-rest"), outline("is-sheet", done), sheetFace(view, sheet, "is-frame is-of-map")];
}

/** What each view lights up on a sheet: one neuron, its depth column, or its whole map. */
function sheetShapes(view, plan, { state, counted, painted }, sheet) {
  const { row, column, map } = plan.picked;
  const own = sheet.map === map;
  const shapes = [
    sheetFace(view, sheet, `is-sheet${own && state.look === "shared" ? " is-sharing" : ""}`),
    ...numbersOn(view, sheet, counted, painted),
  ];
  if (own && state.look === "shared") {
    shapes.push(sheetFace(view, sheet, "is-hatch"));
    for (const other of plan.others) shapes.push(sheetFace(view, cellOf(sheet, other.row, other.column), "is-cell"));
  }
  if (own || state.look === "region")
    shapes.push(sheetFace(view, cellOf(sheet, row, column), `is-cell${own ? " is-picked" : ""}`));
  return shapes;
}

const centreOf = ({ x0, x1, y0, y1, z0, z1 }) => [(x0 + x1) / 2, (y0 + y1) / 2, (z0 + z1) / 2];

/** Lines from the window to the neuron, and through the depth column. */
function ties(view, plan, state) {
  const { window, picked, sheets } = plan;
  if (!window || !picked || plan.flying) return [];
  const { row, column, map } = picked;
  const own = cellOf(
    sheets.find((sheet) => sheet.map === map),
    row,
    column,
  );
  const near = facesOf(window)[1].corners;
  const cell = facesOf(own)[0].corners;
  const shapes = [
    { class: "is-ray", d: strokePath(near.map((corner, index) => seenAll(view, [corner, cell[index]]))) },
  ];
  if (state.look === "region") {
    const centres = sheets.map((sheet) => centreOf(cellOf(sheet, row, column)));
    shapes.push({ class: "is-thread", d: strokePath([seenAll(view, centres)]) });
  }
  const spots = (state.look === "region" ? sheets : sheets.filter((sheet) => sheet.map === map)).map((sheet) => {
    const { x, y } = view.project(...centreOf(cellOf(sheet, row, column)));
    return { class: "is-spot", dot: true, x, y };
  });
  return [...shapes, ...spots];
}

/** Numbers of the maps above their corners, as many as there is room for; dots where maps are left out. */
function mapNames(view, { sheets, picked, gaps }) {
  if (sheets.length === 0) return [];
  const places = sheets.map(({ x0, y0, z0, z1 }) => {
    const ends = [view.project(x0, y0, z0), view.project(x0, y0, z1)];
    const high = ends[0].y < ends[1].y ? ends[0] : ends[1];
    return { x: high.x, y: high.y - 9 };
  });
  const own = sheets.findIndex(({ map }) => map === picked.map);
  const name = (index) => ({
    class: `is-name${index === own ? " is-own" : ""}`,
    text: `${sheets[index].map + 1}`,
    ...places[index],
  });
  const dots = (index) => ({
    class: "is-name",
    text: "…",
    x: (places[index].x + places[index + 1].x) / 2,
    y: (places[index].y + places[index + 1].y) / 2,
  });
  const wanted = [
    ...(own < 0 ? [] : [name(own)]),
    name(sheets.length - 1),
    ...gaps.map(dots),
    ...places.map((_, index) => name(index)),
  ];
  const apart = (a, b) => Math.hypot(a.x - b.x, a.y - b.y) >= (a.text === "…" || b.text === "…" ? NAME / 2 : NAME);
  const taken = [];
  for (const one of wanted) if (taken.every((other) => apart(one, other))) taken.push(one);
  return taken;
}

/**
 * The sizes of the stack that is painted so far, on the side that is turned away from the input.
 * @param {Camera} view
 * @param {Plan} plan
 * @param {LayerCounts} counted
 */
function stackLabels(view, { sheets }, { H2, W2 }) {
  if (sheets.length === 0) return [];
  const stack = { ...sheets[0], x1: sheets.at(-1).x1 };
  return [
    edgeLabel(view, stack, edgesAlong(stack, "y"), `${H2}`, ({ x }) => view.onward * x),
    edgeLabel(view, stack, edgesAlong(stack, "z"), `${W2}`, ({ y }) => y),
  ];
}

/**
 * Every shape of the picture, from the furthest to the nearest.
 * @param {Camera} view
 * @param {Plan} plan
 * @param {Shown} shown
 * @returns {Shape[]}
 */
export function solidShapes(view, plan, shown) {
  const { state, counted } = shown;
  const groups = [{ x: plan.input.x1 / 2, shapes: inputShapes(view, plan, shown) }];
  const floating = (box) => {
    const { back, front } = boxShapes(view, box, "is-filter");
    return [...back, ...front];
  };
  for (const box of plan.waiting) {
    const [x, y, z] = centreOf(box);
    groups.push({ x, far: view.project(x, y, z).depth, shapes: floating(box) });
  }
  for (const sheet of plan.sheets) groups.push({ x: sheet.x0, shapes: sheetShapes(view, plan, shown, sheet) });
  if (plan.growing) groups.push({ x: plan.growing.x0, shapes: growingShapes(view, plan.growing, shown) });
  // A filter over the input is part of it, wherever the picture is looked at from.
  if (plan.flying) groups.push({ x: centreOf(plan.flying)[0], far: -Infinity, shapes: floating(plan.flying) });
  groups.sort((a, b) => view.behind(b.x) - view.behind(a.x) || (b.far ?? 0) - (a.far ?? 0));
  return [
    ...groups.flatMap(({ shapes }) => shapes),
    ...ties(view, plan, state),
    ...inputLabels(view, plan.input, state),
    ...stackLabels(view, plan, counted),
    ...mapNames(view, plan),
  ];
}

/**
 * The neuron that is seen at a place of the picture: the nearest sheet there decides.
 * @param {Camera} view
 * @param {Plan} plan
 * @param {Spot} place
 * @returns {Neuron | null}
 */
export function solidPick(view, plan, place) {
  const hits = plan.sheets.flatMap((sheet) => {
    const point = view.onPlane(sheet.x0, place);
    if (!point || point.y < sheet.y0 || point.y >= sheet.y1 || point.z < sheet.z0 || point.z >= sheet.z1) return [];
    return [
      {
        depth: point.depth,
        row: Math.floor(point.y - sheet.y0),
        column: Math.floor(point.z - sheet.z0),
        map: sheet.map,
      },
    ];
  });
  if (hits.length === 0) return null;
  const { row, column, map } = hits.reduce((near, hit) => (hit.depth < near.depth ? hit : near));
  return { row, column, map };
}
