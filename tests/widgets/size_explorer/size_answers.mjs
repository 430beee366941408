// Answers chains with the rows of chain.mjs: held against convlib by test_size_explorer_rows.py.

import { rowsOf, totalsOf, waysOut } from "../../../convlib/widgets/size_explorer/chain.mjs";
import { answerLines } from "../answer_lines.mjs";

const plain = ({ name, text, status, output, parameters, neurons, macs, field, refused }) => ({
  name,
  text,
  status,
  output,
  parameters,
  neurons,
  macs,
  message: refused?.message,
  field: field && { size: String(field.size), jump: String(field.jump), start: String(field.start) },
});

function answer(state) {
  const rows = rowsOf(state);
  const refused = rows.find(({ status }) => status === "refused");
  return { rows: rows.map(plain), totals: totalsOf(rows), ways: refused ? waysOut(state, refused) : [] };
}

answerLines(answer);
