"""Pages as Chromium shows them."""

import re
import shutil
import subprocess
from pathlib import Path

CHROMIUM = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
    "--enable-logging=stderr",
]


def chromium(page: Path, folder: Path, *options: str) -> subprocess.CompletedProcess[bytes]:
    browser = shutil.which("chromium")
    assert browser, "install chromium: `make test` does so"
    command = [browser, *CHROMIUM, f"--user-data-dir={folder / 'profile'}", *options, page.as_uri()]
    return subprocess.run(command, capture_output=True, timeout=120, check=True)


def too_wide(page: Path, folder: Path, width: int, parts: str) -> tuple[int, str]:
    """Give how many of these parts a page has, itself included, and those that are wider than the screen."""
    # A browser's own window has a least width.
    frame = folder / "frame.html"
    frame.write_text(
        f"""<iframe src="{page.as_uri()}" width={width} height=2400></iframe><script>
        onload = () => {{
          const inner = document.querySelector("iframe").contentDocument;
          const parts = [inner.documentElement, ...inner.querySelectorAll("{parts}")];
          const wide = parts.filter(part => part.scrollWidth > part.clientWidth);
          document.title = "measured " + parts.length + ": " + wide.map(
            part => part.outerHTML.slice(0, 200)).join();
        }}</script>"""
    )
    options = ["--allow-file-access-from-files", "--window-size=1600,2500", "--dump-dom"]
    shown = chromium(frame, folder, *options)
    assert b"CONSOLE" not in shown.stderr
    title = "<title>measured ([0-9]+): (.*?)</title>"
    (found,) = re.findall(title, shown.stdout.decode(), re.DOTALL)
    return int(found[0]), found[1]
