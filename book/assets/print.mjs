// Paper is light, has no hinges and nothing at rest. What is folded is opened as the chosen print asks for it, and is
// then put back. The buttons above a page name their print; without one (Ctrl+P) it is a page as one reads it:
//   page       the answers to the questions of the text; hints and solutions only where the reader has opened them
//   solutions  everything
//   handout    no answer, hint or solution, and room to write (print.css)

import { restAgain, wakeAll } from "./resting.mjs";

const FOLDED = "details:not([open])";
const OPENED = { page: `${FOLDED}:not(.conv-exercise *)`, solutions: FOLDED, handout: null };

const root = document.documentElement;
let asked = "page";
let opened = [];
let theme;

for (const button of document.querySelectorAll("button[data-print]")) {
  button.addEventListener("click", () => {
    asked = button.dataset.print;
    print();
  });
}

addEventListener("beforeprint", () => {
  theme = root.dataset.theme;
  root.dataset.theme = "light";
  root.dataset.print = asked;
  wakeAll();
  opened = OPENED[asked] ? [...document.querySelectorAll(OPENED[asked])] : [];
  for (const details of opened) details.open = true;
});

addEventListener("afterprint", () => {
  root.dataset.theme = theme;
  delete root.dataset.print;
  asked = "page";
  for (const details of opened) details.open = false;
  restAgain();
});
