// Draws the shapes of solid.mjs and flat.mjs, and hears what a pointer or a key does to them.
import { make, makeSvg, mark, write } from "../shared/controls.mjs";
import { camera } from "./camera.mjs";
import { flatPicture } from "./flat.mjs";
import { plan } from "./plan.mjs";
import { solidPick, solidShapes } from "./solid.mjs";
import { turned } from "./state.mjs";

/**
 * @typedef {import("./scene.mjs").Scene} Scene
 * @typedef {import("./plan.mjs").Flight} Flight
 * @typedef {import("./layer_counts.mjs").Neuron} Neuron
 * @typedef {import("./camera.mjs").Spot} Spot
 * @typedef {import("./camera.mjs").Shape} Shape
 * @typedef {import("./paintings.mjs").Painted} Painted
 */

const DRAG = 4;
/** So much of a screen the titles, the legend and the controls below the picture take; each in one line from so wide on. */
const CONTROLS = 270;
const [LINES, WIDE] = [225, 700];
const KEYS = { ArrowLeft: [-5, 0], ArrowRight: [5, 0], ArrowUp: [0, 5], ArrowDown: [0, -5] };

/** @param {Shape} shape */
const tagOf = ({ d, dot, image }) => (image ? "image" : dot ? "circle" : d === undefined ? "text" : "path");

/** Put one shape into a node of its kind, writing only what differs. @param {SVGElement} node @param {Shape} shape */
function paint(node, shape) {
  if (shape.image) return mark(node, imageMarks(shape));
  mark(node, shape.d === undefined ? { class: shape.class, ...place(shape) } : { class: shape.class, d: shape.d });
  if (shape.text !== undefined) write(node, shape.text);
}

/** @param {Shape} shape */
const imageMarks = ({ image, columns, rows, matrix, ...shape }) => ({
  class: shape.class,
  href: image,
  width: columns,
  height: rows,
  preserveAspectRatio: "none",
  transform: `matrix(${matrix.map((number) => number.toFixed(4)).join(" ")})`,
});

/** @param {Shape} shape */
const place = ({ dot, x, y }) =>
  dot ? { cx: x.toFixed(1), cy: y.toFixed(1), r: "3.5" } : { x: x.toFixed(1), y: y.toFixed(1) };

/**
 * `turn` hears of dragging and arrow keys, `pick` of a click on a map.
 * @param {{ turn: (angles: { turn: number, tilt: number }) => void, pick: (neuron: Neuron) => void }} given
 */
export function volumePicture({ turn, pick }) {
  const name = `hatch-${Math.random().toString(36).slice(2)}`;
  const pattern = makeSvg(
    "pattern",
    { id: name, width: 6, height: 6, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" },
    makeSvg("path", { d: "M0 0V6", class: "is-hatching" }),
  );
  const layer = makeSvg("g", {});
  const svg = makeSvg("svg", { class: "conv-scene", role: "img", tabindex: 0 }, makeSvg("defs", {}, pattern), layer);
  svg.style.setProperty("--hatch", `url(#${name})`);
  const stage = make("div", { class: "conv-view" }, svg);
  let last = null;
  /** @type {(place: Spot) => Neuron | null} */
  let found = () => null;
  let drag = null;

  const placeOf = (event) => {
    const box = svg.getBoundingClientRect();
    const zoom = box.width / last.width;
    return { x: (event.clientX - box.left) / zoom, y: (event.clientY - box.top) / zoom };
  };
  const turnable = () => last !== null && !last.scene.state.flat;

  // The pointer may leave the picture while it drags: the document hears where it goes.
  function dragged(event) {
    const by = [event.clientX - drag.x, event.clientY - drag.y];
    drag.moved ||= Math.hypot(...by) > DRAG;
    if (drag.moved && turnable()) turn(turned(drag.from, [by[0] * 0.5, by[1] * 0.35].map(Math.round)));
  }
  function released(event) {
    const picked = event.type === "pointerup" && !drag.moved && found(placeOf(event));
    drop();
    if (picked) pick(picked);
  }
  function drop() {
    drag = null;
    document.removeEventListener("pointermove", dragged);
    for (const name of ["pointerup", "pointercancel"]) document.removeEventListener(name, released);
  }
  svg.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    drag = { x: event.clientX, y: event.clientY, from: last.scene.state, moved: false };
    document.addEventListener("pointermove", dragged);
    for (const name of ["pointerup", "pointercancel"]) document.addEventListener(name, released);
  });
  svg.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !KEYS[event.key] || !turnable()) return;
    event.preventDefault();
    turn(turned(last.scene.state, KEYS[event.key]));
  });

  /** @param {Shape[]} shapes */
  function show(shapes) {
    shapes.forEach((shape, index) => {
      let node = layer.childNodes[index];
      if (node?.nodeName !== tagOf(shape)) {
        const fresh = makeSvg(tagOf(shape), {});
        if (node) node.replaceWith(fresh);
        else layer.append(fresh);
        node = fresh;
      }
      paint(node, shape);
    });
    while (layer.childNodes.length > shapes.length) layer.lastChild.remove();
  }

  /** On a page as high as looks well for its width; in full screen as the screen allows, with the controls below it. */
  function tallest(width) {
    if (!stage.closest(":fullscreen")) return [440, width * 0.6];
    const zoom = Number(getComputedStyle(stage).getPropertyValue("--conv-zoom")) || 1;
    return [innerHeight / zoom - (width < WIDE ? CONTROLS : LINES), width];
  }

  /** @param {Scene} scene @param {Flight | null} flight @param {Painted} painted */
  function update(scene, flight, painted) {
    const { state, counted, label } = scene;
    const width = Math.round(stage.clientWidth) || 640;
    last = { scene, flight, painted, width };
    let height = Math.round(Math.max(240, Math.min(...tallest(width))));
    if (state.flat) {
      const flat = flatPicture(state, counted, width, painted);
      ({ height } = flat);
      found = flat.pick;
      show(flat.shapes);
    } else {
      const space = plan(state, counted, flight);
      const view = camera(state, space.extent, { width, height });
      found = (at) => (counted.refused ? null : solidPick(view, space, at));
      show(solidShapes(view, space, { state, counted, painted }));
    }
    svg.setAttribute("viewBox", `0 0 ${width} ${Math.ceil(height)}`);
    svg.classList.toggle("is-flat", state.flat);
    mark(svg, { "aria-label": label });
  }

  // Type in the picture keeps its size at every width, so a new width is a new drawing; the next frame is early enough.
  const resized = new ResizeObserver(() =>
    requestAnimationFrame(() => {
      if (last && stage.clientWidth && Math.round(stage.clientWidth) !== last.width)
        update(last.scene, last.flight, last.painted);
    }),
  );
  resized.observe(stage);
  const stop = () => {
    drop();
    resized.disconnect();
  };
  return { stage, update, stop };
}
