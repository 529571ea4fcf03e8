// WebKitGTK, the engine family of every iPad browser, driven by WebDriver: a small browser of our own (webkit_browser.py),
// since WebKit's own forgets its profile when it is driven.
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { processTree } from "../e2e/fixtures";
import { describe, Tab, until, type Browser, type Driver, type Key, type Seen, type Step } from "./browser";
import { packagesFor } from "./engines";
import { commandLine, killTree } from "./processes";
import { WebDriver, type Element } from "./webdriver";

const BROWSER = join(__dirname, "webkit_browser.py");

/** Finds elements by role and name inside the page; the engine's own driver asks one element at a time. */
const FINDER = readFileSync(require.resolve("@testing-library/dom/dist/@testing-library/dom.umd.min.js"), "utf8");

/** As WebDriver writes them. */
const KEYS: Record<Key, string> = {
  Backspace: "\ue003",
  End: "\ue010",
  Enter: "\ue007",
  Escape: "\ue00c",
  Space: " ",
  Tab: "\ue004",
};

export async function openWebKit(profile: string, habits: string[] = []): Promise<Browser> {
  const driver = await WebDriver.start(BROWSER, ["--profile", profile, ...habits]).catch((error: Error) => {
    const packages = packagesFor("webkit");
    throw new Error(`WebKit does not start: ${error.message}. Is all of this installed: ${packages}?`);
  });
  await driver.post("/timeouts", { script: 60_000 });
  return new WebKitBrowser(driver, profile, await driver.get<string>("/window"));
}

class WebKitBrowser implements Browser {
  readonly first: Tab;

  constructor(
    private readonly driver: WebDriver,
    private readonly profile: string,
    handle: string,
  ) {
    this.first = new Tab(new WindowDriver(driver, handle));
  }

  async newTab(): Promise<Tab> {
    const { handle } = await this.driver.post<{ handle: string }>("/window/new", { type: "tab" });
    return new Tab(new WindowDriver(this.driver, handle));
  }

  async close(): Promise<void> {
    for (const pid of processTree(this.profile)) {
      // Its own processes are children that end with it.
      if (commandLine(pid).includes(BROWSER)) process.kill(pid, "SIGTERM");
    }
    await this.isGone();
    await this.driver.stop();
  }

  async kill9(): Promise<void> {
    const stopped = this.driver.stop();
    killTree(this.profile);
    await stopped;
    await this.isGone();
  }

  private async isGone(): Promise<void> {
    await until(async () => processTree(this.profile).length === 0, "the browser's processes are gone");
  }
}

/**
 * Runs the body of an async function in the first tab of a browser that was started with `--side-door` and a folder:
 * without WebDriver, whose session may be over. What it returns has to be an object.
 */
export async function askAtSideDoor<Answer>(profile: string, folder: string, body: string): Promise<Answer> {
  const answer = join(folder, "answer.json");
  rmSync(answer, { force: true });
  writeFileSync(join(folder, "ask.js"), body);
  for (const pid of processTree(profile)) if (commandLine(pid).includes(BROWSER)) process.kill(pid, "SIGUSR1");
  await until(async () => existsSync(answer), "the side door answers", 30_000);
  const given = JSON.parse(readFileSync(answer, "utf8")) as Answer & { error?: string };
  if (given.error !== undefined) throw new Error(given.error);
  return given;
}

/** What is looked for, as it goes into the page: patterns do not travel as they are. */
type Sent = { by: string; [name: string]: unknown };

class WindowDriver implements Driver {
  /** Which window each driver looks at. */
  private static readonly current = new WeakMap<WebDriver, string>();

  constructor(
    private readonly driver: WebDriver,
    private readonly handle: string,
  ) {}

  async goto(url: string): Promise<void> {
    await this.turnTo();
    await this.driver.post("/url", { url });
  }

  async reload(): Promise<void> {
    await this.turnTo();
    await this.driver.post("/refresh");
  }

  async evaluate<Result, Given>(script: (given: Given) => Result | Promise<Result>, given: Given): Promise<Result> {
    const answer = await this.run<{ result?: Result; error?: string }>(
      `Promise.resolve((${script})(arguments[0])).then((result) => ({ result }), (error) => ({ error: String(error) }))`,
      given,
    );
    if (answer.error !== undefined) throw new Error(answer.error);
    return answer.result as Result;
  }

