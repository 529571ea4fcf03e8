// The code of every screen but the first is in a file of its own, which comes by itself when the first screen
// stands. Where it does not come, the app says so and goes on.
import { enter, VILDE } from "./app";
import { expect, expectAccessible, test } from "./fixtures";
import { PORTAL } from "./proxy";

const isLater = (path: string) => /\/split_[^/]*\.wasm$/.test(path);

test("the later screens are fetched before anyone opens one", async ({ centre, newDevice }) => {
  const device = await newDevice();
  const { page } = device;
  const asked: string[] = [];
  page.on("request", (request) => asked.push(new URL(request.url()).pathname));
  await page.goto(centre.url);
  await page.getByRole("button", { name: VILDE.name }).click();
  await enter(device);
  await expect.poll(() => asked.filter(isLater).length).toBe(1);
});

test("a later screen whose code a captive portal keeps back says so, and opens when the network is well", async ({
  network,
  newDevice,
}) => {
  const device = await newDevice();
  const { page } = device;
  let kept = 0;
  const keepBack = () =>
    (network.faults.instead = (call) => {
      if (!isLater(call.path)) return undefined;
      kept += 1;
      return PORTAL;
    });
  keepBack();
  await page.goto(network.url);
  await page.getByRole("button", { name: VILDE.name }).click();
  await stillKept();
  network.faults = {};
  await page.getByRole("button", { name: "Prøv igjen" }).click();
  await enter(device);

  // Once more, for whoever opens a plan after that: this tablet has not kept the whole app yet.
  await page.evaluate(async () => {
    for (const worker of await navigator.serviceWorker.getRegistrations()) await worker.unregister();
    for (const cache of await caches.keys()) await caches.delete(cache);
  });
  keepBack();
  await page.goto(network.url);
  await expect(page.locator("[data-plan]").first()).toBeVisible();
  await page.locator("[data-plan] a").first().click();
  await stillKept();

  // The first screen has gone on meanwhile.
  await page.getByRole("link", { name: "Planer" }).click();
  await expect(page.locator("[data-plan]").first()).toBeVisible();

  network.faults = {};
  await page.locator("[data-plan] a").first().click();
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await expect(page.locator("main button[aria-controls]").first()).toBeVisible();

  /** The code does not come, and does not come when it is asked for again. */
  async function stillKept(): Promise<void> {
    await expect(page.getByText("Siden ble ikke hentet")).toBeVisible();
    await expectAccessible(page);
    const before = kept;
    await page.getByRole("button", { name: "Prøv igjen" }).click();
    await expect.poll(() => kept).toBeGreaterThan(before);
    await expect(page.getByText("Siden ble ikke hentet")).toBeVisible();
    await expect(page.locator("#crashed")).toBeHidden();
  }
});
