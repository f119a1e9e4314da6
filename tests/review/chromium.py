"""A real headless Chromium for the page, and what is measured in it."""

import json
import os
import shutil
import time
from contextlib import contextmanager
from pathlib import Path

import pytest

WHERE = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
MISSING = "is not installed: the review page was NOT tested in a browser"

# Every visible text with its colour and what is behind it: ratio as WCAG 2.2 defines it.
CONTRASTS = """() => {
  const rgb = (value) => {
    const found = value.match(/rgba?\\(([^)]+)\\)/);
    const parts = found[1].split(/[ ,/]+/).map(Number);
    return [parts[0], parts[1], parts[2], parts.length > 3 ? parts[3] : 1];
  };
  const light = (colour) => {
    const [r, g, b] = colour.map((part) => part / 255)
      .map((part) => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const behind = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const colour = rgb(getComputedStyle(at).backgroundColor);
      if (colour[3] === 1) return colour.slice(0, 3);
      if (colour[3] > 0) throw new Error("see-through background");
    }
    return [255, 255, 255];
  };
  const ratio = (one, other) => {
    const [high, low] = [light(one), light(other)].sort((a, b) => b - a);
    return (high + 0.05) / (low + 0.05);
  };
  const found = [];
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const element = walk.currentNode.parentElement;
    if (!walk.currentNode.textContent.trim() || !element.checkVisibility({ visibilityProperty: true })) continue;
    if (element.closest(".hidden, .skip, script, noscript")) continue;
    const text = rgb(getComputedStyle(element).color).slice(0, 3);
    found.push([ratio(text, behind(element)), element.tagName, element.className, walk.currentNode.textContent.trim().slice(0, 30)]);
  }
  for (const element of document.querySelectorAll("input:not([type=checkbox]), .decision button:not([aria-pressed=true]):not(:disabled)")) {
    const edge = rgb(getComputedStyle(element).borderTopColor).slice(0, 3);
    found.push([ratio(edge, behind(element.parentElement)) * 1.5, element.tagName, "border (3 : 1 suffices)", element.id]);
  }
  return found;
}"""


@contextmanager
def chromium():
    """The browser; the test is skipped, and says so, where it or its driver is missing."""
    driver = pytest.importorskip("playwright.sync_api", reason=f"playwright {MISSING}")
    if WHERE is None:
        pytest.skip(f"chromium {MISSING}")
    with driver.sync_playwright() as play:
        browser = play.chromium.launch(executable_path=WHERE, args=["--no-sandbox"])
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def tab(browser, address, **settings):
    """A page in a profile of its own; whatever it complains of fails the test."""
    still = {"viewport": {"width": 1280, "height": 860}, "reduced_motion": "reduce"}  # no colour is met half faded
    context = browser.new_context(**(still | settings))
    page = context.new_page()
    page.set_default_timeout(15_000)
    page.complaints = []
    page.on("console", lambda message: page.complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    try:
        opened(page, address)
        yield page
        assert page.complaints == [], page.complaints
    finally:
        context.close()


def opened(page, address):
    """Go there and wait for the thread."""
    page.goto(address)
    whole(page)


def until(page, expression, arg=None, seconds=15):
    """Wait until it is true. (Playwright's own waiting needs eval, which the page's rules forbid.)"""
    end = time.monotonic() + seconds
    while not page.evaluate(expression, arg):
        assert time.monotonic() < end, f"never true: {expression}"
        page.wait_for_timeout(10)


def whole(page):
    """Wait until the open thread stands there with its last message."""
    until(page, "document.getElementById('messages').dataset.whole === decodeURIComponent(location.hash.slice(1))")


def here(page):
    """The open thread."""
    return page.evaluate("decodeURIComponent(location.hash.slice(1))")


def shot(page, name):
    """A picture, where REVIEW_SHOTS names a folder for it."""
    if place := os.environ.get("REVIEW_SHOTS"):
        page.screenshot(path=str(Path(place) / f"{name}.png"))


def unnamed(page):
    """Focusable elements to which the accessibility tree gives no name."""
    talk = page.context.new_cdp_session(page)
    nodes = talk.send("Accessibility.getFullAXTree")["nodes"]
    out = []
    for node in nodes:
        facts = {one["name"]: one["value"].get("value") for one in node.get("properties", ())}
        name = node.get("name", {}).get("value", "")
        if facts.get("focusable") and not node.get("ignored") and not name and node["role"]["value"] != "RootWebArea":
            out.append(json.dumps(node["role"]))
    talk.detach()
    return out
