"""Templates may change a line of the theme's: `super() | replaced(old, new, where)` fails when it is gone."""

from replacing import replaced


def add_filter(app):
    app.builder.templates.environment.filters["replaced"] = replaced


def setup(app):
    app.connect("builder-inited", add_filter)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
