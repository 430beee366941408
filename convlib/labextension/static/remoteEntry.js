// A notebook that is opened again has its widgets' pictures but no Python behind them: JupyterLab would say
// "Error displaying widget: model not found". This extension lets it show each widget's written form instead.
// It is loaded as it stands, on a computer and in the live lessons: nothing compiles it.
(() => {
  const VIEW = "application/vnd.jupyter.widget-view+json";
  const STYLE = `
    .jp-OutputArea-output figure.convlib-widget { margin: 0; }
    .jp-OutputArea-output figure.convlib-widget caption { text-align: start; white-space: nowrap; }
    .jp-OutputArea-output figure.convlib-widget::after {
      color: var(--jp-ui-font-color2);
      content: "The widget as it began. Run this cell again to bring it back.";
      display: block;
      font-family: var(--jp-ui-font-family);
      font-size: var(--jp-ui-font-size1);
      padding-block: 0.5em;
    }`;

  /** An output without the live view of a widget, if it can be shown in another way. */
  function written(output) {
    if (!output.data || !(VIEW in output.data)) return output;
    const { [VIEW]: view, ...data } = output.data;
    return Object.keys(data).length ? { ...output, data } : output;
  }

  function withoutViews(notebook) {
    const cells = notebook.cells.map((cell) => (cell.outputs ? { ...cell, outputs: cell.outputs.map(written) } : cell));
    return { ...notebook, cells };
  }

  function activate({ serviceManager: { contents, sessions } }) {
    const get = contents.get.bind(contents);
    contents.get = async (path, options) => {
      const file = await get(path, options);
      if (file.type !== "notebook" || !file.content?.cells) return file;
      // As long as the notebook's Python runs, it still has the widgets.
      await sessions.ready;
      const runs = [...sessions.running()].some((session) => session.path === path);
      return runs ? file : { ...file, content: withoutViews(file.content) };
    };
    document.head.append(Object.assign(document.createElement("style"), { textContent: STYLE }));
  }

  const plugin = { id: "convlib:written-widgets", autoStart: true, activate };
  window._JUPYTERLAB = window._JUPYTERLAB ?? {};
  window._JUPYTERLAB.convlib = { init() {}, get: async () => () => ({ __esModule: true, default: plugin }) };
})();
