// Which photograph is filtered: one of the book's, or the reader's own from a file, a drop, the clipboard or the camera.
import { button, choice, make, write } from "./controls.mjs";
import { openCamera, pictureAmong, pictureOf } from "./photo_source.mjs";

const OWN = "own";

/** `choose(name)`: one of `photos` is asked for. `take(pixels)`: the reader brought a picture; resolves when it is painted. */
export function photoChooser({ el, photos, say, choose, take }) {
  let own = false;
  let brought = null;
  let stopCamera = null;

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
    endCamera();
    try {
      await takeOwn(await pictureOf(blob));
      say("Your picture is here, and stays here: nothing is sent anywhere.", { good: true });
    } catch (error) {
      say(error.message);
    }
  }
  async function toggleCamera() {
    if (stopCamera) {
      endCamera();
      return say("The camera is off; its last picture stays on this page.", { good: true });
    }
    camera.disabled = true;
    try {
      stopCamera = await openCamera(takeOwn);
      write(camera, "Stop the camera");
      say("The camera is on; its pictures stay on this page.", { good: true });
    } catch (error) {
      say(error.message);
    }
    camera.disabled = false;
  }

  const select = choice("Photograph", Object.entries(photos), (name) => {
    endCamera();
    if (name === OWN) return takeOwn(brought);
    own = false;
    choose(name);
  });
  const ownOption = make("option", { value: OWN }, "your own picture");
  const file = make("input", { type: "file", accept: "image/*", class: "conv-photo-file", "aria-label": "Open a picture", onchange: () => {
    openFile(file.files[0]);
    file.value = "";
  } });
  const camera = button("Camera", toggleCamera);
  const note = make("p", { class: "conv-photo-note" });
  const element = make("div", { class: "conv-photo-tools" }, select.element,
    make("label", { class: "conv-button conv-photo-open" }, "Open a picture", file), camera, note);

  el.addEventListener("paste", (event) => {
    const found = pictureAmong(event.clipboardData);
    if (!found) return;
    event.preventDefault();
    event.stopPropagation();
    openFile(found);
  }, { capture: true });
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
    leaveOwn() {
      if (own) endCamera();
      own = false;
    },
    update(name) {
      if (own) select.select.append(ownOption);
      select.update(own ? OWN : name);
      write(note, own ? "Your picture never leaves this page: a link or the code restores all but the picture."
        : "Or drop or paste a picture of your own: it never leaves this page.");
    },
    stop() {
      endCamera();
      document.removeEventListener("visibilitychange", hidden);
    },
  };
}
