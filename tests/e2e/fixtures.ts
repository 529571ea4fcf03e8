// What every journey stands on: a centre of its own (our server with an empty database), and devices
// (Chromium with a profile folder of its own) that can be cut off, killed and started again.
import { AxeBuilder } from "@axe-core/playwright";
import { test as base, chromium, expect, type BrowserContext, type Page } from "@playwright/test";
import { execFileSync, spawn, type ChildProcess } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { Proxy } from "./proxy";

const PROJECT = resolve(__dirname, "../..");
const SERVER = process.env.OVERGANG_SERVER ?? join(PROJECT, "target/debug/overgang-server");
const DIST = process.env.OVERGANG_DIST ?? join(PROJECT, "dist");
const CHROMIUM = process.env.OVERGANG_CHROMIUM ?? "/usr/bin/chromium";
/** The same engine without windows, profile pages and services of its own: faster, and enough for most journeys. */
const HEADLESS_SHELL = process.env.OVERGANG_HEADLESS_SHELL ?? CHROMIUM;

/** Headless, as root, and without anything that Chromium does on its own. */
export const CHROMIUM_FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** What the provider of `provider.mjs` knows our server by. */
const PROVIDER_SECRET = "a secret between the two";

/** The practice prison that every centre begins with. */
let practicePrison: Promise<string> | undefined;

/** Our server with the practice prison, on a port and a database that no other test has. */
export class Centre {
  private process: ChildProcess | undefined;
  private log = "";
  /** What it is started as: the practice prison, unless it has a provider. */
  private world = ["--practice"];
  /** The file of its database. */
  private name = "centre.sqlite";

  private constructor(
    private readonly folder: string,
    private readonly port: number,
    private dist: string,
  ) {}

  /** `dist` is the built app to serve; another folder than the project's own is for tests of updates. */
  static async start(dist = DIST): Promise<Centre> {
    if (!existsSync(SERVER)) throw new Error(`${SERVER} is missing: cargo build -p overgang-server`);
    const folder = mkdtempSync(join(tmpdir(), "overgang-centre-"));
    cpSync(await (practicePrison ??= Centre.makePracticePrison()), folder, { recursive: true });
    const centre = new Centre(folder, await freePort(), dist);
    await centre.restart();
    return centre;
  }

  /** A folder with what the first start on an empty database makes, which takes seconds. */
  private static async makePracticePrison(): Promise<string> {
    const folder = mkdtempSync(join(tmpdir(), "overgang-practice-"));
    process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
    const centre = new Centre(folder, await freePort(), DIST);
    await centre.restart();
    await centre.stop();
    return folder;
  }

  /** Serves an office from now on, on a database of its own; `config` is the file of its provider. */
  async becomeOffice(config: object): Promise<void> {
    const file = join(this.folder, "provider.json");
    writeFileSync(file, JSON.stringify(config));
    this.world = ["--provider", file];
    this.name = "office.sqlite";
    await this.restart();
  }

  /** Serves the practice prison as it was made on another day, on a database of its own. */
  async beginOn(day: string): Promise<void> {
    this.world = ["--practice", "--practice-day", day];
    this.name = `of-${day}.sqlite`;
    await this.restart();
  }

