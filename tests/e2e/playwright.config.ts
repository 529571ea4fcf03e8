// The journeys run in the machine's own Chromium (which of it, `wholeBrowser` in fixtures.ts says), two at a time: two
// cores, and every test starts a centre of its own. `cargo xtask test` calls this; by hand: npx playwright test -c tests/e2e
import { defineConfig } from "@playwright/test";

export default defineConfig({
  testDir: ".",
  outputDir: "../../test-results",
  workers: 2,
  // A test that passes only sometimes has found something.
  retries: 0,
  // Ends what hangs. It says nothing about speed: a machine may be three times as slow as another.
  timeout: 300_000,
  expect: { timeout: 30_000 },
  forbidOnly: !!process.env.CI,
  reporter: process.env.CI ? "line" : "list",
});
