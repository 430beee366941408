// Which photograph is filtered: one of the book's, or the reader's own from a file, a drop, the clipboard or the camera.
import { button, choice, make, write } from "../shared/controls.mjs";
import { nameOf, openCamera, pictureAmong, pictureOf, shippedPicture } from "./source.mjs";

const OWN = "own";

/** @typedef {{ rgba: Uint8ClampedArray, rows: number, cols: number }} Pixels */

/**
 * `choose(name)`: one of `photos` is asked for. `take(pixels)`: a picture is there; resolves when it is painted.
 * `busy(change)`: something begins (1) or has ended (−1) that takes time. `addresses()` are those that Python has sent.
 * @param {{ el: HTMLElement, photos: Record<string, string>, addresses: () => Record<string, string>,
 *   say: (words: string, how?: { good?: boolean }) => void, choose: (name: string) => void,
 *   take: (pixels: Pixels) => Promise<void>, busy: (change: 1 | -1) => void }} given
 */
export function photoChooser({ el, photos, addresses, say, choose, take, busy }) {
  let named = null;
  let loaded = null;
  let own = false;
  let brought = null;
  let file = "";
  let stopCamera = null;
  // What was asked for last stays: whatever is still on its way when the turn passes on is dropped.
  let turn = 0;
  let opening = "";

  function wait(name) {
    if (Boolean(name) !== Boolean(opening)) busy(name ? 1 : -1);
    opening = name;
    writeNote();
  }
  function nextTurn() {
    turn += 1;
    const mine = turn;
    endCamera();
    wait("");
    return () => turn !== mine;
  }
  /** One of the book's photographs; in Jupyter again when its address has come. */
  async function load(name) {
    loaded = name;
    busy(1);
    try {
      const pixels = await shippedPicture(name, addresses());
      if (pixels && loaded === name && !own) await take(pixels);
    } catch {
      say("This photograph could not be loaded.");
    }
    busy(-1);
  }
  async function takeOwn(pixels) {
    own = true;
    brought = pixels;
    await take(pixels);
  }
  function endCamera() {
    stopCamera?.();
    stopCamera = null;
    write(camera, "Camera");
  }
  async function openFile(blob) {
    if (!blob) return;
    const stale = nextTurn();
    wait(blob.name ? nameOf(blob) : "your picture");
    say(`Opening ${opening} …`, { good: true });
    try {
      const pixels = await pictureOf(blob, stale);
      if (stale()) return;
      file = blob.name ?? "";
      await takeOwn(pixels);
      if (!stale()) say("Your picture is here, and stays here: nothing is sent anywhere.", { good: true });
    } catch (error) {
      if (!stale()) say(error.message);
    }
    if (!stale()) wait("");
  }
  async function toggleCamera() {
    if (stopCamera) {
      nextTurn();
      return say("The camera is off; its last picture stays on this page.", { good: true });
    }
    const stale = nextTurn();
    camera.disabled = true;
    try {
      const stop = await openCamera((pixels) => {
        if (stale()) return null;
        file = "";
        return takeOwn(pixels);
      });
      camera.disabled = false;
      if (stale()) return stop();
      stopCamera = stop;
      write(camera, "Stop the camera");
      say("The camera is on; its pictures stay on this page.", { good: true });
    } catch (error) {
      if (!stale()) say(error.message);
    }
    camera.disabled = false;
  }

  const select = choice("Photograph", Object.entries(photos), (name) => {
    nextTurn();
    say("");
    if (name === OWN) return takeOwn(brought);
    own = false;
    loaded = null;
    choose(name);
  });
  const ownOption = make("option", { value: OWN }, "your own picture");
  const input = make("input", {
    type: "file",
    accept: "image/*",
    class: "conv-photo-file",
    "aria-label": "Open a picture",
    onchange: () => {
      openFile(input.files[0]);
      input.value = "";
    },
  });
  const camera = button("Camera", toggleCamera);
  const note = make("p", { class: "conv-photo-note" });
  function writeNote() {
    write(
      note,
      opening
        ? `Opening ${opening} …`
        : own
          ? "Your picture never leaves this page: a link or the code restores everything except the picture."
          : "Or drop or paste a picture of your own: it never leaves this page.",
    );
  }
  const element = make(
    "div",
    { class: "conv-photo-tools" },
    select.element,
    make("label", { class: "conv-button conv-photo-open" }, "Open a picture", input),
    camera,
    note,
  );

  el.addEventListener(
    "paste",
    (event) => {
      const found = pictureAmong(event.clipboardData);
      if (!found) return;
      event.preventDefault();
      event.stopPropagation();
      openFile(found);
    },
    { capture: true },
  );
  const dragged = (on) => (event) => {
    if (!event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    el.classList.toggle("is-target", on);
  };
  for (const name of ["dragenter", "dragover"]) el.addEventListener(name, dragged(true));
  for (const name of ["dragleave", "drop"]) el.addEventListener(name, dragged(false));
  el.addEventListener("drop", (event) => openFile(pictureAmong(event.dataTransfer)));
  // Nobody wants a camera that looks on while the page is out of sight.
  const hidden = () => document.hidden && endCamera();
  document.addEventListener("visibilitychange", hidden);

  return {
    element,
    isOwn: () => own,
    /** The name of the file that the reader's own picture is from, if it has one. */
    file: () => file,
    load,
    update(name) {
      // Undo, a link or Python may ask for another photograph than the reader's own.
      if (named !== null && name !== named) {
        nextTurn();
        own = false;
      }
      named = name;
      if (own) select.select.append(ownOption);
      select.update(own ? OWN : name);
      writeNote();
      if (!own && loaded !== name) load(name);
    },
    stop() {
      nextTurn();
      document.removeEventListener("visibilitychange", hidden);
    },
  };
}
