"""A widget in a page, read and driven as a person would: what the tests of all widgets share."""

import base64
import json

SMALL = """all => all.map((one) => [one.getBoundingClientRect(), one.className])
    .filter(([box]) => box.width > 0 && Math.min(box.width, box.height) < 24)
    .map(([, name]) => name)"""


class Figure:
    """The first widget of a page that is alive and of the kind `module`."""

    module = None

    def __init__(self, page):
        self.page = page
        self.figure = self.root = self.find()
        self.root.wait_for()
        # What rests out of sight has no text to read.
        self.root.scroll_into_view_if_needed()
        awake = "(figure) => figure.firstElementChild.checkVisibility({ contentVisibilityAuto: true })"
        page.wait_for_function(awake, arg=self.root.element_handle())

    def find(self):
        return self.page.locator(f'figure[data-widget="{self.module}"].is-live').first

    def open_all(self):
        """Open every setting of the widget, as in a notebook: a lesson folds away what it is not about."""
        self.figure.evaluate("(figure) => figure.model.set('controls', null)")

    def control(self, role, name):
        return self.root.get_by_role(role, name=name, exact=True)

    def button(self, name):
        return self.control("button", name)

    def field(self, name):
        return self.control("textbox", name)

    def type(self, name, text):
        self.field(name).fill(str(text))
        self.field(name).press("Enter")

    def choose(self, label, option):
        self.control("combobox", label).select_option(label=option)

    def tick(self, label):
        self.control("checkbox", label).check()

    def sentence(self):
        return self.root.locator(".conv-sentence").inner_text()

    def said(self):
        return self.root.locator(".conv-said").inner_text()

    def wait_until_said(self, words):
        self.root.locator(".conv-said", has_text=words).wait_for()

    def traits(self, names):
        """What Python would read of the widget now."""
        read = "(one, names) => Object.fromEntries(names.map((name) => [name, one.model.get(name)]))"
        return self.figure.evaluate(read, list(names))

    def too_small(self, targets):
        """The classes of visible targets that a finger would miss."""
        return self.root.locator(targets).evaluate_all(SMALL)

    @classmethod
    def link(cls, state):
        """The end of an address that sets a page's first widget of this kind; a text stands for itself."""
        text = state if isinstance(state, str) else json.dumps(state)
        letters = base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")
        return f"#widget={cls.module}-1&state={letters}"

    def follow_link(self, state):
        """Follow such a link within the page."""
        self.page.evaluate("hash => { location.hash = hash; }", self.link(state))
