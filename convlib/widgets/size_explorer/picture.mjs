// Draws what scene.mjs decided: the volumes in a row, and the photograph with what a neuron sees.
import { make, makeSvg, mark, write } from "../shared/controls.mjs";
import { children } from "./children.mjs";

/**
 * @typedef {import("./scene.mjs").Scene} Scene
 * @typedef {import("./scene.mjs").Box} Box
 * @typedef {import("./scene.mjs").Area} Area
 */

const polygon = (points, side) =>
  makeSvg("polygon", {
    class: `conv-size-side is-${side}`,
    points: points.map((point) => point.map((n) => n.toFixed(1)).join()).join(" "),
  });

/**
 * A box seen from the front: its front is height × depth, its width goes back.
 * @param {Box} box
 */
function solid({ high, deep, back }) {
  const [x, y] = [back.x, back.y];
  const edge = 1.5;
  const view = [-edge, -edge, deep + x + 2 * edge, high + y + 2 * edge].map((n) => n.toFixed(1));
  return makeSvg(
    "svg",
    {
      viewBox: view.join(" "),
      style: `--wide: ${view[2]}; --high: ${view[3]}`,
      "aria-hidden": "true",
      class: "conv-size-solid",
    },
    polygon(
      [
        [0, y],
        [x, 0],
        [deep + x, 0],
        [deep, y],
      ],
      "top",
    ),
    polygon(
      [
        [deep, y],
        [deep + x, 0],
        [deep + x, high],
        [deep, high + y],
      ],
      "back",
    ),
    polygon(
      [
        [0, y],
        [deep, y],
        [deep, high + y],
        [0, high + y],
      ],
      "front",
    ),
  );
}

function volume(index, { pick, drag }) {
  const name = make("span", { class: "conv-size-volume-name" });
  const lines = [make("span", { class: "conv-size-volume-size" }), make("span", { class: "conv-size-volume-size" })];
  const body = make("span", { class: "conv-size-body", "aria-hidden": "true" });
  const face = make(
    "button",
    { type: "button", class: "conv-size-volume", "data-index": index, onclick: () => pick(index) },
    body,
    name,
    ...lines,
  );
  let drawn = null;
  return {
    element: make("li", index > 0 ? { draggable: "true", ...drag(index) } : {}, face),
    update(one) {
      write(name, one.name);
      lines.forEach((line, place) => write(line, one.lines[place] ?? ""));
      mark(face, {
        "data-kind": one.kind,
        "data-status": one.status,
        "aria-label": one.label,
        "aria-current": one.picked,
        tabindex: one.picked ? 0 : -1,
      });
      const look = one.box ? JSON.stringify(one.box) : one.status;
      if (look === drawn) return;
      drawn = look;
      body.replaceChildren(
        one.box ? solid(one.box) : make("span", { class: "conv-size-missing" }, one.status === "refused" ? "✕" : "…"),
      );
    },
  };
}

/** The row of volumes: one tab stop, arrow keys walk through it, and a volume can be dragged to another place. */
export function volumeRow({ pick, move }) {
  const element = make("ol", { class: "conv-size-chain", "aria-label": "The chain: picture and layers" });
  let dragged = null;
  const target = (event, on) => event.currentTarget.classList.toggle("is-target", on);
  const drag = (index) => ({
    ondragstart: (event) => {
      dragged = index;
      event.dataTransfer.effectAllowed = "move";
      // WebKit and Firefox drag nothing that carries nothing; what is dropped elsewhere is the layer's name.
      event.dataTransfer.setData("text/plain", event.currentTarget.querySelector(".conv-size-volume-name").textContent);
    },
    ondragover: (event) => {
      if (dragged === null) return;
      event.preventDefault();
      target(event, true);
    },
    ondragleave: (event) => target(event, false),
    ondragend: () => {
      dragged = null;
    },
    ondrop: (event) => {
      event.preventDefault();
      target(event, false);
      if (dragged !== null && dragged !== index) move(dragged, index);
      dragged = null;
    },
  });
  element.addEventListener("keydown", (event) => {
    const faces = [...element.querySelectorAll(".conv-size-volume")];
    const at = faces.indexOf(event.target.closest(".conv-size-volume"));
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: faces.length - 1 }[event.key];
    if (at < 0 || to === undefined) return;
    event.preventDefault();
    pick(Math.max(0, Math.min(faces.length - 1, to)));
    focus();
  });
  const focus = () => element.querySelector('[aria-current="true"]').focus();
  return { element, focus, update: children(element, (index) => volume(index, { pick, drag })) };
}

/** The photograph in the picture's own pixels, the receptive field on it, and a frame's width of what lies around. */
export function fieldPicture(address) {
  const photo = new Image();
  const pixels = make("canvas", { class: "conv-size-pixels", "aria-hidden": "true" });
  const marks = makeSvg("svg", { class: "conv-size-marks", "aria-hidden": "true", preserveAspectRatio: "none" });
  const stage = make("div", { class: "conv-size-field-stage" }, pixels, marks);
  const words = make("p", { class: "conv-size-field-words" });
  const element = make("figure", { class: "conv-size-sight" }, stage, make("figcaption", {}, words));
  let sides = [0, 0];

  function paint() {
    const [H, W] = sides;
    if (!photo.complete || !photo.naturalWidth) return;
    pixels.width = W;
    pixels.height = H;
    // The middle of the photograph, as large as fits into the picture's own proportions.
    const scale = photo.naturalWidth / Math.max(W, H);
    const [w, h] = [W * scale, H * scale];
    pixels
      .getContext("2d")
      .drawImage(photo, (photo.naturalWidth - w) / 2, (photo.naturalHeight - h) / 2, w, h, 0, 0, W, H);
  }
  photo.onload = paint;
  photo.src = address;

  /** @param {Area} area @param {string} name */
  const rectangle = ({ top, left, high, wide }, name) =>
    makeSvg("rect", { class: `conv-size-mark is-${name}`, x: left, y: top, width: wide, height: high });
  return {
    element,
    /** @param {Scene["field"]} field @param {number[]} shape */
    update(field, [H, W, D]) {
      element.hidden = field === null;
      if (!field) return;
      if (String([H, W]) !== String(sides)) {
        sides = [H, W];
        paint();
      }
      pixels.classList.toggle("is-grey", D === 1);
      const { box, next } = field;
      // What a neuron sees may begin far outside: the stage shows so much of it at most.
      const most = 0.45 * Math.max(H, W);
      const beyond = (value) => Math.min(most, Math.max(0, value)) + 0.02 * Math.max(H, W);
      const all = [box, next].filter(Boolean);
      const margin = Math.max(
        ...[0, ...all.flatMap((one) => [-one.top, -one.left, one.top + one.high - H, one.left + one.wide - W])],
      );
      const around = beyond(margin);
      const view = [-around, -around, W + 2 * around, H + 2 * around];
      marks.setAttribute("viewBox", view.join(" "));
      stage.style.setProperty("--wide", view[2]);
      stage.style.setProperty("--high", view[3]);
      stage.style.setProperty("--around-x", around / view[2]);
      stage.style.setProperty("--around-y", around / view[3]);
      marks.replaceChildren(
        rectangle({ top: 0, left: 0, high: H, wide: W }, "edge"),
        ...(next ? [rectangle(next, "next")] : []),
        ...(box ? [rectangle(box, "halo"), rectangle(box, "own")] : []),
      );
      write(words, field.words);
    },
  };
}
