"""What stands behind `check`: a learner's code is run safely, compared in words, and answered kindly."""
