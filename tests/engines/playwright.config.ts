// The same journeys in three engines, each a project, two at a time.
// By hand: npx playwright test -c tests/engines/playwright.config.ts [--project webkit]
// OVERGANG_KILLS: how often each browser is killed; OVERGANG_SEED: at which moments; OVERGANG_LONG: all cases of a kind.
import { defineConfig } from "@playwright/test";
import { type EngineName } from "./engines";

const only = (engine: EngineName, testIgnore: RegExp[]) => ({ name: engine, use: { engine }, testIgnore });

export default defineConfig<object, { engine: EngineName }>({
  testDir: ".",
  outputDir: "../../test-results/engines",
  workers: 2,
  retries: 0,
  timeout: 150_000,
  expect: { timeout: 15_000 },
  forbidOnly: !!process.env.CI,
  reporter: [[process.env.CI ? "line" : "list"], ["./fault_table.ts"]],
  projects: [
    only("chromium", [/webkit_/]),
    only("firefox", [/webkit_/, /chromium_/]),
    only("webkit", [/chromium_/]),
  ],
});
