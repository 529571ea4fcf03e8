// Chromium's database files are damaged while the browser is closed. Whatever is left of them, the app comes up, says what
// it has found, and what was not sent reaches the centre: by the database, or by the second copy beside it.
import { type Address } from "../e2e/app";
import { until, type Tab } from "./browser";
import {
  firstPlan,
  hasStarted,
  makeSpace,
  notes,
  openPlan,
  passphraseField,
  signIn,
  signInAgainIfAsked,
  turnTo,
  VILDE,
  writeNote,
} from "./caseworker";
import { Chance } from "./chance";
import { DAMAGE } from "./chromium_profile";
import { expect, test, type Tablet } from "./tablets";

const NOTES = ["Usendt en", "Usendt to", "Usendt tre"];

const SEED = Number(process.env.OVERGANG_SEED ?? Date.now() % 1_000_000);

for (const [what, damage] of Object.entries(DAMAGE)) {
  test(`${what}, and nothing that was not sent is lost`, async ({ centre, newTablet, tell }) => {
    const tablet = await newTablet();
    await signIn(tablet, centre);
    const plan = await firstPlan(tablet.tab);
    await openPlan(tablet, centre, plan);
    await centre.stop();
    for (const words of NOTES) await writeNote(tablet.tab, words);
    await tablet.close();
    console.log(`seed ${SEED}`);
    const injected = damage(tablet.profile, new Chance(SEED));

    const tab = await tablet.open();
    await centre.restart();
    await tab.goto(centre.url);
    const note = await comeIn(tablet, tab);
    // They may go by themselves, or with the work.
    await signInAgainIfAsked(tablet);
    const other = await newTablet();
    await signIn(other, centre);
    await openPlan(other, centre, plan);
    const missing = async () => {
      const there = await notes(other.tab);
      return NOTES.filter((words) => !there.some((note) => note.includes(words)));
    };
    await until(async () => (await missing()).length === 0, "all is at the centre", 30_000).catch(() => undefined);
    const lost = await missing();
    tell({ fault: what, injected, written: NOTES.length, lost: lost.length, note });
    expect(lost).toEqual([]);
    await worksOn(tablet, centre, plan);
  });
}

/** Goes in by whichever way there is; answers with which. */
async function comeIn(tablet: Tablet, tab: Tab): Promise<string> {
  const begins = tab.role("button", "Lever det som ikke er sendt, og begynn på nytt");
  const started = await until(
    async () => {
      if (await begins.isVisible()) return "broken" as const;
      if (await passphraseField(tab).isVisible()) return "locked" as const;
      return (await tab.css("ul.ov-users").isVisible()) ? ("signed out" as const) : undefined;
    },
    "the app has started, or says why it cannot",
    30_000,
  );
  const isBroken = started === "broken";
  if (isBroken) await begins.click();
  if ((isBroken ? await hasStarted(tab) : started) === "locked") {
    await passphraseField(tab).type(tablet.passphrase);
    await passphraseField(tab).press("Enter");
    const isOpen = () => tab.testId("sync-mark").isVisible();
    const isSaid = async () => /er skadet|får ikke åpnet/.test(await tab.words());
    await until(async () => (await isOpen()) || (await isSaid()), "it opens, or says why not", 30_000);
    if (await isOpen()) return "opened with the passphrase";
    await tab.reload();
    await tab.role("button", "Glemt passfrasen?").click();
    await tab.role("button", "Logg inn på nytt").click();
  }
  await tab.role("button", new RegExp(VILDE.name)).click();
  const makes = tab.testId("passphrase");
  const forgets = tab.role("button", "Glemt passfrasen?");
  await until(async () => (await makes.isVisible()) || (await forgets.isVisible()), "a space is asked for", 30_000);
  if (!(await makes.isVisible())) {
    await forgets.click();
    await tab.role("button", "Lag et nytt skap").click();
  }
  await makeSpace(tablet);
  return isBroken ? "the browser was emptied, and a new space made" : "a new space was made";
}

/** The work goes on. */
async function worksOn(tablet: Tablet, at: Address, plan: string): Promise<void> {
  await turnTo(tablet.tab, "Sending");
  await tablet.tab
    .testId("plans")
    .waitUntil(([plans]) => plans?.text === String(VILDE.plans), "has all plans", 30_000);
  await turnTo(tablet.tab, "Planer");
  await openPlan(tablet, at, plan);
  await writeNote(tablet.tab, "Skrevet etterpå");
}
