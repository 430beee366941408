// The window on its way over the photograph: first pixel by pixel, then ever faster, and the map appears behind it.
import { button, icon, make, mark, write } from "../shared/controls.mjs";

/** In places of the map a second at the start, in seconds until the pace is ten times as fast, and for a whole map at full pace. */
const SLOW = 60;
const TENFOLD = 1.4;
const WHOLE = 7;
/** In so many steps, and milliseconds from one to the next, for who does not want to see things move. */
const STEPS = 12;
const PAUSE = 700;

/**
 * How many of `count` places are passed after so many seconds from where the run began.
 * @param {number} seconds
 * @param {number} count
 */
export function passed(seconds, count) {
  const rate = Math.LN10 / TENFOLD;
  const full = count / WHOLE;
  const until = Math.max(0, Math.log(full / SLOW) / rate);
  const slow = (time) => (SLOW * (Math.exp(rate * time) - 1)) / rate;
  return seconds <= until ? slow(seconds) : slow(until) + full * (seconds - until);
}

/** How many rows of the map a second the window covers then. @param {number} seconds @param {[number, number]} size */
export const rowsASecond = (seconds, [rows, cols]) => Math.min((SLOW * 10 ** (seconds / TENFOLD)) / cols, rows / WHOLE);

/**
 * Play, one step, and a slider. `size()` is rows and columns of the map, null while there is none; `show(share, quick)` hears of each
 * frame, `save(share)` of where it ends, and `walk()` of a step over a map that is all there.
 * @param {{ size: () => [number, number] | null, show: (share: number, quick: boolean) => void, save: (share: number) => void,
 *   walk: () => void }} given
 */
export function runner({ size, show, save, walk }) {
  let share = 1;
  let timer = null;
  let stopFrames = () => {};

  const running = () => timer !== null;
  function halt() {
    stopFrames();
    timer = null;
    draw();
  }
  function pause() {
    if (!running()) return;
    halt();
    save(share);
  }
  function place(next, quick) {
    share = Math.min(1, next);
    show(share, quick);
    draw();
    if (share === 1) pause();
  }
  function glide() {
    const from = share;
    const start = performance.now();
    const frame = (now) => {
      const [rows, cols] = size();
      const seconds = Math.max(0, now - start) / 1000;
      timer = requestAnimationFrame(frame);
      place(from + passed(seconds, rows * cols) / (rows * cols), rowsASecond(seconds, [rows, cols]) > 4);
    };
    timer = requestAnimationFrame(frame);
    stopFrames = () => cancelAnimationFrame(timer);
  }
  function jump() {
    timer = setInterval(() => place((Math.floor(share * STEPS + 1e-6) + 1) / STEPS, false), PAUSE);
    stopFrames = () => clearInterval(timer);
  }
  function play() {
    if (!size()) return;
    if (share === 1) place(0, false);
    if (matchMedia("(prefers-reduced-motion: reduce)").matches) jump();
    else glide();
    draw();
  }

  function stepOn() {
    if (!size()) return;
    pause();
    if (share === 1) return walk();
    const [rows, cols] = size();
    place((Math.floor(share * rows * cols + 1e-6) + 1) / (rows * cols), false);
    save(share);
  }

  const toggle = button("", () => (running() ? pause() : play()), { class: "conv-button conv-play" });
  const step = button("", stepOn, { class: "conv-button" });
  step.replaceChildren(icon("forward"), "Step");
  const slider = make("input", {
    type: "range",
    min: 0,
    max: 100,
    step: "any",
    class: "conv-scrub",
    "aria-label": "How much of the map is there",
    oninput: () => {
      stopFrames();
      timer = null;
      place(Number(slider.value) / 100, false);
    },
    onchange: () => save(share),
  });
  const now = make("strong", { class: "conv-photo-now", "aria-hidden": "true" });
  const element = make(
    "div",
    { class: "conv-photo-run conv-at-edge", role: "group", "aria-label": "Let the window run" },
    toggle,
    step,
    slider,
    now,
  );

  function draw() {
    if (toggle.dataset.playing !== String(running())) {
      toggle.dataset.playing = String(running());
      toggle.replaceChildren(icon(running() ? "pause" : "play"), running() ? "Pause" : "Play");
    }
    slider.value = String(100 * share);
    mark(slider, { "aria-valuetext": `${Math.round(100 * share)} %` });
  }
  draw();
  return {
    element,
    step,
    running,
    /** The share of the map that is there now. */
    share: () => share,
    pause,
    /** The number beside Play, where the sum itself is out of sight. @param {string} text */
    tell: (text) => write(now, text),
    stop: () => stopFrames(),
    /** Show a share that was set elsewhere; while the window runs, it goes its own way. @param {number} painted */
    update(painted) {
      if (running() || painted === share) return;
      share = painted;
      draw();
    },
  };
}
