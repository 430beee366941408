"""What stands behind `check`: a learner's code is run safely, compared in words, and answered kindly.

To be read in this order: `declare` says what an exercise consists of, `judge` puts an answer to the test,
`compare` says how a result differs, `watch` runs the learner's code, `report` shows what came of it.
Beside them `recognise` finds what is behind a wrong result, `errors` knows the way out of an error, and
`notebook` what the notebook around a check stands for.
"""
