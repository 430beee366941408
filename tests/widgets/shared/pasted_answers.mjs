// Answers pasted texts with what a grid takes of them: held against the programs that print them by test_pasted.py.

import { readTable } from "../../../convlib/widgets/shared/pasted.mjs";
import { answerLines } from "../answer_lines.mjs";

answerLines(({ text, names }) => readTable(text, { most: 999, names }));
