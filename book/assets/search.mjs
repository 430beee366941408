// Looks for words, numbers and sizes in the book's sections, and picks the sentence that shows where they stand.
// Pure functions; search_page.mjs puts what they find on the page.

// Said so often that they tell no page from another.
const COMMON = new Set(
  "a an and are as at be by can do does for from how i in is it of on or that the there this to what when where which why with you".split(
    " ",
  ),
);
const ENDINGS = /(?:ions?|ances?|ences?|ants?|ents?|ings?|ness|ly|ed|es|s|e)$/;
const SHORTEST_STEM = 3;
// What other books call it, and the word of this one, both as stems.
const HERE = new Map([
  ["translat", "shift"],
  ["downsampl", "pool"],
  ["featur", "activat"],
]);
const WORD = /[\p{L}\p{N}]+/gu;
const SENTENCE = /(?<=[.!?…])\s+(?=[\p{Lu}\p{N}“(])/u;
const SHORTEST = 40;
const LONGEST = 240;

/** One writing of a text: small letters, 3×3 as 3x3, 60,965,224 as 60965224. */
export function plain(text) {
  return text
    .normalize("NFKC")
    .toLowerCase()
    .replace(/(?<=\d)\s*[×✕⨯*]\s*(?=\d)|(?<=\d) ?x ?(?=\d)|(?<=\d) by (?=\d)/g, "x")
    .replace(/\d{1,3}(?:[. '’]\d{3}){2,}(?!\d)/g, (number) => number.replace(/\D/g, ""))
    .replace(/(?<=\d)[,'’](?=\d{3}(?!\d))/g, "");
}

const stems = new Map();
/** A word without the ending that changes with its place in a sentence: strides and stride, invariant and invariance. */
export function stem(word) {
  if (/\d/.test(word)) return word;
  if (!stems.has(word)) {
    const short = word.replace(ENDINGS, "");
    stems.set(word, short.length < SHORTEST_STEM ? word : short.replace(/([b-df-hj-np-tv-z])\1$/, "$1"));
  }
  return stems.get(word);
}

const known = new Map();
/** A text's words; the book's are asked for again at every letter that is typed. */
function wordsOf(text) {
  if (!known.has(text)) known.set(text, plain(text).match(WORD) ?? []);
  return known.get(text);
}

/** The words of a question, the common ones only where there are no others. */
export function wanted(question) {
  const words = wordsOf(question);
  const telling = words.filter((word) => !COMMON.has(word));
  return [...new Set(telling.length > 0 ? telling : words)];
}

/** Whether a word of the book is the one that is looked for: the same stem, its beginning, or a size that has it as a part. */
export function fits(word, sought) {
  if (/\d/.test(sought)) return new RegExp(`(?<!\\d)${sought}(?!\\d)`).test(word);
  const [own, other] = [stem(word), stem(sought)];
  return own === other || own === HERE.get(other) || (sought.length > 2 && word.startsWith(sought));
}

const together = (words, sought) =>
  sought.length > 1 &&
  words.some((_, at) => sought.every((one, step) => words[at + step] !== undefined && fits(words[at + step], one)));

function weigh(words, sought, weight, most) {
  return sought.map((one) => Math.min(most, words.filter((word) => fits(word, one)).length) * weight);
}

const add = (...rows) => rows[0].map((_, place) => rows.reduce((sum, row) => sum + row[place], 0));

/** What a section has of each word that is looked for, and in all; a title counts most, code least. */
function judged({ title, words, code }, page, sought) {
  const [own, texts, lines] = [wordsOf(title), words.map(wordsOf), code.flatMap(wordsOf)];
  const each = add(
    weigh(own, sought, 8, 1),
    weigh(wordsOf(page.title), sought, 2, 1),
    weigh(texts.flat(), sought, 1, 4),
    weigh(lines, sought, 0.25, 4),
  );
  const phrase = (together(own, sought) ? 20 : 0) + (texts.some((text) => together(text, sought)) ? 10 : 0);
  return { each, score: each.reduce((sum, one) => sum + one, phrase) };
}

/** The stretches of a text that are looked for, marked: [["plain text", false], ["3×3", true], …]. */
export function marked(text, sought) {
  const parts = [];
  let end = 0;
  for (const { 0: word, index } of text.matchAll(/[\p{L}\p{N}]+(?:[×,.'’]\d[\p{L}\p{N}]*)*/gu)) {
    if (!wordsOf(word).some((one) => sought.some((other) => fits(one, other)))) continue;
    parts.push([text.slice(end, index), false], [word, true]);
    end = index + word.length;
  }
  return [...parts, [text.slice(end), false]].filter(([part]) => part !== "");
}

/** Sentences, a short one together with what follows it: a title of two words says little. */
function sentencesOf(text) {
  const found = [];
  for (const sentence of text.split(SENTENCE)) {
    if (found.length > 0 && found.at(-1).length < SHORTEST) found.push(`${found.pop()} ${sentence}`);
    else found.push(sentence);
  }
  return found;
}

const cut = (text) => (text.length <= LONGEST ? text : `${text.slice(0, text.lastIndexOf(" ", LONGEST))} …`);

/** The sentence of a section that has most of the words, or its line of code, or its first sentence. */
function excerpt({ words, code }, sought) {
  const rate = (text) => {
    const own = wordsOf(text);
    return sought.filter((one) => own.some((word) => fits(word, one))).length + (together(own, sought) ? 1 : 0);
  };
  const best = (texts) => texts.reduce((first, text) => (rate(text) > rate(first) ? text : first), "");
  const sentences = words.flatMap(sentencesOf);
  const sentence = best(sentences);
  if (sentence) return { text: cut(sentence), isCode: false };
  const line = best(code.flatMap((text) => text.split("\n"))).trim();
  return line ? { text: cut(line), isCode: true } : { text: cut(sentences[0] ?? ""), isCode: false };
}

/** The pages that have all the words, the best first, each with its best section; `some` when no page has them all. */
export function search(pages, question) {
  const sought = wanted(question);
  if (sought.length === 0) return { sought, some: false, hits: [] };
  const rated = pages.map((page) => {
    const sections = page.sections.map((section) => ({ section, ...judged(section, page, sought) }));
    const each = sections.reduce(
      (sum, one) => add(sum, one.each),
      sought.map(() => 0),
    );
    const { section, score } = sections.reduce((best, one) => (one.score > best.score ? one : best));
    return { page, section, score, has: each.filter((one) => one > 0).length };
  });
  const most = Math.max(...rated.map(({ has }) => has));
  if (most === 0) return { sought, some: false, hits: [] };
  const hits = rated.filter(({ has }) => has === most).sort((one, other) => other.score - one.score);
  return {
    sought,
    some: most < sought.length,
    hits: hits.map(({ page, section }) => ({
      title: page.title,
      section: section.title === page.title ? "" : section.title,
      address: `${page.page}#${section.anchor}`,
      ...excerpt(section, sought),
    })),
  };
}
