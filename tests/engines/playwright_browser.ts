// Chromium and Firefox, both driven by Playwright: Chromium over DevTools, the distribution's own Firefox over WebDriver
// BiDi (see firefox_bidi.cjs for what stands between the two).
import { chromium, firefox, type BrowserContext, type Locator, type Page } from "@playwright/test";
import { join } from "node:path";
import { CHROMIUM_FLAGS, processTree } from "../e2e/fixtures";
import { BrowserGone, describe, Tab, until, type Browser, type Driver, type Key, type Step } from "./browser";
import { commandOf } from "./engines";
import { killTree } from "./processes";

/** What every page has in common: a tablet of a caseworker in Norway. */
const TABLET = { headless: true, viewport: { width: 820, height: 1180 } };

/** Playwright switches off what a test does not want to meet; what lies on disk afterwards is what we look for. */
const FIREFOX_HABITS = {
  "browser.formfill.enable": true,
  "browser.sessionstore.interval": 1_000,
  // It writes the open tabs down as at anybody's, and does not open them by itself after a crash.
  "browser.sessionstore.resume_from_crash": true,
  "browser.sessionstore.max_resumed_crashes": 0,
  "places.history.enabled": true,
  "signon.rememberSignons": true,
};

export async function openChromium(profile: string): Promise<Browser> {
  const context = await chromium.launchPersistentContext(profile, {
    ...TABLET,
    executablePath: commandOf("chromium"),
    args: CHROMIUM_FLAGS,
    locale: "nb-NO",
    timezoneId: "Europe/Oslo",
    reducedMotion: "reduce",
  });
  return new PlaywrightBrowser(context, profile, (page) => new PageDriver(page));
}

export async function openFirefox(profile: string): Promise<Browser> {
  const context = await firefox.launchPersistentContext(profile, {
    ...TABLET,
    channel: "moz-firefox",
    executablePath: join(__dirname, "firefox_bidi.cjs"),
    env: { ...process.env, OVERGANG_FIREFOX: commandOf("firefox"), TZ: "Europe/Oslo" },
    firefoxUserPrefs: { ...FIREFOX_HABITS, "intl.accept_languages": "nb-NO", "ui.prefersReducedMotion": 1 },
  });
  return new PlaywrightBrowser(context, profile, (page) => new FirefoxDriver(page));
}

class PlaywrightBrowser implements Browser {
  readonly first: Tab;

  constructor(
    private readonly context: BrowserContext,
    private readonly profile: string,
    private readonly driverOf: (page: Page) => Driver,
  ) {
    const page = context.pages().at(-1);
    if (!page) throw new Error("the browser opened without a tab");
    this.first = new Tab(driverOf(page));
  }

  async newTab(): Promise<Tab> {
    return new Tab(this.driverOf(await this.context.newPage()));
  }

  async close(): Promise<void> {
    await this.context.close();
    await this.isGone();
  }

  async kill9(): Promise<void> {
    const closed = new Promise((done) => this.context.once("close", done));
    killTree(this.profile);
    await closed;
    await this.isGone();
  }

  private async isGone(): Promise<void> {
    await until(async () => processTree(this.profile).length === 0, "the browser's processes are gone");
  }
}

class PageDriver implements Driver {
  constructor(protected readonly page: Page) {}

  async goto(url: string): Promise<void> {
    await this.page.goto(url);
  }

  async reload(): Promise<void> {
    await this.page.reload();
  }

  async evaluate<Result, Given>(script: (given: Given) => Result | Promise<Result>, given: Given): Promise<Result> {
    if (this.page.isClosed()) throw new BrowserGone("the tab is gone");
    // Playwright's type of what may be given cannot be named here; what journeys give is plain.
    return this.page.evaluate(script as never, given as never) as Promise<Result>;
  }

  async look(steps: Step[]) {
    return this.find(steps).evaluateAll(describe);
  }

  async click(steps: Step[]): Promise<void> {
    await this.find(steps).first().click();
  }

  async type(steps: Step[], text: string): Promise<void> {
    const field = this.find(steps).first();
    await field.focus();
    await this.page.keyboard.press("ControlOrMeta+End");
    await this.page.keyboard.type(text);
  }

  async press(steps: Step[], key: Key): Promise<void> {
    await this.find(steps).first().press(key);
  }

  async close(): Promise<void> {
    await this.page.close();
  }

  protected find(steps: Step[]): Locator {
    if (this.page.isClosed()) throw new BrowserGone("the tab is gone");
    let found: Locator | undefined;
    for (const step of steps) found = this.then(found, step);
    if (!found) throw new Error("nothing is looked for");
    return found;
  }

  private then(found: Locator | undefined, step: Step): Locator {
    const within = found ?? this.page;
    switch (step.by) {
      case "role":
        return within.getByRole(step.role, step.name === undefined ? {} : { name: step.name, exact: true });
      case "label":
        return within.getByLabel(step.words, { exact: true });
      case "test id":
        return within.getByTestId(step.id);
      case "css":
        return within.locator(step.selector);
      case "words":
        return found!.filter({ hasText: step.words });
      case "place":
        return found!.nth(step.index);
    }
  }
}

/**
 * Firefox's content process crashes when Playwright looks for a label in its own world beside a large page. In the page's
 * world it finds the same; hand and keys come from outside all the same.
 */
class FirefoxDriver extends PageDriver {
  override async click(steps: Step[]): Promise<void> {
    let before = "";
    // What is still moving is not where a finger will come down.
    const place = await until(async () => {
      const [x, y] = await this.find(steps).evaluateAll((elements) => {
        const element = elements[0]!;
        element.scrollIntoView({ block: "center", behavior: "instant" });
        const { left, top, width, height } = element.getBoundingClientRect();
        const [x, y] = [left + width / 2, top + height / 2];
        const hit = document.elementFromPoint(x, y);
        const isFree = !!hit && (element.contains(hit) || hit.contains(element));
        return isFree ? [x, y] : [-1, -1];
      });
      const isStill = before === `${x} ${y}`;
      before = `${x} ${y}`;
      return isStill && x! >= 0 ? { x: x!, y: y! } : undefined;
    }, "it lies free and still");
    await this.page.mouse.click(place.x, place.y);
  }

  override async type(steps: Step[], text: string): Promise<void> {
    await this.focus(steps);
    await this.page.keyboard.press("Control+End");
    await this.page.keyboard.type(text);
  }

  override async press(steps: Step[], key: Key): Promise<void> {
    await this.focus(steps);
    await this.page.keyboard.press(key);
  }

  private async focus(steps: Step[]): Promise<void> {
    await this.find(steps).evaluateAll(([element]) => (element as HTMLElement).focus());
  }
}
