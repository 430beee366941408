"""The Python of the live lessons: Pyodide, the packages that it loads, and how it starts."""
