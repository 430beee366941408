import assert from "node:assert/strict";
import test from "node:test";
import {
  bracketed,
  equals,
  grouped,
  isExact,
  many,
  product,
  readings,
  readNumber,
  total,
  written,
} from "../../../convlib/widgets/shared/numbers.mjs";

const range = { name: "the stride", least: 1, most: 8, whole: true };
const cell = { name: "this cell", least: -999, most: 999 };

test("numbers are written with a true minus and two decimals at most", () => {
  assert.deepEqual([0, -0, -0.001, 1 / 3, -2.5, 12, -Infinity].map(written), [
    "0",
    "0",
    "0",
    "0.33",
    "−2.5",
    "12",
    "−∞",
  ]);
  assert.equal(bracketed(-2), "(−2)");
  assert.equal(isExact(0.25), true);
  assert.equal(isExact(1 / 3), false);
});

test("a sum says = where no number of it was rounded, and ≈ otherwise", () => {
  // A pool has no weights (null), and pads with −∞.
  assert.equal(equals([0.25, null, -Infinity]), "=");
  assert.equal(equals([0.25, 1 / 3]), "≈");
});

test("large counts are parted by commas, to any length, and have their noun", () => {
  assert.equal(grouped(60965224), "60,965,224");
  assert.equal(grouped(15n ** 24n), "16,834,112,196,028,232,574,462,890,625");
  assert.deepEqual(
    [many(1, "pixel"), many(1n, "pixel"), many(4704n, "pixel"), many(0, "zero")],
    ["1 pixel", "1 pixel", "4,704 pixels", "0 zeros"],
  );
});

test("nothing adds up to 0 and multiplies to 1", () => {
  assert.deepEqual([total([2, -3, 0.5]), total([])], [-0.5, 0]);
  assert.deepEqual([product([2, -3, 0.5]), product([])], [-3, 1]);
});

test("what a reader types is read, or refused in words", () => {
  for (const [text, value] of [
    ["3", 3],
    [" −2,5 ", -2.5],
    ["1/4", 0.25],
    ["-1/9", -1 / 9],
    [".5", 0.5],
    ["+4", 4],
    ["1e2", 100],
  ])
    assert.equal(readNumber(text, cell).value, value, text);
  for (const text of ["", "abc", "--1", "1/0", "1 2", "NaN", "Infinity", "0x10"]) {
    const { value, said } = readNumber(text, cell);
    assert.equal(value, null, text);
    assert.match(said, /is not a number; this cell stays as it was\.$/);
  }
});

test("out of range is clamped and said", () => {
  assert.deepEqual(readNumber("1e9", range), {
    value: 8,
    said: "1000000000 is too large for the stride; it is now 8.",
  });
  assert.deepEqual(readNumber("-1", range), { value: 1, said: "−1 is too small for the stride; it is now 1." });
  assert.deepEqual(readNumber("2.5", range), {
    value: null,
    said: "“2.5” is not a whole number; the stride stays as it was.",
  });
});

const read = (text) => readings(text).map(({ value }) => value);

test("a number is read as the writing of every country has it", () => {
  // The writings are those of the Unicode Consortium's CLDR, as Intl has them.
  const locales = [
    "en-US",
    "en-IN",
    "de-DE",
    "de-AT",
    "de-CH",
    "fr-FR",
    "fr-CH",
    "es-ES",
    "es-MX",
    "it-IT",
    "pt-BR",
    "pt-PT",
    "pl-PL",
    "sv-SE",
    "nb-NO",
    "fi-FI",
    "cs-CZ",
    "ru-RU",
    "uk-UA",
    "tr-TR",
    "el-GR",
    "he-IL",
    "ar-EG",
    "fa-IR",
    "ur-PK",
    "hi-IN-u-nu-deva",
    "bn-BD",
    "mr-IN",
    "ne-NP",
    "th-TH-u-nu-thai",
    "my-MM",
    "zh-CN",
    "ja-JP",
    "ja-JP-u-nu-fullwide",
    "ko-KR",
    "vi-VN",
    "id-ID",
    "sl-SI",
    "hu-HU",
    "bg-BG",
    "lt-LT",
    "et-EE",
    "af-ZA",
  ];
  for (const locale of locales)
    for (const value of [-1234567.875, 12345.5, 0.125, -2.5, 7, 31467520]) {
      const text = new Intl.NumberFormat(locale, { maximumFractionDigits: 3 }).format(value);
      assert.deepEqual(read(text), [value], `${locale}: ${text}`);
    }
});

test("a mark before exactly three digits has two readings, the book's own first", () => {
  assert.deepEqual(read("1,234"), [1234, 1.234]);
  assert.deepEqual(read("−8.640"), [-8.64, -8640]);
  for (const text of ["0,123", "1234,567", "1,23", "1,2345", "0.640", "1 234,567", "1.234,567", "1,234,567"])
    assert.equal(read(text).length, 1, text);
});

test("marks that part nothing in threes make no number", () => {
  for (const text of [
    "1,2,3",
    "1.2.3",
    "1 2",
    "1 00",
    "1,234.567.8",
    "1.234.56",
    "1'23",
    "12 34",
    "0,123,456",
    "1.234 567",
  ])
    assert.deepEqual(read(text), [], text);
});

test("fractions, exponents and signs are read in any spelling", () => {
  const texts = {
    "7/3": 7 / 3,
    " 7 ⁄ 3": 7 / 3,
    "1 1/2": 1.5,
    "-1 1/2": -1.5,
    "1½": 1.5,
    "−¾": -0.75,
    "1,000/4,000": 0.25,
    "2.5e−1": 0.25,
    "1E+3": 1000,
    "(−2)": -2,
    "– 4": -4,
    "＋4": 4,
    "−0": 0,
    "\u200e−3": -3,
    "\ufeff5": 5,
    "5.": 5,
  };
  for (const [text, value] of Object.entries(texts)) assert.equal(read(text)[0], value, text);
});

test("where a whole number is wanted, the rule is that of the questions, and what is not clear is asked back", () => {
  const count = (text) => readNumber(text, { name: "the width", least: 1, most: 9999, whole: true });
  for (const text of ["1,000", "1 000", "1'000", "1_000", "1e3", "١٬٠٠٠", "2000/2", "1000.0", "1,000.0"])
    assert.deepEqual(count(text), { value: 1000, said: "" }, text);
  assert.deepEqual(count("8.640"), {
    value: null,
    said: "Do you mean 8640? Then type 8640; the width stays as it was.",
  });
  assert.deepEqual(count("1.000"), {
    value: null,
    said: "Do you mean 1 or 1000? Type one of these; the width stays as it was.",
  });
  for (const text of ["0,5", "12,5", "1.234,5", "7/3", "½"])
    assert.match(count(text).said, /^“.*” is not a whole number; the width stays as it was\.$/, text);
});

test("where fractions are possible, a comma before three digits is asked back, and a point is not", () => {
  assert.deepEqual(readNumber("1,234", cell), {
    value: null,
    said: "Do you mean 1234 or 1.234? Type one of these; this cell stays as it was.",
  });
  assert.deepEqual(readNumber("1.234", cell), { value: 1.234, said: "" });
});

test("what was typed is quoted, and no more than a line of it", () => {
  assert.match(readNumber("x".repeat(90), cell).said, /^“x{40}…” is not a number/);
});
