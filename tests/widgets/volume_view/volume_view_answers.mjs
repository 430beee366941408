// Answers states with what layer_counts.mjs counts and words.mjs says: held against convlib by test_volume_view.py.

import { layerCounts } from "../../../convlib/widgets/volume_view/layer_counts.mjs";
import { ladder, pickSentence, sizeSums } from "../../../convlib/widgets/volume_view/words.mjs";
import { answerLines } from "../answer_lines.mjs";

function answer(state) {
  const counted = layerCounts(state);
  if (counted.refused) return { message: counted.refused.message, repairs: counted.refused.repairs };
  return {
    ...counted,
    ladder: ladder(state, counted),
    sums: sizeSums(state, counted),
    sentence: pickSentence(state, counted),
  };
}

answerLines(answer);
