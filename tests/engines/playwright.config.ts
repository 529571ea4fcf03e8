// The same journeys in three engines, each a project. One at a time: each starts a centre and a browser, and what is
// measured between a key and a kill should not wait for another journey.
// By hand: npx playwright test -c tests/engines/playwright.config.ts [--project webkit]
import { defineConfig } from "@playwright/test";
import { type EngineName } from "./engines";

const only = (engine: EngineName, testIgnore: RegExp[]) => ({ name: engine, use: { engine }, testIgnore });

export default defineConfig<object, { engine: EngineName }>({
  testDir: ".",
  outputDir: "../../test-results/engines",
  workers: 1,
  retries: 0,
  timeout: 120_000,
  expect: { timeout: 15_000 },
  forbidOnly: !!process.env.CI,
  reporter: [[process.env.CI ? "line" : "list"], ["./fault_table.ts"]],
  projects: [only("chromium", [/webkit_/]), only("firefox", [/webkit_/]), only("webkit", [])],
});
