# pdoc's `include` knows no Markdown: the page is the documentation of this module.
from pages import text_of

__doc__ = text_of("retries")
