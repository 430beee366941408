// The volumes of a SlidingWindow as grids, arranged in the room that there is.
import { make, write } from "../shared/controls.mjs";
import { grid, longestOf } from "../shared/grid.mjs";
import { arranged, leastCell, lettersAt, places } from "./arrangement.mjs";

/** @typedef {import("./scene.mjs").Scene} Scene */

/** `⋆`, `=` between what is drawn. */
export const operator = (text) => make("span", { class: "conv-sign", "aria-hidden": "true" }, text);

const planesOf = ({ input, filters, output, longest }) => {
  const plane = (cells, letters) => ({
    cols: cells[0].length,
    rows: cells.length,
    longest: letters ?? longestOf(cells),
  });
  return {
    input: input.map((cells) => plane(cells)),
    filters: filters?.map((filter) => filter.map((cells) => plane(cells))) ?? null,
    output: output?.map((cells) => plane(cells, longest)) ?? null,
  };
};

/** `edit(name, filter, slice, row, col, text, pasted)` hears of typed numbers and tells whether it took them, `choose(row, col, map)` of a picked output cell. */
export function staged({ edit, choose }) {
  const grids = new Map();
  const callbacks = {
    input: (_, d) => ({ edit: (...change) => edit("x", 0, d, ...change) }),
    filter: (k, d) => ({ edit: (...change) => edit("filters", k, d, ...change) }),
    output: (k) => ({ choose: (row, col) => choose(row, col, k) }),
  };
  const titles = Object.fromEntries(
    ["input", "filter", "output"].map((kind) => [kind, make("div", { class: "conv-title", "data-kind": kind })]),
  );
  const stage = make("div", { class: "conv-stage" });
  const element = make("div", { class: "conv-room" }, stage);
  const room = { width: Infinity, height: null };
  /** A browser writes an area in a form of its own, so what was set is remembered. */
  const areas = new WeakMap();
  let stars = [];
  let equals = [];
  let maps = null;
  /** @type {Scene} */
  let shown = null;
  let flipped = null;

  function sliceGrid(kind, k, d) {
    const key = [kind, k, d].join();
    if (!grids.has(key)) grids.set(key, grid({ kind, ...callbacks[kind](k, d) }));
    return grids.get(key);
  }
  const slice = (kind, k, d) => sliceGrid(kind, k, d).element;

  /** Put up what the scene has; where it stands is decided afterwards. */
  function fill({ input, filters, output }) {
    const counts = [input.length, filters?.length ?? 0, output?.length ?? 0].join();
    if (stage.dataset.counts === counts) return;
    stage.dataset.counts = counts;
    stars = (filters ? [...input, ...filters] : []).map(() => operator("⋆"));
    equals = (output ?? []).map(() => operator("="));
    maps = make(
      "div",
      { class: "conv-maps" },
      titles.output,
      ...equals.map((sign, k) => make("div", { class: "conv-map" }, sign, slice("output", k, 0))),
    );
    stage.replaceChildren(
      titles.input,
      ...input.map((_, d) => slice("input", 0, d)),
      titles.filter,
      ...stars,
      ...(filters ?? []).flatMap((filter, k) => filter.map((_, d) => slice("filter", k, d))),
      maps,
    );
  }

  function arrange() {
    const { input, filters, output, flip } = shown;
    const { way, scale } = arranged(planesOf(shown), room);
    const lines = filters?.length ?? input.length;
    const at = places(way, { D: input.length, K: filters ? lines : 1, pool: filters === null });
    const put = (node, area) => {
      if (areas.get(node) === area) return;
      areas.set(node, area);
      node.style.gridArea = area;
    };
    stage.dataset.way = way;
    stage.dataset.pool = String(filters === null);
    stage.style.gridTemplateColumns = at.columns;
    stage.style.setProperty("--least", `${leastCell(scale)}px`);
    stage.style.setProperty("--letters", `${lettersAt(scale)}px`);
    for (const [kind, area] of Object.entries(at.title)) put(titles[kind], area);
    input.forEach((_, d) => put(slice("input", 0, d), at.input(d)));
    filters?.forEach((filter, k) => filter.forEach((_, d) => put(slice("filter", k, d), at.filter(k, d))));
    const needed = way === "beside" || way === "under" ? input.length : lines;
    stars.forEach((star, line) => {
      star.hidden = line >= needed;
      put(star, star.hidden ? "" : at.star(line));
      write(star, flip ? "∗" : "⋆");
      star.classList.toggle("is-star", !flip);
    });
    put(maps, at.maps ?? "");
    output?.forEach((_, k) => {
      put(equals[k], at.equals?.(k) ?? "");
      put(slice("output", k, 0), at.output?.(k) ?? "");
    });
  }

  const labelled = (kind, name, at, count) =>
    count > 1 ? `${titles[kind].textContent}, ${name} ${at + 1} of ${count}` : titles[kind].textContent;
  const draw = (kind, k, d, cells, label, extra = {}) => sliceGrid(kind, k, d).update({ cells, label, ...extra });

  /** The numbers are turned already; where motion is welcome, the grid is seen to turn into its new place. */
  function turn(scene) {
    const turns = flipped !== null && scene.filters && flipped !== scene.flip;
    flipped = scene.filters ? scene.flip : flipped;
    for (const node of turns ? stage.querySelectorAll('[data-kind="filter"].conv-grid') : []) {
      node.classList.add("is-turning");
      node.addEventListener("animationend", () => node.classList.remove("is-turning"), { once: true });
    }
  }

  return {
    element,
    /** Fit the picture into its room, now and whenever that changes: on a page only the width counts, in full screen (of `el`)
     *  the height as well. Returns what ends it. */
    follow(el) {
      const fit = () => {
        const width = element.clientWidth;
        const height = document.fullscreenElement === el ? element.clientHeight : null;
        if (width === 0 || (width === room.width && height === room.height)) return;
        Object.assign(room, { width, height });
        if (shown) arrange();
      };
      const observer = new ResizeObserver(fit);
      observer.observe(element);
      fit();
      return () => observer.disconnect();
    },
    /** @param {Scene} scene */
    update(scene) {
      const { input, filters, output, map } = scene;
      shown = scene;
      fill(scene);
      for (const [kind, title] of Object.entries(titles)) write(title, scene.titles[kind]);
      input.forEach((cells, d) =>
        draw("input", 0, d, cells, labelled("input", "slice", d, input.length), {
          window: scene.window,
          real: scene.real,
        }),
      );
      filters?.forEach((filter, k) => {
        const name = labelled("filter", "filter", k, filters.length);
        filter.forEach((cells, d) => {
          draw("filter", k, d, cells, [name, ...(filter.length > 1 ? [`slice ${d + 1}`] : [])].join(", "));
          slice("filter", k, d).classList.toggle("is-chosen", filters.length > 1 && k === map);
        });
      });
      output?.forEach((cells, k) => {
        const label = labelled("output", "map", k, output.length);
        draw("output", k, 0, cells, label, { at: scene.position, longest: scene.longest });
        slice("output", k, 0).classList.toggle("is-chosen", filters?.length > 1 && k === map);
      });
      arrange();
      turn(scene);
    },
  };
}
