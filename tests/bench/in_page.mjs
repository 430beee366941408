// What bench/widgets.py measures inside the page: changes until they are painted, and frames while a widget plays.

const channel = new MessageChannel();
const waiting = [];
channel.port1.onmessage = () => waiting.shift()();
const task = () =>
  new Promise((done) => {
    waiting.push(done);
    channel.port2.postMessage(null);
  });

// A task that is asked for while a frame is being made runs once it has been painted.
const painted = () =>
  new Promise((done) => {
    requestAnimationFrame(() => task().then(done));
  });

const widget = (module) => document.querySelector(`figure[data-widget="${module}"].is-live .conv-widget`);
const tell = (node, ...events) => events.forEach((name) => node.dispatchEvent(new Event(name, { bubbles: true })));

// What a reader changes; the foot's buttons and pickers of files are left alone.
const CONTROLS = ".conv-more, .conv-less, select, input[type=range], input[type=checkbox], input[type=radio]";
const usable = (node) => node.getClientRects().length > 0 && !node.disabled && !node.closest(".conv-foot");

function use(node, count) {
  if (node.matches("select")) {
    node.selectedIndex = count % node.options.length;
    tell(node, "input", "change");
  } else if (node.matches("input[type=range]")) {
    const [least, most] = [Number(node.min || 0), Number(node.max || 100)];
    node.value = least + ((count * 7) % (most - least + 1));
    tell(node, "input", "change");
  } else node.click();
}

/** `count` changes, one control after the other: [{ name, script, frame }], milliseconds. A widget says by aria-busy that it is not done. */
export async function changes(module, count) {
  const root = widget(module);
  // What a lesson folds away is used and timed as well.
  root.closest("figure").model.set("controls", null);
  const settled = async () => {
    while (root.querySelector('[aria-busy="true"]')) await task();
  };
  const times = [];
  await settled();
  for (let change = 0; change < count; change++) {
    const controls = [...root.querySelectorAll(CONTROLS)].filter(usable);
    if (controls.length === 0) break;
    const node = controls[change % controls.length];
    const name = (node.getAttribute("aria-label") || node.labels?.[0]?.textContent || node.textContent)
      .trim()
      .slice(0, 24);
    await new Promise((done) => {
      setTimeout(done, 30 + 17 * Math.random());
    });
    const start = performance.now();
    use(node, change);
    const script = performance.now() - start;
    await settled();
    await painted();
    times.push({ name, script, frame: performance.now() - start });
  }
  return times;
}

/** How long frames were in `seconds` of playing at the highest speed, in milliseconds; null for a widget that does not play. */
export async function playing(module, seconds) {
  const root = widget(module);
  const play = root.querySelector(".conv-play");
  if (!play || play.disabled) return null;
  const speed = root.querySelector(".conv-transport select");
  if (speed) {
    speed.selectedIndex = speed.options.length - 1;
    tell(speed, "change");
  }
  const lengths = [];
  let last = null;
  let going = true;
  requestAnimationFrame(function frame(now) {
    if (last !== null) lengths.push(now - last);
    last = now;
    if (going) requestAnimationFrame(frame);
  });
  play.click();
  await new Promise((done) => {
    setTimeout(done, seconds * 1000);
  });
  going = false;
  if (play.dataset.playing === "true") play.click();
  return lengths;
}
