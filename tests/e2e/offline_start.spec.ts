// With the network cut, a reload, a new tab and a cold start all work, and everything written so far is
// there. Two tabs of one tablet do not fight over it.
import {
  confirmed,
  noteField,
  notes,
  planIds,
  signIn,
  syncNow,
  unsent,
  VILDE,
  waitUntilKept,
  waitUntilSent,
  writeNote,
} from "./app";
import { expect, test } from "./fixtures";

test.use({ wholeBrowser: true });

test("without network a reload, a new tab and a cold start all work, on every screen", async ({
  centre,
  newDevice,
}) => {
  const tablet = await newDevice();
  await signIn(tablet, centre, VILDE);
  const [plan] = await planIds(tablet.page, centre);
  await centre.kill9();
  await tablet.goOffline();

  const here = `${centre.url}/plans/${plan}`;
  await tablet.page.goto(here);
  await writeNote(tablet.page, "Skrevet uten nett");
  await noteField(tablet.page).fill("Halvveis");
  await waitUntilKept(tablet.page);
  await tablet.page.reload();
  await expect(notes(tablet.page).filter({ hasText: "Skrevet uten nett" })).toHaveCount(1);
  await expect(noteField(tablet.page)).toHaveValue("Halvveis");

  const tab = await tablet.context.newPage();
  for (const [path, sign] of [
    ["/", "[data-plan]"],
    ["/agenda", "h1"],
    ["/sync", '[data-testid="unsent"]'],
    ["/new", "input"],
    [`/plans/${plan}`, "[data-struck]"],
  ] as const) {
    await tab.goto(centre.url + path);
    await expect(tab.locator("main").locator(sign).first()).toBeVisible();
  }
  await tab.close();

  await tablet.kill9();
  await tablet.open();
  await tablet.goOffline();
  await tablet.page.goto(here);
  await expect(notes(tablet.page).filter({ hasText: "Skrevet uten nett" })).toHaveCount(1);
  await expect(noteField(tablet.page)).toHaveValue("Halvveis");
  expect(await unsent(tablet.page, centre)).toBe(1);
});

test("two tabs write at once, each entry is received once, and one takes over when the other is gone", async ({
  centre,
  newDevice,
}) => {
  const foundedWith = Number(/\d+/.exec(await centre.verifyLedger())?.[0]);
  await centre.restart();
  const tablet = await newDevice();
  await signIn(tablet, centre, VILDE);
  const first = tablet.page;
  const second = await tablet.context.newPage();
  const [plan, another] = await planIds(second, centre);

  // Both write, on the same plan and on two, and each has a note half written.
  await first.goto(`${centre.url}/plans/${plan}`);
  await second.goto(`${centre.url}/plans/${plan}`);
  for (let round = 1; round <= 3; round++) {
    await Promise.all([
      writeNote(first, `Fra fane en, runde ${round}`),
      writeNote(second, `Fra fane to, runde ${round}`),
    ]);
  }
  for (const page of [first, second]) {
    for (let round = 1; round <= 3; round++) {
      await expect(notes(page).filter({ hasText: `Fra fane en, runde ${round}` })).toHaveCount(1);
      await expect(notes(page).filter({ hasText: `Fra fane to, runde ${round}` })).toHaveCount(1);
    }
  }
  await noteField(first).fill("Halvskrevet i fane en");
  await noteField(second).fill("Halvskrevet i fane to");
  await waitUntilKept(first);
  await waitUntilKept(second);
  await first.reload();
  await second.reload();
  await expect(noteField(first)).toHaveValue("Halvskrevet i fane en");
  await expect(noteField(second)).toHaveValue("Halvskrevet i fane to");

  await second.goto(`${centre.url}/plans/${another}`);
  await writeNote(second, "På en annen plan");
  await waitUntilSent(second, centre);
  await expect.poll(() => confirmed(second)).toBe(7);

  // Whichever of the two drove the sync: the one that is left drives it now.
  await second.goto(`${centre.url}/plans/${plan}`);
  await first.close();
  await writeNote(second, "Etter at fane en ble lukket");
  await syncNow(second, centre);
  expect(await confirmed(second)).toBe(8);

  // A tab that crashes takes all tabs in its process with it; one that is opened then goes on.
  const browser = await tablet.context.newCDPSession(second);
  const crashed = second.waitForEvent("crash");
  browser.send("Page.crash").catch(() => undefined);
  await crashed;
  const third = await tablet.context.newPage();
  await third.goto(`${centre.url}/plans/${plan}`);
  await expect(noteField(third)).toHaveValue(/^Halvskrevet i fane/);
  await writeNote(third, "Etter at fane to krasjet");
  await syncNow(third, centre);
  expect(await confirmed(third)).toBe(9);

  expect(await centre.verifyLedger()).toContain(`OK: ${foundedWith + 9} entries`);
});
