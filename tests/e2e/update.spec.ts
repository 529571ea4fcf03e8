// A new version of the app is announced, and taken at the user's word, never in the middle of a note. One
// that does not come whole is not taken at all.
import { rmSync } from "node:fs";
import { type Page } from "@playwright/test";
import { noteField, planIds, signIn, VILDE, waitUntilKept } from "./app";
import { expect, test, waitUntilInstalled } from "./fixtures";
import { nextVersion } from "./next_version";
import { PORTAL } from "./proxy";

/** The version in the page that runs; empty for the build under test. */
function runningVersion(page: Page): Promise<string> {
  return page.evaluate(() => document.querySelector('meta[name="version"]')?.getAttribute("content") ?? "");
}

/** The user comes back to the app: it looks for a new version. Tests cannot hide a tab, only say that it came back. */
async function comeBack(page: Page): Promise<void> {
  await page.evaluate(() => document.dispatchEvent(new Event("visibilitychange")));
}

test("a new version waits for the user's word and leaves a half-written note as it is", async ({
  centre,
  newDevice,
}) => {
  const tablet = await newDevice();
  const { page } = tablet;
  await signIn(tablet, centre, VILDE);
  const [plan] = await planIds(page, centre);
  await page.goto(`${centre.url}/plans/${plan}`);
  const words = "Halvskrevet da den nye versjonen kom";
  await noteField(page).fill(words);
  await waitUntilKept(page);

  const newer = nextVersion(centre.app, "to");
  await centre.restart(newer);
  await comeBack(page);
  const take = page.getByRole("button", { name: "Ta i bruk nå" });
  await expect(take).toBeVisible();
  await noteField(page).press("End");
  await page.keyboard.type(" og skrevet videre");
  await waitUntilKept(page);

  // Not asked for, not taken: not by a reload either.
  await page.reload();
  await expect(noteField(page)).toHaveValue(`${words} og skrevet videre`);
  expect(await runningVersion(page)).toBe("");
  await expect(take).toBeVisible();

  await noteField(page).press("End");
  await page.keyboard.type(", helt til slutt");
  await take.click();
  await expect.poll(() => runningVersion(page).catch(() => "")).toBe("to");
  await expect(noteField(page)).toHaveValue(`${words} og skrevet videre, helt til slutt`);
  await expect(take).toHaveCount(0);
  rmSync(newer, { recursive: true });
});

test("a tab that stayed open while another took the new version takes it at its own user's word", async ({
  centre,
  newDevice,
}) => {
  const tablet = await newDevice();
  await signIn(tablet, centre, VILDE);
  const first = tablet.page;
  const second = await tablet.context.newPage();
  await second.goto(centre.url);
  const newer = nextVersion(centre.app, "to");
  await centre.restart(newer);
  await comeBack(first);
  const take = (page: Page) => page.getByRole("button", { name: "Ta i bruk nå" });
  await expect(take(second)).toBeVisible();
  await take(first).click();
  await expect.poll(() => runningVersion(first).catch(() => "")).toBe("to");
  expect(await runningVersion(second)).toBe("");
  await take(second).click();
  await expect.poll(() => runningVersion(second).catch(() => "")).toBe("to");
  rmSync(newer, { recursive: true });
});

test("a new version of which a captive portal answers one file leaves the old one whole", async ({
  centre,
  network,
  newDevice,
}) => {
  const tablet = await newDevice();
  const { page } = tablet;
  await signIn(tablet, network, VILDE);
  const newer = nextVersion(centre.app, "tre");
  await centre.restart(newer);
  network.faults.instead = (call) => (call.path.endsWith(".wasm") ? PORTAL : undefined);
  const failed = page.evaluate(async () => {
    const registration = await navigator.serviceWorker.getRegistration();
    if (!registration) return "no worker";
    return new Promise<string>((ended) => {
      registration.addEventListener("updatefound", () => {
        const worker = registration.installing;
        worker?.addEventListener("statechange", () => ended(worker.state));
      });
      document.dispatchEvent(new Event("visibilitychange"));
    });
  });
  expect(await failed).toBe("redundant");
  await expect(page.getByRole("button", { name: "Ta i bruk nå" })).toHaveCount(0);

  // The old one goes on, without network too.
  await tablet.goOffline();
  await page.goto(network.url);
  await expect(page.locator("[data-plan]").first()).toBeVisible();
  expect(await runningVersion(page)).toBe("");

  // And the new one comes when the network is well.
  network.faults = {};
  await tablet.goOnline();
  await page.reload();
  await waitUntilInstalled(page);
  await comeBack(page);
  await page.getByRole("button", { name: "Ta i bruk nå" }).click();
  await expect.poll(() => runningVersion(page).catch(() => "")).toBe("tre");
  await expect(page.locator("[data-plan]").first()).toBeVisible();
  rmSync(newer, { recursive: true });
});
