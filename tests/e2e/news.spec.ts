// Two colleagues at their desks: what one writes shows on the other's screen within seconds. Nobody asks for a sync and
// nothing is loaded again. When the centre has been away it goes on by itself.
import { type Response } from "@playwright/test";
import { notes, openPlan, planIds, signIn, TORSTEIN, VILDE, writeNote } from "./app";
import { expect, test, type Device } from "./fixtures";

/** Far below the minute after which a device asks by itself. */
const SECONDS = 12_000;

/** Resolves when the page of this device is given a stream of events. */
async function listens(device: Device): Promise<void> {
  const isStream = (response: Response) => response.url().endsWith("/api/events");
  const response = await device.page.waitForResponse(isStream);
  expect(response.status()).toBe(200);
  expect(response.fromServiceWorker()).toBe(false);
}

/** Opens the plan on a device, and waits until the device hears of news. */
async function openAndListen(device: Device, at: { url: string }, plan: string): Promise<void> {
  const isListening = listens(device);
  await device.page.reload();
  await openPlan(device.page, at, plan);
  await isListening;
}

test("what one writes shows at the other's within seconds, also after the centre was away", async ({
  centre,
  newDevice,
}) => {
  const [vilde, torstein] = [await newDevice(), await newDevice()];
  await signIn(vilde, centre, VILDE);
  await signIn(torstein, centre, TORSTEIN);
  const shared = await planIds(torstein.page, centre);
  const [plan] = (await planIds(vilde.page, centre)).filter((id) => shared.includes(id));
  await openAndListen(vilde, centre, plan!);
  await openAndListen(torstein, centre, plan!);
  let loads = 0;
  for (const { page } of [vilde, torstein]) page.on("load", () => (loads += 1));

  // Three times: a device that only asked once a minute would not be that lucky.
  for (const [i, [writer, reader]] of [
    [vilde, torstein],
    [torstein, vilde],
    [vilde, torstein],
  ].entries()) {
    await writeNote(writer!.page, `Nytt på skjermen ${i}`);
    const shown = notes(reader!.page).filter({ hasText: `Nytt på skjermen ${i}` });
    await expect(shown).toHaveCount(1, { timeout: SECONDS });
  }

  // The centre ends in good order although two streams are open, and comes back.
  const isBack = Promise.all([vilde, torstein].map(listens));
  const begun = Date.now();
  await centre.stop();
  expect(Date.now() - begun).toBeLessThan(5_000);
  await centre.restart();
  await isBack;
  await writeNote(torstein.page, "Skrevet etter omstarten");
  await expect(notes(vilde.page).filter({ hasText: "Skrevet etter omstarten" })).toHaveCount(1, { timeout: SECONDS });
  // It goes on after the centre was killed, too.
  const isBackAgain = Promise.all([vilde, torstein].map(listens));
  await centre.kill9();
  await centre.restart();
  await isBackAgain;
  await writeNote(vilde.page, "Skrevet etter strømbruddet");
  await expect(notes(torstein.page).filter({ hasText: "Skrevet etter strømbruddet" })).toHaveCount(1, {
    timeout: SECONDS,
  });
  expect(loads).toBe(0);
});

test("a tablet that is shut out hears so at once, and empties itself", async ({ centre, newDevice }) => {
  const [tablet, desk] = [await newDevice(), await newDevice()];
  await signIn(tablet, centre, VILDE);
  await signIn(desk, centre, VILDE);
  const isListening = listens(tablet);
  await tablet.page.goto(`${centre.url}/sync`);
  await isListening;
  await desk.page.goto(`${centre.url}/sync`);
  await desk.page.getByRole("link", { name: "Enheter" }).click();
  const lost = desk.page.getByTestId("device").filter({ hasNotText: "Denne enheten" });
  await lost.getByRole("button", { name: "Sperr" }).click();
  await desk.page.getByRole("dialog").getByRole("button", { name: "Sperr enheten" }).click();
  await expect(lost).toContainText("Sperret");
  await expect(tablet.page.getByTestId("plans")).toHaveText("0", { timeout: SECONDS });
});
