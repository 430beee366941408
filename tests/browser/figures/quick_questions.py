"""QuickQuestions in a page, read and answered as a person would."""

import re

from figure import Figure


class Quiz(Figure):
    module = "quick_questions"

    def step(self, number):
        return self.root.get_by_role("button", name=re.compile(f"^Question {number} of"))

    def text(self):
        return self.root.locator(".conv-q-text").inner_text()

    def said(self):
        return self.root.locator(".conv-q-said").inner_text()

    def answer(self, text):
        self.type("Your answer", text)

    def cell(self, row, col):
        return self.root.locator(f'.conv-q-cell[data-row="{row}"][data-col="{col}"]')

    def picked(self):
        pressed = self.root.locator('.conv-q-cell[aria-pressed="true"]')
        read = "all => all.map(({ dataset }) => [Number(dataset.row), Number(dataset.col)])"
        return pressed.evaluate_all(read)
