"""The buttons above a page: run this lesson, download it, and whatever a configured repository adds."""


def download_items(buttons):
    """The theme's download buttons in words, as links that save a file where they do."""
    for button in buttons:
        if button["type"] == "link":
            kind = "Notebook" if button["text"] == ".ipynb" else "Source"
            yield button | {"text": f"{kind} ({button['text']})", "download": True}
        else:
            yield button | {"text": "Print or save as PDF"}


def run_menu(context, launch_items):
    """Where this lesson can be run: on the reader's computer, and on any service that the settings name."""
    setup = context["pathto"]("book/setup")
    notebook = f"{context['pathto']('_sources', 1)}/{context['sourcename']}"
    own = [
        {
            "type": "link",
            "text": "On your computer",
            "url": f"{setup}#run-a-lesson",
            "icon": "fa-solid fa-play",
        },
        {
            "type": "link",
            "text": "Download this notebook",
            "url": notebook,
            "icon": "fa-solid fa-download",
            "download": True,
        },
    ]
    return {
        "type": "group",
        "label": "run",
        "text": "Run",
        "tooltip": "Run this lesson",
        "icon": "fa-solid fa-play",
        "buttons": own + launch_items,
    }


def arrange(app, pagename, templatename, context, doctree):
    buttons = {button["label"]: button for button in context["header_buttons"]}
    launch = buttons.pop("launch-buttons", {"buttons": []})
    if downloads := buttons.get("download-buttons"):
        downloads["buttons"] = list(download_items(downloads["buttons"]))
    arranged = list(buttons.values())
    if context.get("page_source_suffix") == ".ipynb":
        arranged.insert(0, run_menu(context, launch["buttons"]))
    context["header_buttons"] = arranged
    # The link to the first page would otherwise repeat the book's name just below the book's name.
    context["root_title"] = "Start here"


def setup(app):
    # The theme collects its buttons at priority 501.
    app.connect("html-page-context", arrange, priority=600)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
