"""The pages of the documentation that are written as Markdown files."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
PAGES = {
    "readme": ROOT / "python" / "README.md",
    "cookbook": ROOT / "python" / "COOKBOOK.md",
    "guide": ROOT / "core" / "GUIDE.md",
    "retries": ROOT / "core" / "RETRIES.md",
}


def text_of(page: str) -> str:
    """The Markdown of a page, whose links to other pages lead to these as HTML."""

    def link(match: re.Match[str]) -> str:
        target = (PAGES[page].parent / match[1]).resolve()
        name = next((name for name, file in PAGES.items() if file == target), None)
        return match[0] if name is None else f"]({name}.html{match[2] or ''})"

    text = re.sub(r"\]\(([^)#:]+)(#[^)]*)?\)", link, PAGES[page].read_text("utf-8"))
    # Links to the items of the Rust crate lead nowhere here.
    return re.sub(r"\[([^\]]+)\]\(crate::[^)]*\)", r"\1", text)