  /** Asks a register of persons from now on, which listens on this port of this machine. */
  async askRegister(port: number): Promise<void> {
    const file = join(this.folder, "systems.json");
    const person_register = {
      address: `http://127.0.0.1:${port}/`,
      secret: { environment: "OVERGANG_REGISTER_SECRET" },
      allow_loopback: true,
    };
    writeFileSync(file, JSON.stringify({ person_register }));
    this.world.push("--systems", file);
    await this.restart();
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** The folder with the app that it serves. */
  get app(): string {
    return this.dist;
  }

  /** What the server has printed so far, over all its starts. */
  get printed(): string {
    return this.log;
  }

  /**
   * Starts it on the same port and database; whatever ran before is stopped in good order first.
   * `dist` is another build of the app to serve from now on.
   */
  async restart(dist = this.dist): Promise<void> {
    await this.stop();
    this.dist = dist;
    const started = spawn(
      SERVER,
      [
        ...this.world,
        ...["--database", this.database],
        ...["--dist", this.dist],
        ...["--listen", `127.0.0.1:${this.port}`],
      ],
      {
        cwd: this.folder,
        stdio: ["ignore", "pipe", "pipe"],
        env: {
          ...process.env,
          OVERGANG_PROVIDER_SECRET: PROVIDER_SECRET,
          OVERGANG_REGISTER_SECRET: "a secret that only the register and the centre have",
        },
      },
    );
    this.process = started;
    const keep = (printed: Buffer) => (this.log += printed.toString());
    started.stdout.on("data", keep);
    started.stderr.on("data", keep);
    await expect
      .poll(() => this.answers(), { message: "the server answers", intervals: [50] })
      .toBe(true);
  }

  /** Stops it and checks every entry of its ledger; answers with what the check printed. */
  async verifyLedger(): Promise<string> {
    await this.stop();
    return execFileSync(SERVER, ["verify-ledger", "--database", this.database], { encoding: "utf8" });
  }

  /** Copies everything into a file while it serves; answers with the file. */
  backup(): string {
    const file = join(this.folder, "backup.sqlite");
    execFileSync(SERVER, ["backup", file, "--database", this.database], { encoding: "utf8" });
    return file;
  }

  /** Its database is lost; it goes on with what a backup has. */
  async restore(backup: string): Promise<void> {
    await this.stop();
    this.name = "restored.sqlite";
    execFileSync(SERVER, ["restore", backup, "--database", this.database], { encoding: "utf8" });
    await this.restart();
  }

  /** Erases a plan, at the person's request. */
  erase(plan: string): void {
    execFileSync(SERVER, ["erase", "--plan", plan, "--ground", "request", "--database", this.database]);
  }

  /** Asks it to end, and waits until it has. */
  async stop(): Promise<void> {
    await this.end("SIGTERM");
  }

  /** Ends it as a power cut would: whatever it was doing stays half done. */
  async kill9(): Promise<void> {
    await this.end("SIGKILL");
  }

  async remove(): Promise<void> {
    await this.kill9();
    rmSync(this.folder, { recursive: true, force: true });
  }

  private get database(): string {
    return join(this.folder, this.name);
  }

  private async end(signal: NodeJS.Signals): Promise<void> {
    const running = this.process;
    this.process = undefined;
    if (!running || running.exitCode !== null || running.signalCode !== null) return;
    const ended = new Promise((done) => running.once("exit", done));
    running.kill(signal);
    await ended;
  }

  /** Whether it answers. */
  async answers(): Promise<boolean> {
    if (this.process && this.process.exitCode !== null) {
      throw new Error(`the server ended at once:\n${this.log}`);
    }
    try {
      return (await fetch(`${this.url}/health`)).ok;
    } catch {
      return false;
    }
  }
}

/** A tablet: one browser with one profile folder, which outlives the browser's process. */
export class Device {
  private running: BrowserContext | undefined;
  /** What its user types where the app asks for the passphrase; none: nobody does. */
  passphrase: string | undefined;

  private constructor(
    private readonly folder: string,
    private readonly browser: string,
  ) {}

  static async start(browser = HEADLESS_SHELL): Promise<Device> {
    const device = new Device(mkdtempSync(join(tmpdir(), "overgang-device-")), browser);
    await device.open();
    return device;
  }

  /** The profile folder, to search or to damage. */
  get profile(): string {
    return this.folder;
  }

  get context(): BrowserContext {
    if (!this.running) throw new Error("this device is switched off");
    return this.running;
  }

  /** The first tab. */
  get page(): Page {
    const [first] = this.context.pages();
    if (!first) throw new Error("this device has no tab");
    return first;
  }

  /** Starts the browser on the profile as it is. */
  async open(): Promise<Page> {
    this.running = await chromium.launchPersistentContext(this.folder, {
      executablePath: this.browser,
      args: CHROMIUM_FLAGS,
      headless: true,
      locale: "nb-NO",
      timezoneId: "Europe/Oslo",
      // What slides open is a moving target: a click that lands between two frames would be lost.
      reducedMotion: "reduce",
      viewport: { width: 820, height: 1180 },
    });
    // What a test waits for comes within this, or it hangs.
    this.running.setDefaultTimeout(60_000);
    for (const page of this.running.pages()) await this.unlockWhenAsked(page);
    this.running.on("page", (page) => void this.unlockWhenAsked(page));
    return this.page;
  }

  /** The user is at the tablet: whenever a page asks for the passphrase, they type it. */
  private async unlockWhenAsked(page: Page): Promise<void> {
    const field = page.getByLabel("Passfrase", { exact: true });
    const handle = async () => {
      if (this.passphrase === undefined) return;
      await field.fill(this.passphrase);
      await field.press("Enter");
      await expect(field).toBeHidden();
    };
    await page.addLocatorHandler(field, handle, { noWaitAfter: true });
    // Not every action of a test waits for that: those that force a click, or ask the page itself.
    const entered = page.locator("[data-saving], ul.ov-users, .ov-passphrase, [role=alert]:visible").first();
    const [goto, reload] = [page.goto.bind(page), page.reload.bind(page)];
    const enter = async () => {
      if (this.passphrase === undefined || !(await page.locator("#loading, main").count())) return;
      await expect(entered).toBeVisible();
    };
    page.goto = async (...where) => {
      const answer = await goto(...where);
      await enter();
      return answer;
    };
    page.reload = async (...how) => {
      const answer = await reload(...how);
      await enter();
      return answer;
    };
  }

