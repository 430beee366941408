// What a QuickQuestions widget knows of its questions, and what a reader has done with one of them.

/**
 * What a link restores: which question is shown, and how often each has drawn new numbers.
 * @typedef {{ at: number, draws: number[] }} State
 *
 * One question, as convlib.course.questions has it; a choice has variants, all others numbers and misconceptions.
 * @typedef {Record<string, any> & { id: string, type: "number" | "choice" | "cells" }} Question
 *
 * A typed text, the place of an option, or the cells that are picked.
 * @typedef {any} Answer
 *
 * What a reader has done with a question since its numbers were drawn.
 * @typedef {object} Session
 * @property {Answer | null} answer
 * @property {number} tries
 * @property {"right" | "wrong" | "none" | "shown" | null} outcome
 * @property {string} said
 */

/** After so many draws the first numbers come again. */
export const MOST_DRAWS = 999999;

/** @returns {Session} */
export const unanswered = () => ({ answer: null, tries: 0, outcome: null, said: "" });

/**
 * The questions out of the trait `sheet`: base64 of JSON.
 * @returns {Question[]}
 */
export const unfolded = (sheet) =>
  JSON.parse(new TextDecoder().decode(Uint8Array.from(atob(sheet), (letter) => letter.charCodeAt(0))));
