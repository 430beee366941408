// ProgressView: what is done, lesson by lesson or part by part of one lesson.
// The book's pages use the same pieces for their sidebar and for the panel at a lesson's end.
import { progressStore } from "../shared/progress_store.mjs";
import { board } from "./board.mjs";
import { ring } from "./picture.mjs";
import { tally } from "./state.mjs";

function render({ model, el }) {
  const lessons = model.get("lessons");
  const lesson = lessons.find(({ name }) => name === model.get("lesson")) ?? null;
  el.setAttribute("role", "group");
  el.setAttribute("aria-label", "Your progress");
  const heading = lesson ? `Your progress: ${lesson.title}` : "Your progress";
  let view = null;
  const store = progressStore(model, () => view?.update());
  view = board({ el, heading, lessons, lesson, store });
  return view.stop;
}

export default { render, board, ring, tally, progressStore };