  async goOffline(): Promise<void> {
    await this.context.setOffline(true);
  }

  async goOnline(): Promise<void> {
    await this.context.setOffline(false);
  }

  /** Closes the browser in good order. */
  async close(): Promise<void> {
    await this.running?.close();
    this.running = undefined;
  }

  /** Ends the browser and all its processes as a flat battery would. Nothing of the page gets to run. */
  async kill9(): Promise<void> {
    const running = this.running;
    this.running = undefined;
    if (!running) return;
    const closed = new Promise((done) => running.once("close", done));
    for (const pid of processTree(this.folder)) {
      try {
        process.kill(pid, "SIGKILL");
      } catch {
        // It ended with its parent.
      }
    }
    await closed;
    await expect.poll(() => processTree(this.folder).length, { message: "the browser is gone" }).toBe(0);
  }

  async remove(): Promise<void> {
    await this.close();
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

type Fixtures = { centre: Centre; newDevice: () => Promise<Device>; network: Proxy; wholeBrowser: boolean };

/**
 * `centre` is started for each test; `newDevice` gives as many devices as a test asks for; `network` is a
 * stretch of network in front of the centre, well until a test gives it faults. With `wholeBrowser` devices run all of
 * Chromium: for tests of starts and of what lies in a profile.
 */
export const test = base.extend<Fixtures>({
  wholeBrowser: [false, { option: true }],
  centre: async ({}, use, testInfo) => {
    const centre = await Centre.start();
    await use(centre);
    if (testInfo.status !== testInfo.expectedStatus) {
      await testInfo.attach("what the server printed", { body: centre.printed, contentType: "text/plain" });
    }
    await centre.remove();
  },
  network: async ({ centre }, use) => {
    const network = await Proxy.before(centre);
    await use(network);
    await network.remove();
  },
  newDevice: async ({ wholeBrowser }, use) => {
    const devices: Device[] = [];
    await use(async () => {
      const device = await Device.start(wholeBrowser ? CHROMIUM : HEADLESS_SHELL);
      devices.push(device);
      return device;
    });
    for (const device of devices) await device.remove();
  },
});

export { expect };

/** Waits until the service worker holds a whole version, so that the page works without network. */
export async function waitUntilInstalled(page: Page): Promise<void> {
  await page.waitForFunction(() => navigator.serviceWorker.controller?.state === "activated");
}

/** No finding of axe by the rules of WCAG 2.2 A and AA, on the whole page or within one part of it. */
export async function expectAccessible(page: Page, within = "html"): Promise<void> {
  // Colours on their way from one to another are nobody's choice.
  await page.evaluate(() => Promise.allSettled(document.getAnimations().map((animation) => animation.finished)));
  const look = async () => {
    const { violations } = await new AxeBuilder({ page })
      .include(within)
      .withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"])
      .analyze();
    return violations.map(({ id, help, nodes }) => ({ id, help, where: nodes.map((node) => node.html) }));
  };
  let found = await look();
  if (found.some(({ id }) => id === "target-size")) {
    // What a fixed bar covers by half is too small where it stands, and not once it is scrolled.
    await page.evaluate(() => {
      const isAtEnd = scrollY + innerHeight + 120 > document.documentElement.scrollHeight;
      scrollBy(0, isAtEnd ? -120 : 120);
    });
    const again = (await look()).map(({ id, where }) => [id, ...where].join());
    found = found.filter(({ id, where }) => id !== "target-size" || again.includes([id, ...where].join()));
  }
  expect(found).toEqual([]);
}

export async function freePort(): Promise<number> {
  return new Promise((done, failed) => {
    const probe = createServer();
    probe.once("error", failed);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() => (address && typeof address === "object" ? done(address.port) : failed(new Error("no port"))));
    });
  });
}

/** The browser on this profile folder and everything it has started. */
export function processTree(profile: string): number[] {
  const parents = new Map<number, number>();
  const roots: number[] = [];
  for (const name of readdirSync("/proc")) {
    const pid = Number(name);
    if (!Number.isInteger(pid)) continue;
    try {
      // The program's name stands in brackets and may hold anything; state and parent follow the last one.
      const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
      const [state, parent] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
      if (state === "Z") continue;
      parents.set(pid, Number(parent));
      if (readFileSync(`/proc/${pid}/cmdline`, "utf8").includes(profile)) roots.push(pid);
    } catch {
      // It ended while we looked.
    }
  }
  const tree = new Set(roots);
  for (let before = -1; before !== tree.size; ) {
    before = tree.size;
    for (const [pid, parent] of parents) if (tree.has(parent)) tree.add(pid);
  }
  return [...tree];
}
