// Where the parts of a SizeExplorer stand: what `controls` names is open, in one order; the rest goes into the fold.
import { make } from "../shared/controls.mjs";
import { isOpen } from "../shared/more_settings.mjs";
import { COLUMNS } from "./state.mjs";

/**
 * `panel` are the controls, `around` what the frame makes; `pieces` are elements by name.
 * @param {{ el: HTMLElement, panel: any, around: any, pieces: Record<string, HTMLElement> }} given
 * @returns {(named: string[] | null) => void}
 */
export function layout({ el, panel, around, pieces }) {
  const { slide, seen, table, totals, bars, scale, chain, title, repairs, waiting, sums } = pieces;
  /** @type {Element[]} */
  let parts = [];

  return (named) => {
    const tabled = named === null || COLUMNS.some((column) => named.includes(column));
    const pictures = [
      [isOpen(named, "claims"), slide],
      [isOpen(named, "neuron"), seen],
      [tabled, table],
      [isOpen(named, "shares"), bars],
      [named === null, scale],
    ];
    const open = (element) => pictures.filter(([isShown, one]) => isShown && one === element).map(([, one]) => one);
    panel.layOut(
      named,
      pictures.filter(([isShown]) => !isShown).map(([, one]) => one),
    );
    el.dataset.lean = String(named !== null && !named.includes("layers"));
    el.dataset.sight = String(isOpen(named, "neuron"));
    el.dataset.claims = String(isOpen(named, "claims"));
    el.dataset.whole = String(["claims", "shares"].every((one) => isOpen(named, one)) && !isOpen(named, "neuron"));
    const beside = isOpen(named, "neuron") || isOpen(named, "claims") || (tabled && named.includes("layers"));
    el.dataset.side = String(beside);
    for (const part of parts) part.remove();
    parts = [
      panel.start,
      ...open(slide),
      chain,
      ...open(scale),
      panel.tools,
      make("div", { class: "conv-size-layer" }, title, panel.fields),
      make("div", { class: "conv-size-reading" }, around.live, repairs, waiting, sums),
      ...(tabled ? [totals] : []),
      ...open(seen),
      ...open(table),
      ...open(bars),
      panel.more,
      around.foot,
    ];
    // Before the end that the frame has put there, once it has.
    const end = el.querySelector(":scope > .conv-end");
    if (end) end.before(...parts);
    else el.append(...parts);
  };
}
