// The whole way: two tablets work apart without network, one of them is killed meanwhile, and when both
// are back nothing is missing and nobody's answer was overwritten.
import {
  confirmed,
  itemRow,
  noteField,
  notes,
  openPlan,
  plainItems,
  planIds,
  readPlan,
  shownStatus,
  signIn,
  syncNow,
  tapStatus,
  TORSTEIN,
  unsent,
  VILDE,
  visit,
  waitUntilKept,
  waitUntilSent,
  whatBothAnswer,
  writeNote,
  type Status,
} from "./app";
import { expect, test } from "./fixtures";

const PLANS = 5;
const ITEMS_A_PLAN = 4;
/** Items that both change apart, in each of the first three plans. */
const SHARED_PLANS = 3;
const HALF_WRITTEN = "Ringte søsteren, hun kan hente ved porten hvis";

/** Of two statuses the one that an item does not have. */
function other(current: string | null, first: Status, second: Status): Status {
  return current === first ? second : first;
}

test("two tablets work apart offline, one is killed, and in the end both show all of it", async ({
  centre,
  newDevice,
}) => {
  const a = await newDevice();
  const b = await newDevice();
  await signIn(a, centre, VILDE);
  await signIn(b, centre, TORSTEIN);
  const shared = await planIds(b.page, centre);
  const plans = (await planIds(a.page, centre)).filter((plan) => shared.includes(plan)).slice(0, PLANS);
  expect(plans).toHaveLength(PLANS);

  // Both go offline: A without network, B with the app's own switch, in the network that it has.
  await a.goOffline();
  await visit(b.page, `${centre.url}/sync`);
  await b.page.getByLabel("Arbeid uten nett").check({ force: true });
  await expect(b.page.getByTestId("sync-mark")).toHaveAttribute("data-state", "offline");

  const changed: { plan: string; item: string; before: string | null; byA: Status }[] = [];
  for (const plan of plans) {
    await openPlan(a.page, centre, plan);
    for (const item of (await plainItems(a.page)).slice(0, ITEMS_A_PLAN)) {
      const before = await shownStatus(a.page, item);
      const byA = other(before, "under-way", "done");
      await tapStatus(a.page, item, byA);
      changed.push({ plan, item, before, byA });
    }
    await writeNote(a.page, `Notat fra Vilde på plan ${plans.indexOf(plan) + 1}`);
  }
  expect(changed).toHaveLength(PLANS * ITEMS_A_PLAN);
  await noteField(a.page).fill(HALF_WRITTEN);
  await waitUntilKept(a.page);
  await a.page.reload();
  await expect(noteField(a.page)).toHaveValue(HALF_WRITTEN);
  await noteField(a.page).focus();
  await noteField(a.page).press("End");
  await a.page.keyboard.type(" bilen holder");
  await waitUntilKept(a.page);

  // The battery of A is flat. It starts again, still without network. Its session at the centre is gone:
  // Chromium writes cookies to disk only now and then, and a tablet may be away for longer than a session.
  await a.kill9();
  await a.open();
  await a.goOffline();
  await a.context.clearCookies();
  for (const plan of plans) {
    await openPlan(a.page, centre, plan);
    for (const { item, byA } of changed.filter((change) => change.plan === plan)) {
      await expect(itemRow(a.page, item).locator(`button[data-status="${byA}"]`).first()).toHaveAttribute(
        "aria-pressed",
        "true",
      );
    }
    await expect(notes(a.page).filter({ hasText: `Notat fra Vilde på plan ${plans.indexOf(plan) + 1}` })).toHaveCount(1);
  }
  await expect(noteField(a.page)).toHaveValue(`${HALF_WRITTEN} bilen holder`);
  expect(await unsent(a.page, centre)).toBe(PLANS * (ITEMS_A_PLAN + 1));

  // B answers some of the same items in its own way.
  const clashes = changed.filter(({ plan }) => plans.indexOf(plan) < SHARED_PLANS).filter((_, i) => i % 2 === 0);
  for (const plan of plans.slice(0, SHARED_PLANS)) {
    await openPlan(b.page, centre, plan);
    for (const { item, byA } of clashes.filter((clash) => clash.plan === plan)) {
      await tapStatus(b.page, item, byA === "under-way" ? "waiting" : "needs-help");
    }
    await writeNote(b.page, `Notat fra Torstein på plan ${plans.indexOf(plan) + 1}`);
  }
  expect(await unsent(b.page, centre)).toBe(clashes.length + SHARED_PLANS);

  // Both come back: A when it has signed in again, B when its switch is turned off.
  await visit(a.page, `${centre.url}/sync`);
  await a.goOnline();
  await a.page.getByRole("button", { name: "Logg inn på nytt" }).click();
  await expect(a.page.getByTestId("unsent")).toHaveText("0");
  await b.page.getByLabel("Arbeid uten nett").uncheck({ force: true });
  await waitUntilSent(b.page, centre);
  await syncNow(a.page, centre);

  // The sync centre says how many were received, and when.
  const receipts = a.page.getByTestId("log").locator("li").filter({ hasText: /\d+ av \d+ endringer mottatt/ });
  await expect(receipts.last()).toContainText(/\d\d\.\d\d\.\d{4} \d\d:\d\d/);
  expect(await confirmed(a.page)).toBe(PLANS * (ITEMS_A_PLAN + 1));
  await visit(b.page, `${centre.url}/sync`);
  await expect.poll(() => confirmed(b.page)).toBe(clashes.length + SHARED_PLANS);

  // Both show the same: every note, and at each clash both answers and who gave them.
  for (const plan of plans) {
    const [onA, onB] = [await readPlan(a.page, centre, plan), await readPlan(b.page, centre, plan)];
    expect(whatBothAnswer(onA, onB)).toEqual(whatBothAnswer(onB, onA));
    const number = plans.indexOf(plan) + 1;
    expect(onA.filter((line) => line.includes(`Notat fra Vilde på plan ${number}`))).toHaveLength(1);
    if (number <= SHARED_PLANS) {
      expect(onA.filter((line) => line.includes(`Notat fra Torstein på plan ${number}`))).toHaveLength(1);
    }
    for (const { item, byA } of clashes.filter((clash) => clash.plan === plan)) {
      const answers = itemRow(a.page, item).locator("[data-newer]");
      await expect(answers).toHaveCount(2);
      const values = byA === "under-way" ? ["I gang", "Venter"] : ["Ferdig", "Trenger hjelp"];
      await expect(answers.filter({ hasText: values[0] })).toContainText(VILDE.name);
      await expect(answers.filter({ hasText: values[1] })).toContainText(TORSTEIN.name);
    }
  }

  // One choice settles it for both.
  const { plan, item, byA } = clashes[0]!;
  await openPlan(b.page, centre, plan);
  const vildes = itemRow(b.page, item).locator("[data-newer]").filter({ hasText: VILDE.name });
  await vildes.getByRole("button", { name: "Velg dette" }).click();
  await expect(itemRow(b.page, item).locator("[data-newer]")).toHaveCount(0);
  await waitUntilSent(b.page, centre);
  await syncNow(a.page, centre);
  for (const device of [a, b]) {
    await openPlan(device.page, centre, plan);
    await expect(itemRow(device.page, item).locator("[data-newer]")).toHaveCount(0);
    expect(await shownStatus(device.page, item)).toBe(byA);
  }

  // What people wrote stands in no log of the centre.
  for (const secret of ["Notat fra", "Ringte søsteren", "Øvingsen", "Prøvedal"]) {
    expect(centre.printed).not.toContain(secret);
  }
});
