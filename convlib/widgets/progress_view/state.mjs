// What there is to do in the lessons, and how much of it is done: pure functions of names.

/**
 * A lesson or a part of one; `items` are names in the record of progress.
 * @typedef {{ title: string, href?: string, items: string[] }} Part
 * @typedef {{ name: string, title: string, href?: string, groups: Part[] }} Lesson
 *
 * What is shown: all lessons or one of them, what is done, and whether that is kept beyond this page.
 * @typedef {{ lessons: Lesson[], lesson: Lesson | null, names: Set<string>, kept: boolean }} State
 */

const itemsOf = (lesson) => lesson.groups.flatMap(({ items }) => items);

/** How many of some names are done: `{ done, count, words }`. */
export function tally(items, names) {
  const done = items.filter((item) => names.has(item)).length;
  return { done, count: items.length, words: `${done} of ${items.length} done` };
}

/** The rows of a picture: the parts of one lesson, or all lessons. */
export const rowsOf = (lessons, lesson) =>
  lesson ? lesson.groups : lessons.map((one) => ({ title: one.title, href: one.href, items: itemsOf(one) }));

/** The first part that is not all done: in this lesson, else in the lessons after it, else from the beginning; or null. */
export function nextOpen(lessons, lesson, names) {
  const place = lesson ? lessons.indexOf(lesson) : 0;
  const order = [...lessons.slice(place), ...lessons.slice(0, place)];
  const parts = order.flatMap((one) => one.groups.map((group) => ({ ...group, lesson: one })));
  return parts.find(({ items }) => items.some((item) => !names.has(item))) ?? null;
}
