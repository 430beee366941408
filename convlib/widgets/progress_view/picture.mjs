// The signs of progress: a ring, and a row with its name and its count.
import { make, makeSvg } from "../shared/controls.mjs";

const CIRCUMFERENCE = 2 * Math.PI * 6;

/** A ring that fills, and a tick when it is full. What it says stands beside it in words. */
export function ring({ done, count }) {
  const svg = makeSvg("svg", { viewBox: "0 0 16 16", class: "conv-ring", "aria-hidden": "true" });
  if (done === count) {
    svg.append(
      makeSvg("circle", { cx: 8, cy: 8, r: 7, class: "conv-ring-full" }),
      makeSvg("path", { d: "M4.6 8.3l2.3 2.3 4.5-5", class: "conv-ring-tick" }),
    );
    return svg;
  }
  const arc = (CIRCUMFERENCE * done) / count;
  svg.append(makeSvg("circle", { cx: 8, cy: 8, r: 6, class: "conv-ring-track" }));
  if (done > 0)
    svg.append(
      makeSvg("circle", {
        cx: 8,
        cy: 8,
        r: 6,
        class: "conv-ring-part",
        transform: "rotate(-90 8 8)",
        "stroke-dasharray": `${arc} ${CIRCUMFERENCE}`,
      }),
    );
  return svg;
}

/** One lesson or part in the list.  @param {import("./scene.mjs").Scene["rows"][number]} row */
export const listRow = ({ title, href, done, count, words }) =>
  make(
    "li",
    {},
    ring({ done, count }),
    href ? make("a", { href }, title) : make("span", {}, title),
    make("span", { class: "conv-board-count" }, words),
  );
