// The centre dies at the worst moments: when all of a push has reached it, when it has stored a push and
// not yet said so, and in the middle of a pull. Started again on the same database, nothing is missing,
// nothing is doubled, and two tablets agree.
import {
  confirmed,
  enter,
  itemRow,
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
  whatBothAnswer,
  writeNote,
} from "./app";
import { expect, test, type Centre } from "./fixtures";
import { isPush, type Call, type Proxy } from "./proxy";

/** Entries in the ledger; stops the centre. */
async function entriesAt(centre: Centre): Promise<number> {
  const printed = await centre.verifyLedger();
  expect(printed).toMatch(/^OK: \d+ entries/);
  return Number(/\d+/.exec(printed)?.[0]);
}

/** Kills the centre at the first call that `isTheOne`, at the given moment; resolves when it is dead. */
function killOnce(centre: Centre, network: Proxy, moment: "onPushed" | "onAnswered", isTheOne: (call: Call) => boolean) {
  return new Promise<void>((killed) => {
    network.faults[moment] = async (call: Call) => {
      if (!isTheOne(call)) return false;
      network.faults = {};
      await centre.kill9();
      killed();
      return true;
    };
  });
}

test("a centre that dies in the middle of pushes and pulls loses nothing and doubles nothing", async ({
  centre,
  network,
  newDevice,
}) => {
  const foundedWith = await entriesAt(centre);
  await centre.restart();
  const a = await newDevice();
  const b = await newDevice();

  // B reads everything for the first time, and the centre dies when half of it has passed.
  const diedInFirstPull = killOnce(centre, network, "onAnswered", (call) => call.path === "/api/sync");
  await b.page.goto(network.url);
  await b.page.getByRole("button", { name: TORSTEIN.name }).click();
  await enter(b);
  await diedInFirstPull;
  await b.page.goto(`${network.url}/sync`).catch(() => b.page.goto(`${network.url}/sync`));
  await centre.restart();
  await b.page.goto(`${network.url}/sync`);
  await expect(b.page.getByTestId("plans")).toHaveText(String(TORSTEIN.plans));

  // B hears nothing of what A does until it is to.
  const bHoldsBack = b.page.getByLabel("Arbeid uten nett");
  await bHoldsBack.check({ force: true });

  await signIn(a, network, VILDE);
  const shared = await planIds(b.page, network);
  const plans = (await planIds(a.page, network)).filter((plan) => shared.includes(plan)).slice(0, 2);

  // A writes while it holds sync back; the centre dies when it has all of the push, and again when it has
  // stored it and the receipts are half on their way.
  await a.page.goto(`${network.url}/sync`);
  const holdsBack = a.page.getByLabel("Arbeid uten nett");
  await holdsBack.check({ force: true });
  const tapped: { plan: string; item: string }[] = [];
  for (const plan of plans) {
    await openPlan(a.page, network, plan);
    for (const item of (await plainItems(a.page)).slice(0, 3)) {
      await tapStatus(a.page, item, (await shownStatus(a.page, item)) === "waiting" ? "done" : "waiting");
      tapped.push({ plan, item });
    }
    await writeNote(a.page, `Skrevet før sentralen døde, plan ${plans.indexOf(plan) + 1}`);
  }
  const written = tapped.length + plans.length;
  expect(await unsent(a.page, network)).toBe(written);

  const diedInPush = killOnce(centre, network, "onPushed", isPush);
  await holdsBack.uncheck({ force: true });
  await diedInPush;
  await expect(a.page.locator("main")).toContainText("Sentralen svarer ikke");
  await expect(a.page.getByTestId("unsent")).toHaveText(String(written));

  const diedBeforeReceipt = killOnce(centre, network, "onAnswered", isPush);
  await centre.restart();
  await a.page.getByRole("button", { name: "Send og hent nå" }).click();
  await diedBeforeReceipt;
  await expect(a.page.getByTestId("unsent")).toHaveText(String(written));
  await centre.restart();
  await expect(a.page.getByTestId("unsent")).toHaveText("0");
  await expect.poll(() => confirmed(a.page)).toBe(written);

  // B has meanwhile answered one of the items in its own way, and the centre dies in the middle of its pull.
  await b.page.goto(`${network.url}/sync`);
  const diedInPull = killOnce(centre, network, "onAnswered", (call) => call.path === "/api/sync");
  await bHoldsBack.uncheck({ force: true });
  await diedInPull;
  const [first] = tapped;
  await openPlan(b.page, network, first!.plan);
  await tapStatus(b.page, first!.item, "needs-help");
  await centre.restart();
  await syncNow(b.page, network);
  await syncNow(a.page, network);

  for (const plan of plans) {
    const onA = await readPlan(a.page, network, plan);
    const onB = await readPlan(b.page, network, plan);
    expect(whatBothAnswer(onA, onB)).toEqual(whatBothAnswer(onB, onA));
    const number = plans.indexOf(plan) + 1;
    expect(onA.filter((line) => line.includes(`Skrevet før sentralen døde, plan ${number}`))).toHaveLength(1);
  }
  await openPlan(a.page, network, first!.plan);
  await expect(itemRow(a.page, first!.item).locator("[data-newer]")).toHaveCount(2);

  expect(await entriesAt(centre)).toBe(foundedWith + written + 1);
});
