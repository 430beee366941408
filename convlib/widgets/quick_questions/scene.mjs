// From the questions, and what a reader has done with them, to what is shown beside the question itself: one pure function.

/**
 * @typedef {object} Scene
 * @property {{ text: string, label: string, done: boolean, current: boolean }[]} steps
 * @property {string} outcome
 * @property {string} head
 * @property {string} said
 * @property {boolean} finished
 * @property {boolean} offersAnswer
 * @property {boolean} offersNumbers
 * @property {boolean} offersNext
 */

const HEADS = { right: "Right.", wrong: "Not yet.", none: "", shown: "The answer:" };
const TRIES_BEFORE_ANSWER = 2;

/**
 * @param {number} at the place of the question that is shown
 * @param {string[]} items the questions' names in the record of progress
 * @param {Set<string>} done
 * @param {import("./question.mjs").Posed} asked
 * @param {import("./state.mjs").Session} session
 * @returns {Scene}
 */
export function scene(at, items, done, asked, { outcome, said, tries }) {
  const finished = outcome === "right" || outcome === "shown";
  const label = (item, place) => `Question ${place + 1} of ${items.length}${done.has(item) ? ", answered" : ""}`;
  return {
    steps: items.map((item, place) => ({
      text: `${place + 1}`,
      label: label(item, place),
      done: done.has(item),
      current: place === at,
    })),
    outcome: outcome ?? "",
    head: HEADS[outcome] ?? "",
    said,
    finished,
    offersAnswer: !finished && tries >= TRIES_BEFORE_ANSWER,
    offersNumbers: asked.more,
    offersNext: items.length > 1,
  };
}
