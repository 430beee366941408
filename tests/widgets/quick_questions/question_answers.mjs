// Draws questions and answers them, one JSON line for each question: held against convlib by test_question_answers.py.
import { readFileSync } from "node:fs";
import {
  comparable,
  kindOf,
  posed,
  solved,
  spoken,
  verdict,
} from "../../../convlib/widgets/quick_questions/question.mjs";

const { questions, draws, seed } = JSON.parse(readFileSync(0, "utf8"));

function drawnAnswer(question, draw) {
  const scene = posed(question, seed, draw);
  const kind = kindOf(question);
  const right = solved(question, scene);
  const wrong = Object.keys(question.wrong).map((name) => {
    const answer = kind.wrong[name](scene.numbers);
    // As a reader would type it, or pick it.
    const typed = scene.type === "number" ? String(answer) : answer;
    return { name, answer: comparable(answer), verdict: verdict(question, scene, typed) };
  });
  const known = Object.keys(spoken(kind, scene.numbers));
  return {
    text: scene.text,
    numbers: scene.numbers,
    rows: scene.rows,
    answer: kind.answer(scene.numbers),
    comparable: comparable(kind.answer(scene.numbers)),
    known,
    wrong,
    right: verdict(question, scene, right.answer),
    said: right.said,
  };
}

function choiceAnswer(question, draw) {
  const scene = posed(question, seed, draw);
  const { answer } = solved(question, scene);
  return {
    text: scene.text,
    right: scene.options[answer].words,
    verdicts: scene.options.map((option, place) => ({ words: option.words, ...verdict(question, scene, place) })),
  };
}

for (const question of questions) {
  const answer = question.type === "choice" ? choiceAnswer : drawnAnswer;
  const answers = Array.from({ length: draws }, (_, draw) => answer(question, draw));
  process.stdout.write(`${JSON.stringify(answers)}\n`);
}
