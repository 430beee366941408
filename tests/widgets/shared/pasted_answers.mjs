// Answers pasted texts with what a grid takes of them: held against the programs that print them by test_pasted.py.
import { answerLines } from "../answer_lines.mjs";
import { readTable } from "../../../convlib/widgets/shared/pasted.mjs";

answerLines(({ text, names }) => readTable(text, { most: 999, names }));
