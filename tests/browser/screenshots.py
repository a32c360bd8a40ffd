"""Pictures of pages of a running server, for the eye: both widths, both languages.

    python -m tests.browser.screenshots --server http://127.0.0.1:8000 --out DIR \
        --visit :/sign-in/ --visit clerk.office:/,/clerk/

`--visit ACCOUNT:ADDRESS,ADDRESS…`; an empty account is a visitor who is not signed in. Accounts come in by the
demonstration's posts, or by --password where it is given.
"""

import argparse
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from .chromium import WIDTHS, launch, open_context

LANGUAGES = ("vi", "en")


def main() -> None:
    options = _options()
    options.out.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = launch(playwright)
        for width in options.width or WIDTHS:
            for language in options.language or LANGUAGES:
                for visit in options.visit:
                    _shoot_visit(browser, visit, width, language, options)
        browser.close()


def sign_in(page: Page, server: str, account: str, password: str = "") -> None:
    """Come in as `account`: by its password, or by its post in a demonstration."""
    page.goto(f"{server}/sign-in/")
    page.locator("details").evaluate_all("all => all.forEach(one => one.open = true)")
    if not password:
        page.locator(f'form[data-account="{account}"] button').click()
    else:
        page.locator("#id_username").fill(account)
        page.locator("#id_password").fill(password)
        page.locator("#id_password").press("Enter")
    page.wait_for_url(lambda url: "/sign-in/" not in url)


def _shoot_visit(browser: Browser, visit: str, width: str, language: str, options: argparse.Namespace) -> None:
    account, _, addresses = visit.partition(":")
    context = open_context(browser, width, language)
    _choose_language(context, options.server, language)
    page = context.new_page()
    if account:
        sign_in(page, options.server, account, options.password)
    for address in addresses.split(","):
        page.goto(options.server + address, wait_until="networkidle")
        page.evaluate("document.fonts.ready")
        name = "-".join([account or "visitor", address.strip("/").replace("/", "_") or "home", width, language])
        page.screenshot(path=options.out / f"{name}.png", full_page=not options.fold)
        print(options.out / f"{name}.png")
    context.close()


def _choose_language(context: BrowserContext, server: str, language: str) -> None:
    context.add_cookies([{"name": "django_language", "value": language, "url": server}])


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--server", required=True)
    parser.add_argument("--out", required=True, type=Path)
    parser.add_argument("--visit", required=True, action="append")
    parser.add_argument("--password", default="")
    parser.add_argument("--width", action="append", choices=list(WIDTHS))
    parser.add_argument("--language", action="append", choices=LANGUAGES)
    parser.add_argument("--fold", action="store_true", help="only what one sees without scrolling")
    return parser.parse_args()


if __name__ == "__main__":
    main()
