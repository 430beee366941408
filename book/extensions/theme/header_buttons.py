"""The buttons above a page: run this lesson, download it, and whatever a configured repository adds."""

PRINT = {"page": "Print or save as PDF"}
# A lesson is handed out before it is taught, and kept with everything in it afterwards (print.mjs).
PRINT_LESSON = PRINT | {
    "solutions": "Print with hints and solutions",
    "handout": "Print a hand-out without answers",
}


def download_items(buttons, prints):
    """The theme's download buttons in words, as links that save a file where they do."""
    for button in buttons:
        if button["type"] == "link":
            kind = "Notebook" if button["text"] == ".ipynb" else "Source"
            yield button | {"text": f"{kind} ({button['text']})", "download": True}
        else:
            yield from (button | {"text": text, "print": name} for name, text in prints.items())


def launch_address(context, lesson):
    """Where the lesson runs in the reader's browser, seen from the page that `context` belongs to."""
    return f"{context['pathto']('lite/notebooks/index.html', 1)}?path={lesson}.ipynb"


def launch_button(context):
    """One click to the live lesson."""
    return {
        "type": "link",
        "label": "launch",
        "text": "Run",
        "more": " in the browser",
        "url": launch_address(context, context["pagename"].rpartition("/")[2]),
        "icon": "fa-solid fa-play",
        "tooltip": "Open this lesson as a live notebook: nothing is installed",
    }


def elsewhere(context, launch_items):
    """Where else this lesson runs: on the reader's computer, and on any service that the settings name."""
    setup = context["pathto"]("book/setup")
    own = {
        "type": "link",
        "text": "Run on your computer",
        "url": f"{setup}#run-a-lesson",
        "icon": "fa-solid fa-house",
    }
    return [own, *launch_items]


def arrange(app, pagename, templatename, context, doctree):
    buttons = {button["label"]: button for button in context["header_buttons"]}
    launch = buttons.pop("launch-buttons", {"buttons": []})
    lesson = context.get("page_source_suffix") == ".ipynb"
    if downloads := buttons.get("download-buttons"):
        others = elsewhere(context, launch["buttons"]) if lesson else []
        downloads["buttons"] = [
            *download_items(downloads["buttons"], PRINT_LESSON if lesson else PRINT),
            *others,
        ]
    arranged = list(buttons.values())
    if lesson:
        arranged.insert(0, launch_button(context))
    context["header_buttons"] = arranged
    # The link to the first page would otherwise repeat the book's name just below the book's name.
    context["root_title"] = "Start here"


def setup(app):
    # The theme collects its buttons at priority 501.
    app.connect("html-page-context", arrange, priority=600)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
