"""Every page of the built site loads clean in Firefox and WebKit, with the headers of the published site."""

from site_pages import each_page


@each_page
def test_a_page_loads_clean(other, path):
    """No word on the console, no failed script, style or picture, no other host; every widget lives."""
    other.open(path)
    other.settle()
    assert other.complaints() == []
