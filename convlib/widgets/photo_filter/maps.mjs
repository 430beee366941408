// The maps of a photograph: asked for when the setting is another one, painted when they come and when the page's colours change.
import { onTheme } from "../shared/paint.mjs";
import { mapScene } from "./scene.mjs";
import { filterRunner } from "./worker.mjs";

/**
 * @typedef {import("./arithmetic.mjs").Setting} Setting
 * @typedef {import("./arithmetic.mjs").Photograph} Photograph
 * @typedef {import("./state.mjs").State} State
 */

/**
 * `colours()` says how maps are painted now, `painted(maps)` hears of new ones.
 * @param {{ picture: ReturnType<typeof import("./picture.mjs").photoPicture>,
 *   colours: () => ReturnType<typeof import("./setting.mjs").coloursOf>,
 *   painted: (maps: import("./arithmetic.mjs").Maps) => void }} given
 */
export function mapPainter({ picture, colours, painted }) {
  const runner = filterRunner();
  let maps = null;
  let asked = "";
  let paintedAs = "";

  function draw() {
    if (!maps) return;
    paintedAs = JSON.stringify(colours());
    picture.map(maps, mapScene(maps, colours()));
  }
  const endTheme = onTheme(() => {
    picture.recolour();
    draw();
  });

  return {
    /**
     * Ask for the maps of a setting, or of another `photograph`, unless that is what was asked last.
     * @param {Setting} setting
     * @param {Photograph | null} [photograph]
     */
    async ask(setting, photograph = null) {
      const question = JSON.stringify(setting);
      if (!photograph && question === asked) return;
      asked = question;
      picture.busy(1);
      const made = await runner.ask(photograph, setting);
      picture.busy(-1);
      if (!made) return;
      maps = made;
      draw();
      painted(made);
    },
    /** Paint the maps as they are to be painted now. */
    repaint() {
      if (JSON.stringify(colours()) !== paintedAs) draw();
    },
    stop() {
      runner.stop();
      endTheme();
    },
  };
}
