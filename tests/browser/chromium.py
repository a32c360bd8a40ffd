"""The browser of the tests and of the screenshots: the system's Chromium, quiet, in the two widths we build for."""

import os
import shutil

from playwright.sync_api import Browser, BrowserContext, Playwright, ViewportSize

WIDE = ViewportSize(width=1280, height=860)
PHONE = ViewportSize(width=390, height=844)
WIDTHS = {"wide": WIDE, "phone": PHONE}

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-sync",
    "--no-first-run",
]


def launch(playwright: Playwright) -> Browser:
    """Start Chromium: CHROMIUM names one, else the system's. Raises RuntimeError where there is none."""
    program = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    if not program:
        raise RuntimeError("The browser tests need Chromium (Debian package chromium), or its path in CHROMIUM.")
    return playwright.chromium.launch(executable_path=program, args=ARGUMENTS)


def open_context(browser: Browser, width: str, language: str = "vi") -> BrowserContext:
    """A fresh visitor: `width` is "wide" or "phone", `language` the one chosen in the portal."""
    return browser.new_context(
        viewport=WIDTHS[width],
        is_mobile=width == "phone",
        has_touch=width == "phone",
        device_scale_factor=2 if width == "phone" else 1,
        locale="vi-VN" if language == "vi" else "en-GB",
        timezone_id="Asia/Ho_Chi_Minh",
    )