  async look(steps: Step[]): Promise<Seen[]> {
    return this.found<Seen[]>(steps, `(${describe})(found)`);
  }

  async click(steps: Step[]): Promise<void> {
    let before = "";
    // What is still moving is not where a finger will come down.
    await until(async () => {
      const box = await this.found<string>(
        steps,
        `(found[0]?.scrollIntoView({ block: "center", behavior: "instant" }), JSON.stringify(found[0]?.getBoundingClientRect()))`,
      );
      const isStill = box !== undefined && box === before;
      before = box;
      return isStill;
    }, `${JSON.stringify(sendable(steps))} lies still`);
    await this.toElement(steps, "click");
  }

  async type(steps: Step[], text: string): Promise<void> {
    await this.toElement(steps, "value", { text });
  }

  async press(steps: Step[], key: Key): Promise<void> {
    await this.toElement(steps, "value", { text: KEYS[key] });
  }

  async close(): Promise<void> {
    await this.turnTo();
    await this.driver.delete("/window");
    WindowDriver.current.delete(this.driver);
  }

  private async toElement(steps: Step[], what: string, given: object = {}): Promise<void> {
    const element = await this.found<Element | null>(steps, "found[0] ?? null");
    if (!element) throw new Error(`there is no ${JSON.stringify(sendable(steps))}`);
    await this.driver.post(`/element/${WebDriver.idOf(element)}/${what}`, given);
  }

  /** Looks for elements, and answers with what `expression` makes of `found`. */
  private async found<Answer>(steps: Step[], expression: string): Promise<Answer> {
    const look = `globalThis.TestingLibraryDom ? (${find})(arguments[0]) : null`;
    const script = `Promise.resolve(${look}).then((found) => found && { answer: ${expression} })`;
    let looked = await this.run<{ answer: Answer } | null>(script, sendable(steps));
    if (!looked) {
      // A page that was just opened has no finder yet.
      await this.run(`(() => { const exports = undefined, module = undefined, define = undefined; ${FINDER} })()`, null);
      looked = await this.run<{ answer: Answer } | null>(script, sendable(steps));
    }
    if (!looked) throw new Error("the page was left while it was looked at");
    return looked.answer;
  }

  private async run<Answer>(expression: string, given: unknown): Promise<Answer> {
    await this.turnTo();
    const script = `const done = arguments[arguments.length - 1]; Promise.resolve(${expression}).then(done);`;
    return this.driver.post<Answer>("/execute/async", { script, args: [given] });
  }

  private async turnTo(): Promise<void> {
    if (WindowDriver.current.get(this.driver) === this.handle) return;
    await this.driver.post("/window", { handle: this.handle });
    WindowDriver.current.set(this.driver, this.handle);
  }
}

function sendable(steps: Step[]): Sent[] {
  const words = (value: unknown) => (value instanceof RegExp ? { source: value.source, flags: value.flags } : value);
  return steps.map((step) => ({
    ...Object.fromEntries(Object.entries(step).map(([name, value]) => [name, words(value)])),
    by: step.by,
  }));
}

/** Finds elements step by step. Runs in the page, so it uses nothing from here. */
function find(steps: Sent[]): Element[] {
  const library = (globalThis as never as { TestingLibraryDom: Record<string, (...given: unknown[]) => HTMLElement[]> })
    .TestingLibraryDom;
  const words = (value: unknown) => {
    const pattern = value as { source: string; flags: string } | string | undefined;
    return typeof pattern === "object" ? new RegExp(pattern.source, pattern.flags) : pattern;
  };
  const within = (place: HTMLElement, step: Sent): HTMLElement[] => {
    switch (step.by) {
      case "role":
        return library.queryAllByRole!(place, step.role, step.name === undefined ? {} : { name: words(step.name) });
      case "label":
        return library.queryAllByLabelText!(place, words(step.words));
      case "test id":
        return library.queryAllByTestId!(place, step.id);
      default:
        return [...place.querySelectorAll<HTMLElement>(String(step.selector))];
    }
  };
  let found: HTMLElement[] = [document.documentElement];
  for (const step of steps) {
    if (step.by === "words") found = found.filter((one) => one.textContent?.includes(String(step.words)));
    else if (step.by === "place") found = [found.at(Number(step.index))].filter((one) => one !== undefined);
    else found = [...new Set(found.flatMap((place) => within(place, step)))];
  }
  return found as never as Element[];
}
