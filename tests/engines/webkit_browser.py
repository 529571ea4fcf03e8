#!/usr/bin/python3
"""A browser of one window on WebKitGTK that can be driven and keeps its profile on disk.

WebKit's own MiniBrowser forgets everything when it is driven. This one writes what a browser of everyday use writes:
what pages store, cookies, caches, and the state of its tabs, with which such a browser would open them again.

WebDriver's session ends when the network process does. For journeys that go on after that there is a side door: at SIGUSR1
the body of an async function is read from `ask.js` in the folder behind `--side-door`, run in the first tab, and what it
answers is left in `answer.json` there.

With `--page-cache` a page that is left stays suspended for the way back, as on an iPad. See webkit_page_cache.spec.ts for
what that costs now, and why it is not the rule here.
"""

import json
import signal
import sys
from pathlib import Path

import gi

gi.require_version("Gtk", "3.0")
gi.require_version("WebKit2", "4.1")
from gi.repository import Gio, GLib, Gtk, WebKit2  # noqa: E402

# How often the state of the tabs is written, in milliseconds.
STATE_INTERVAL = 1_000


class Browser:
    def __init__(self, profile: Path, has_page_cache: bool) -> None:
        self.profile = profile
        self.has_page_cache = has_page_cache
        self.views: list[WebKit2.WebView] = []
        data = WebKit2.WebsiteDataManager(
            base_data_directory=str(profile / "data"),
            base_cache_directory=str(profile / "cache"),
        )
        self.context = WebKit2.WebContext(website_data_manager=data)
        self.context.set_favicon_database_directory(str(profile / "icons"))
        self.context.set_preferred_languages(["nb-NO"])
        self.context.get_cookie_manager().set_persistent_storage(
            str(profile / "cookies.sqlite"), WebKit2.CookiePersistentStorage.SQLITE
        )
        self.context.set_automation_allowed(True)
        self.context.connect("automation-started", self.start)
        GLib.timeout_add(STATE_INTERVAL, self.write_state)

    def start(self, _context: WebKit2.WebContext, session: WebKit2.AutomationSession) -> None:
        session.connect("create-web-view", self.open_tab)

    def open_tab(self, _session: WebKit2.AutomationSession) -> WebKit2.WebView:
        view = WebKit2.WebView(web_context=self.context, is_controlled_by_automation=True)
        view.get_settings().set_enable_page_cache(self.has_page_cache)
        window = Gtk.Window()
        window.set_default_size(900, 1_180)
        window.add(view)
        window.show_all()
        view.connect("close", lambda _view: window.destroy())
        window.connect("destroy", lambda _window: self.views.remove(view))
        self.views.append(view)
        return view

    def write_state(self) -> bool:
        """The state of each tab: addresses, scrolling, and what stood in form fields when a page was left."""
        for number, view in enumerate(self.views):
            state = view.get_session_state().serialize().get_data()
            (self.profile / f"tab-{number}.state").write_bytes(state)
        return GLib.SOURCE_CONTINUE


    def answer_at(self, side_door: Path) -> bool:
        """Runs in the first tab what lies at the side door."""

        def done(view: WebKit2.WebView, result: Gio.AsyncResult) -> None:
            try:
                answer = view.call_async_javascript_function_finish(result).to_json(0)
            except GLib.Error as error:
                answer = json.dumps({"error": error.message})
            # Whoever waits must not read half of it.
            written = side_door / "answer.part"
            written.write_text(answer or "null")
            written.rename(side_door / "answer.json")

        body = (side_door / "ask.js").read_text()
        self.views[0].call_async_javascript_function(body, -1, None, None, None, None, done)
        return GLib.SOURCE_CONTINUE

    def close(self) -> bool:
        """Closes all tabs in good order, and ends."""
        self.write_state()
        for view in list(self.views):
            view.get_toplevel().destroy()
        Gtk.main_quit()
        return GLib.SOURCE_REMOVE


def main() -> None:
    profile = Path(sys.argv[sys.argv.index("--profile") + 1])
    browser = Browser(profile, "--page-cache" in sys.argv)
    GLib.unix_signal_add(GLib.PRIORITY_DEFAULT, signal.SIGTERM, browser.close)
    if "--side-door" in sys.argv:
        side_door = Path(sys.argv[sys.argv.index("--side-door") + 1])
        GLib.unix_signal_add(GLib.PRIORITY_DEFAULT, signal.SIGUSR1, browser.answer_at, side_door)
    Gtk.main()


main()
