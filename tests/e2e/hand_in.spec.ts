// What was not sent is sealed to the centre too: it is handed in while the tablet is locked, after its passphrase was
// forgotten, by the next user, and from a tablet that was shut out; the centre keeps apart what it may not take in.
import {
  lock,
  notes,
  offlineTablet,
  openPlan,
  planIds,
  saveNote,
  noteField,
  signIn,
  startOver,
  syncNow,
  TORSTEIN,
  unsent,
  VILDE,
  waitUntilSent,
  writeNote,
} from "./app";
import { type Centre, type Device, expect, expectAccessible, test } from "./fixtures";
import { counts, damageRecord } from "./storage";

/** Waits until a colleague's device has what was written in a plan. */
async function arrives(desk: Device, centre: Centre, plan: string, words: string): Promise<void> {
  await expect(async () => {
    await syncNow(desk.page, centre);
    await openPlan(desk.page, centre, plan);
    await expect(notes(desk.page).filter({ hasText: words })).toHaveCount(1, { timeout: 1_000 });
  }).toPass({ timeout: 60_000 });
}

test("a locked tablet hands in what was not sent, and unlocked it counts once", async ({ centre, newDevice }) => {
  const tablet = await offlineTablet(newDevice, centre);
  const { page } = tablet;
  const [plan] = await planIds(page, centre);
  await openPlan(page, centre, plan!);
  for (const words of ["Ett", "To", "Tre"]) await writeNote(page, `${words}: skrevet i besøksrommet`);
  expect(await counts(page)).toMatchObject({ outbox: 3, for_centre: 3 });
  const right = await lock(tablet);
  await expect(page.locator("body")).toContainText("3 endringer venter på å bli sendt");

  const handedIn = page.waitForResponse((answer) => answer.url().endsWith("/api/hand-in") && answer.ok());
  await tablet.goOnline();
  await page.reload();
  await handedIn;
  const desk = await newDevice();
  await signIn(desk, centre, VILDE);
  await arrives(desk, centre, plan!, "Tre: skrevet i besøksrommet");
  await expect(notes(desk.page).filter({ hasText: "skrevet i besøksrommet" })).toHaveCount(3);
  await page.reload();
  await expect(page.locator("body")).not.toContainText("venter på å bli sendt");

  // Opened without network it has them as before; then each gets its receipt.
  await tablet.goOffline();
  await page.reload();
  tablet.passphrase = right;
  await openPlan(page, centre, plan!);
  await expect(notes(page).filter({ hasText: "skrevet i besøksrommet" })).toHaveCount(3);
  await tablet.goOnline();
  await waitUntilSent(page, centre);
  expect(await counts(page)).toMatchObject({ outbox: 0, for_centre: 0 });
  await openPlan(page, centre, plan!);
  await expect(notes(page).filter({ hasText: "skrevet i besøksrommet" })).toHaveCount(3);
  expect(await centre.verifyLedger()).toMatch(/^OK: /);
});

test("after a forgotten passphrase nothing is lost: what was not sent comes with all the rest", async ({
  centre,
  newDevice,
}) => {
  const tablet = await offlineTablet(newDevice, centre);
  const { page } = tablet;
  const [plan] = await planIds(page, centre);
  await openPlan(page, centre, plan!);
  await writeNote(page, "Skrevet før passfrasen ble glemt");
  await lock(tablet);

  await startOver(tablet, VILDE);
  await waitUntilSent(page, centre);
  await arrives(tablet, centre, plan!, "Skrevet før passfrasen ble glemt");
  expect(await unsent(page, centre)).toBe(0);
});

test("the next user's tablet brings what the one before has not sent, as theirs", async ({ centre, newDevice }) => {
  const tablet = await offlineTablet(newDevice, centre, TORSTEIN);
  const { page } = tablet;
  const [plan] = await planIds(page, centre);
  await openPlan(page, centre, plan!);
  await writeNote(page, "Torstein skrev dette");
  await page.goto(`${centre.url}/sync`);
  await page.getByRole("button", { name: "Logg ut", exact: true }).click();
  await expect(page.locator("main")).toContainText("1 endring som ikke er sendt");
  tablet.passphrase = undefined;

  await tablet.goOnline();
  await signIn(tablet, centre, VILDE);
  await arrives(tablet, centre, plan!, "Torstein skrev dette");
  const note = notes(page).filter({ hasText: "Torstein skrev dette" });
  await expect(note).toContainText(TORSTEIN.name);
});

test("what a tablet held that was shut out waits at the centre for its author to let it in", async ({
  centre,
  newDevice,
}) => {
  const tablet = await offlineTablet(newDevice, centre);
  const [plan] = await planIds(tablet.page, centre);
  await openPlan(tablet.page, centre, plan!);
  await writeNote(tablet.page, "Skrevet før nettbrettet ble sperret");
  await writeNote(tablet.page, "Dette var feil person");

  const desk = await newDevice();
  await signIn(desk, centre, VILDE);
  const { page } = desk;
  await page.goto(`${centre.url}/sync`);
  await page.getByRole("link", { name: "Enheter" }).click();
  const lost = page.getByTestId("device").filter({ hasNotText: "Denne enheten" });
  await lost.getByRole("button", { name: "Sperr" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Sperr enheten" }).click();
  await expect(lost).toContainText("Sperret");

  const handedIn = tablet.page.waitForResponse((answer) => answer.url().endsWith("/api/hand-in") && answer.ok());
  await tablet.goOnline();
  await tablet.page.goto(`${centre.url}/sync`);
  await handedIn;

  await page.goto(`${centre.url}/sync`);
  const apart = page.getByTestId("kept-apart");
  await expect(apart).toContainText("Skrevet før nettbrettet ble sperret");
  await expect(apart).toContainText("Enheten det er skrevet på, er sperret.");
  await expectAccessible(page);
  const row = (words: string) => apart.locator("li").filter({ hasText: words });
  await row("Dette var feil person").getByRole("button", { name: "Forkast" }).click();
  await row("Dette var feil person").getByRole("button", { name: "Slett for godt" }).click();
  await expect(row("Dette var feil person")).toHaveCount(0);
  await row("Skrevet før nettbrettet ble sperret").getByRole("button", { name: "Ta inn i planen" }).click();
  await expect(apart).toHaveCount(0);
  await arrives(desk, centre, plan!, "Skrevet før nettbrettet ble sperret");
  await expect(notes(page).filter({ hasText: "Dette var feil person" })).toHaveCount(0);
});

test("an unsent entry that is damaged on the tablet comes back from the centre", async ({ centre, newDevice }) => {
  const tablet = await offlineTablet(newDevice, centre);
  const { page } = tablet;
  const [plan] = await planIds(page, centre);
  await openPlan(page, centre, plan!);
  await noteField(page).fill("Skrevet på en plate som svikter");
  await saveNote(page);
  await expect(notes(page).filter({ hasText: "en plate som svikter" })).toHaveCount(1);
  await damageRecord(page, "outbox");
  await page.reload();
  await expect(page.getByText("1 endring som ikke var sendt, er skadet").first()).toBeVisible();
  await tablet.goOnline();
  await page.goto(centre.url);
  await waitUntilSent(page, centre);
  await arrives(tablet, centre, plan!, "Skrevet på en plate som svikter");
  expect(await counts(page)).toMatchObject({ outbox: 0, for_centre: 0 });
});
