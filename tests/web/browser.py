"""Chromium without a screen, driven by its own driver; what it complains about is kept for the test to see."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psutil
from selenium.webdriver import ActionChains, Chrome, ChromeOptions, Keys
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webelement import WebElement

from tests.waiting import wait_until
from tests.web.rig import PASSWORD

CHROMIUM, DRIVER = Path("/usr/bin/chromium"), Path("/usr/bin/chromedriver")
MISSING = "Chromium is needed to test the pages: apt-get install chromium chromium-driver"


class Browser:
    """One window; `url` is the centre it looks at."""

    def __init__(self, driver: Chrome) -> None:
        self.driver = driver
        self.url = ""

    def fresh(self, url: str) -> None:
        """Forget the last test: cookies, log and size."""
        self.url = url
        self.driver.get("about:blank")
        self.driver.execute_cdp_cmd("Network.clearBrowserCookies", {})
        self.driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})
        self.complaints()
        self.size(1440, 900)

    def away(self) -> None:
        """Leave the centre, so that nothing follows it any more."""
        self.driver.get("about:blank")

    def size(self, width: int, height: int) -> None:
        """Of the page itself, whatever frame the window has."""
        metrics = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}
        self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)

    def open(self, path: str) -> None:
        self.driver.get(self.url + path)

    def sign_in(self, login: str = "rosa") -> None:
        self.open("/sign-in")
        self.type("input[name=login]", login)
        self.type("input[name=password]", PASSWORD + Keys.ENTER)
        self.wait_for("h1", "Orders")

    def all(self, css: str) -> list[WebElement]:
        return self.driver.find_elements(By.CSS_SELECTOR, css)

    def one(self, css: str) -> WebElement:
        return self.driver.find_element(By.CSS_SELECTOR, css)

    def type(self, css: str, keys: str) -> None:
        self.one(css).send_keys(keys)

    def keys(self, *keys: str) -> None:
        """Typed into whatever has the focus."""
        ActionChains(self.driver).send_keys(*keys).perform()

    def script(self, source: str) -> Any:
        return self.driver.execute_script(source)

    def words(self, css: str = "body") -> str:
        """What can be seen; read in the page itself, so that a part swapped meanwhile is no error."""
        return str(self.script(f"return document.querySelector({css!r})?.innerText ?? ''"))

    def wait_for(self, css: str, words: str) -> None:
        wait_until(lambda: words in self.words(css), words=f"{words!r} in {css}")

    def focused(self) -> str:
        """The words of what has the focus."""
        return str(self.script("return document.activeElement?.innerText ?? ''"))

    def at(self, path: str) -> bool:
        return self.driver.current_url.removeprefix(self.url).startswith(path)

    def picture(self, to: Path) -> None:
        self.driver.save_screenshot(str(to))

    def complaints(self) -> list[str]:
        """Errors and warnings since the last time, also of the content security policy."""
        return [entry["message"] for entry in self.driver.get_log("browser") if entry["level"] in ("SEVERE", "WARNING")]  # type: ignore[no-untyped-call]


@contextmanager
def open_browser(folder: Path) -> Iterator[Browser]:
    """A browser of its own, gone with all its processes when the block ends, whatever happened in it."""
    if not (CHROMIUM.exists() and DRIVER.exists()):
        raise RuntimeError(MISSING)
    options = ChromeOptions()
    options.binary_location = str(CHROMIUM)
    for argument in (
        "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run",
        "--disable-background-networking", "--disable-component-update", "--disable-sync", "--lang=en-GB",
        "--force-device-scale-factor=1", "--hide-scrollbars", f"--user-data-dir={folder / 'profile'}",
    ):  # fmt: skip
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    service = Service(str(DRIVER), log_output=str(folder / "chromedriver.log"))
    begun: list[Chrome] = []
    try:
        begun.append(Chrome(options=options, service=service))
        begun[0].set_page_load_timeout(30)
        yield Browser(begun[0])
    finally:
        mine = _family(service)
        for driver in begun:
            with contextlib.suppress(Exception):
                driver.quit()
        with contextlib.suppress(Exception):
            service.stop()
        _end(mine)


def _family(service: Service) -> list[psutil.Process]:
    """The driver and everything it started, by process id."""
    process = getattr(service, "process", None)
    if process is None:  # it never came up
        return []
    try:
        driver = psutil.Process(process.pid)
        return [driver, *driver.children(recursive=True)]
    except psutil.NoSuchProcess:
        return []


def _end(processes: list[psutil.Process]) -> None:
    _, alive = psutil.wait_procs(processes, timeout=5)
    for process in alive:
        with contextlib.suppress(psutil.NoSuchProcess):
            process.kill()
    psutil.wait_procs(alive, timeout=5)
