"""Drive a lesson in the browser's own Python: open it, run its cells, and ask what came of them."""

import re

# JupyterLab tells the console of its doings, of two entries its menus have twice, and of having no terminal;
# Python tells which packages it loads. A reader who leaves while they load breaks off what is on its way.
CHATTER = re.compile(
    r"console info: (New version, unregistering|All) existing service workers"
    r"|console info: (Registering new JupyterLite ServiceWorker|JupyterLite ServiceWorker was )"
    r"|console info: Pyodide contents will be synced|console debug: Starting WebSocket: "
    r"|console log: (Load(ing|ed) |No new packages to load$|[\w., -]+ already loaded from default channel$)"
    r"|console warning: (Menu entry for command '[\w:-]+' is duplicated|Disabling terminals plugin because)"
    r"|failed request: \S+/lite/\S+ \(net::ERR_(ABORTED|FAILED)\)$"
)
NOTEBOOK = "jupyterapp.shell.currentWidget.content"
CONTEXT = "jupyterapp.shell.currentWidget.context"
# A busy machine may need a minute until Python has started.
PATIENCE = 180_000


def address(base_url, lesson, app="notebooks"):
    return f"{base_url}lite/{app}/index.html?path={lesson}.ipynb"


def wait_until_shown(page):
    shown = "window.jupyterapp?.shell.currentWidget?.content?.model?.cells?.length > 0"
    page.wait_for_function(shown, timeout=PATIENCE)
    page.wait_for_function(f"{CONTEXT}.isReady", timeout=PATIENCE)
    # The bar has looked at the copy.
    page.locator(".lesson-bar__tools:visible").wait_for(timeout=PATIENCE)


def wait_until_ready(page):
    wait_until_shown(page)
    page.wait_for_function(f"{CONTEXT}.sessionContext.session?.kernel?.status === 'idle'", timeout=PATIENCE)


def start_all(page):
    """Begin to run every cell; JupyterLab ends with the last one, or at the first error."""
    page.evaluate(
        """() => {
          window.ran = false;
          jupyterapp.commands.execute("notebook:run-all-cells").then(() => { window.ran = true; });
        }"""
    )


def run_all(page):
    start_all(page)
    page.wait_for_function("window.ran", timeout=PATIENCE * 3)


def run(page, code):
    """Run code in the lesson's Python, beside its cells: -> what it printed or showed, as text."""
    return page.evaluate(
        """async (code) => {
          const kernel = jupyterapp.shell.currentWidget.context.sessionContext.session.kernel;
          const future = kernel.requestExecute({ code });
          let said = "";
          future.onIOPub = ({ content }) =>
            { said += content.text ?? content.data?.["text/plain"] ?? content.traceback?.join("\\n") ?? ""; };
          await future.done;
          return said;
        }""",
        code,
    )


def completions(page, code):
    """What the Tab key offers at the end of `code`."""
    return page.evaluate(
        """async (code) => {
          const kernel = jupyterapp.shell.currentWidget.context.sessionContext.session.kernel;
          const { content } = await kernel.requestComplete({ code, cursor_pos: code.length });
          return content.matches;
        }""",
        code,
    )


def cells(page):
    """The notebook's cells as they stand on the page, in nbformat."""
    return page.evaluate(f"{NOTEBOOK}.model.sharedModel.toJSON().cells")


def faults(page):
    """What went wrong while the cells ran: errors, warnings, and cells that did not run."""
    code = [cell for cell in cells(page) if cell["cell_type"] == "code"]
    found = [f"did not run: {cell['source'][:60]}" for cell in code if not cell["execution_count"]]
    for cell in code:
        for output in cell["outputs"]:
            if output["output_type"] == "error":
                found.append(f"{cell['source'][:60]}: {output['ename']}: {output['evalue']}")
            elif output.get("name") == "stderr":
                found.append(f"{cell['source'][:60]}: {''.join(output['text'])}")
    return found
