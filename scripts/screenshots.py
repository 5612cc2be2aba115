"""Make the pictures that README and documentation show: scripts/screenshots.py [FOLDER].

The seed is built and drawn, its page and its server opened in Chromium; ``FOLDER`` is ``docs/images`` unless another
is named.
"""

import shutil
import sys
import tempfile
from datetime import date
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

SIZE = {"width": 1200, "height": 760}


def main() -> int:
    """Build the seed's graph, open it both ways, write the pictures."""
    from playwright.sync_api import sync_playwright

    import kg
    from kg.turtle.documents import write
    from scripts.access import TOKEN, served

    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "docs" / "images"
    with tempfile.TemporaryDirectory() as made, sync_playwright() as playwright:
        graph, page = Path(made) / "seed.ttl", Path(made) / "seed.html"
        built = kg.build(ROOT / "seeds" / "canada-china.txt", date=date(2026, 1, 14))
        write(built.values, graph, evidence="full")
        built.draw(page)
        built.draw(folder / "canada-china.svg")
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        window = browser.new_page(viewport={"width": SIZE["width"], "height": SIZE["height"]})
        window.goto(page.as_uri())
        window.wait_for_selector("body[data-ready]")
        window.locator("#text .sentence", has_text="imposed a 100% tariff").first.click()
        window.screenshot(path=folder / "page.png")
        with served(graph) as address:
            window.goto(f"{address}/?token={TOKEN}")
            window.goto(f"{address}/entity/canada")
            window.screenshot(path=folder / "serve.png")
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
