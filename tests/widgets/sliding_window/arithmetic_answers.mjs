// Answers states with what the widgets' arithmetic makes of them: held against convlib by test_arithmetic.py.

import { readCounts, refusal, samePadding } from "../../../convlib/widgets/shared/arithmetic.mjs";
import { layer, measures, outputShape, refusalOf, touches } from "../../../convlib/widgets/sliding_window/layer.mjs";
import { sumsOf } from "../../../convlib/widgets/sliding_window/words.mjs";
import { answerLines } from "../answer_lines.mjs";

function answer(state) {
  const setting = measures(state);
  const { W, Fw, S, dilation } = setting;
  const axis = { S, P: state.padding, dilation, fit: state.fit };
  const lone = refusal({ sizes: [W], windows: [Fw], ...axis });
  const answers = { lone: lone?.message ?? null, same: samePadding({ size: W, F: Fw, S, dilation }) };
  const refused = refusalOf(setting);
  if (refused) {
    const { message, repairs, neverRead, roundedDown } = refused;
    return { ...answers, message, repairs, neverRead, roundedDown };
  }
  const shape = outputShape(setting);
  const place = shape.map((size) => Math.floor(size / 2));
  return {
    ...answers,
    output: layer(setting),
    touches: touches(setting, shape),
    place,
    sums: state.filters.map((_, k) => sumsOf(setting, place, k).result),
    counts: state.padding_mode === "zeros" ? readCounts({ size: W, F: Fw, ...axis }) : null,
  };
}

answerLines(answer);
