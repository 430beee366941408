// A filter on its way over the input, window by window, while the map that it paints grows, frame by frame.
import { layerKey } from "./state.mjs";

/** @typedef {import("./state.mjs").State} State @typedef {import("./plan.mjs").Flight} Flight */

/**
 * One flight at a time; `draw` hears of each frame, of null when the filter has arrived.
 * @param {(flight: Flight | null) => void} draw
 */
export function flights(draw) {
  let flight = null;

  function fly(now) {
    if (!flight) return;
    flight.t = Math.min(1, (now - flight.start) / flight.span);
    if (flight.t === 1) flight = null;
    draw(flight);
    if (flight) requestAnimationFrame(fly);
  }
  return {
    /** @returns {Flight | null} */
    current: () => flight,
    /**
     * To a sheet of the layer of `state`, which has `painted` maps when it is there; `interval` is the time from step to step.
     * @param {number} sheet
     * @param {{ state: State, painted: number, interval: number }} when
     */
    begin(sheet, { state, painted, interval }) {
      const span = 0.9 * interval;
      flight = { sheet, t: 0, start: performance.now(), span, painted, layer: layerKey(state) };
      requestAnimationFrame(fly);
    },
    end() {
      flight = null;
    },
    /** End the flight where another change has overtaken it. @param {State} state */
    follow(state) {
      if (flight && (flight.painted !== state.painted || flight.layer !== layerKey(state) || state.flat)) flight = null;
    },
  };
}
