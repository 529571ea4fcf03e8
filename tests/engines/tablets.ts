// What every journey of the engines stands on: a centre as in ../e2e, and tablets in the engine of the project that runs.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test as base } from "../e2e/fixtures";
import { type Browser, type OpenBrowser, type Tab } from "./browser";
import { type EngineName } from "./engines";
import { openChromium, openFirefox } from "./playwright_browser";
import { openWebKit } from "./webkit_browser";

const OPEN: Record<EngineName, OpenBrowser> = { chromium: openChromium, firefox: openFirefox, webkit: openWebKit };

/** A tablet: a profile folder, and the browser on it while that runs. */
export class Tablet {
  private running: Browser | undefined;
  /** What its user types where the app asks for the passphrase. */
  passphrase = "";

  constructor(
    private readonly engine: EngineName,
    readonly profile = mkdtempSync(join(tmpdir(), `overgang-${engine}-`)),
  ) {}

  /** Starts the browser on the profile as it is. */
  async open(habits: string[] = []): Promise<Tab> {
    this.running = await OPEN[this.engine](this.profile, habits);
    return this.running.first;
  }

  get browser(): Browser {
    if (!this.running) throw new Error("this tablet is switched off");
    return this.running;
  }

  get isOn(): boolean {
    return this.running !== undefined;
  }

  /** The first tab. */
  get tab(): Tab {
    return this.browser.first;
  }

  async close(): Promise<void> {
    await this.running?.close();
    this.running = undefined;
  }

  async kill9(): Promise<void> {
    const running = this.running;
    this.running = undefined;
    await running?.kill9();
  }

  async remove(): Promise<void> {
    await this.kill9();
    rmSync(this.profile, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** One kind of fault and what it cost; a reporter puts these into a table (fault_table.ts). */
export type Cost = { fault: string; injected: number; written: number; lost: number; note?: string };

/** The annotation under which a test tells what its faults cost. */
export const COST = "cost";

export const test = base.extend<{ newTablet: (habits?: string[]) => Promise<Tablet>; tell: (cost: Cost) => void }, { engine: EngineName }>({
  engine: ["chromium", { option: true, scope: "worker" }],
  newTablet: async ({ engine }, use) => {
    const tablets: Tablet[] = [];
    await use(async (habits) => {
      const tablet = new Tablet(engine);
      tablets.push(tablet);
      await tablet.open(habits);
      return tablet;
    });
    for (const tablet of tablets) await tablet.remove();
  },
  tell: async ({}, use, testInfo) => {
    await use((cost) => testInfo.annotations.push({ type: COST, description: JSON.stringify(cost) }));
  },
});

export { expect };
