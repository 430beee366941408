// What a board of progress shows and says of a state: one pure function.
import { nextOpen, rowsOf, tally } from "./state.mjs";

/**
 * @typedef {object} Scene
 * @property {{ title: string, href?: string, done: number, count: number, words: string }[]} rows
 * @property {boolean} begun whether anything that it shows is done
 * @property {string} sum
 * @property {{ href: string, title: string } | null} next
 * @property {boolean} canClear whether anything at all is done
 * @property {string} where
 */

const HINT = "Answer a question or solve an exercise, and it is ticked off here.";
const PRIVATE = "Kept on this device only.";
const UNKEPT = "Your browser stores nothing for this page, so this lasts until you leave it. Export it to keep it.";

/**
 * @param {import("./state.mjs").State} state
 * @returns {Scene}
 */
export function scene({ lessons, lesson, names, kept }) {
  const parts = rowsOf(lessons, lesson);
  const all = tally(
    parts.flatMap(({ items }) => items),
    names,
  );
  const begun = all.done > 0;
  const open = begun ? nextOpen(lessons, lesson, names) : null;
  return {
    rows: parts.map(({ title, href, items }) => {
      const { done, count, words } = tally(items, names);
      return { title, href, done, count, words: items.length > 1 ? words : done ? "done" : "open" };
    }),
    begun,
    sum: begun ? `${all.words}${all.done === all.count ? ": that is everything." : "."}` : HINT,
    next: open?.href
      ? { href: open.href, title: open.lesson === lesson ? open.title : `${open.lesson.title}, ${open.title}` }
      : null,
    canClear: names.size > 0,
    where: kept ? PRIVATE : UNKEPT,
  };
}
