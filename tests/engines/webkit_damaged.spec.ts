// WebKit's database files are damaged while the browser is closed. What is whole is used, what the centre has is fetched
// again, what is not readable is said; work that was not sent and can be read reaches the centre.
import { type Tab } from "./browser";
import {
  firstPlan,
  hasStarted,
  makeSpace,
  noteField,
  notes,
  openPlan,
  passphraseField,
  signIn,
  turnTo,
  unlock,
  VILDE,
  waitUntilKept,
  waitUntilSent,
  writeNote,
} from "./caseworker";
import { allRecords, type Records } from "./databases";
import { expect, test, type Tablet } from "./tablets";
import { databaseFiles, flipIn, overwritePage, UNOPENABLE } from "./webkit_profile";

const NOTES = ["Usendt en", "Usendt to", "Usendt tre"];

type Written = { plan: string; before: string[]; records: Records };

/** Writes three notes that are not sent and a half one, and closes the browser in good order. */
async function writeUnsent(tablet: Tablet, centre: { url: string; stop(): Promise<void> }): Promise<Written> {
  const { tab } = tablet;
  await signIn(tablet, centre);
  const plan = await firstPlan(tab);
  await openPlan(tablet, centre, plan);
  const before = await notes(tab);
  await centre.stop();
  for (const words of NOTES) await writeNote(tab, words);
  await noteField(tab).type("Halvskrevet");
  await waitUntilKept(tab);
  const records = await allRecords(tab);
  await tablet.close();
  return { plan, before, records };
}

/** The bytes of the records whose name holds such words. */
function recordsOf(records: Records, words: RegExp): number[][] {
  const found = Object.entries(records).filter(([name]) => words.test(name));
  return found.map(([, bytes]) => bytes.split(",").map(Number));
}

/** The other cases of a kind run where there is time for it. */
const IS_LONG = process.env.OVERGANG_LONG !== undefined;

/** Which records are damaged, and whether it is said. */
const DAMAGE: { what: string; stores: (plan: string) => RegExp; most: number; isSaid?: boolean }[] = [
  { what: "an entry that was not sent", stores: () => / outbox /, most: 1, isSaid: true },
  {
    what: "the received entries of a plan and its snapshot",
    stores: (plan: string) => new RegExp(` (segments|snapshots) ${plan}`),
    most: 9,
  },
  { what: "the snapshot of a plan", stores: (plan: string) => new RegExp(` snapshots ${plan}`), most: 9 },
  { what: "the received entries of a plan", stores: (plan: string) => new RegExp(` segments ${plan}`), most: 9 },
  { what: "all summaries", stores: () => / summaries /, most: 99 },
];

for (const { what, stores, most, isSaid } of IS_LONG ? DAMAGE : DAMAGE.slice(0, 2)) {
  test(`damage to ${what} costs nothing else, and what the centre has is fetched again`, async ({
    centre,
    newTablet,
    tell,
  }) => {
    const tablet = await newTablet();
    const { plan, before, records } = await writeUnsent(tablet, centre);
    const [space] = databaseFiles(tablet.profile);
    const damaged = recordsOf(records, stores(plan)).slice(0, most);
    expect(damaged.length).toBeGreaterThan(0);
    for (const record of damaged) expect(flipIn(space!, record)).toBeGreaterThan(0);

    const tab = await tablet.open();
    await centre.restart();
    await tab.goto(centre.url);
    expect(await hasStarted(tab)).toBe("locked");
    await unlock(tablet);
    if (isSaid) await tab.waitForWords("1 endring som ikke var sendt, er skadet");
    await turnTo(tab, "Sending");
    await tab.testId("plans").waitUntil(([plans]) => plans?.text === String(VILDE.plans), "has all plans", 30_000);

    const there = await atTheCentre(await newTablet(), centre, plan);
    const arrived = NOTES.filter((words) => there.some((note) => note.includes(words)));
    const lost = NOTES.length - arrived.length;
    tell({ fault: `damage to ${what}`, injected: damaged.length, written: NOTES.length, lost });
    expect(lost).toBe(0);
    // Here as well: what the centre has, what was half written, and the rest.
    await openPlan(tablet, centre, plan);
    expect(await noteField(tab).value()).toBe("Halvskrevet");
    const isWhole = (all: { text: string }[]) => before.every((note) => all.some(({ text }) => text === note));
    await tab.css("li[data-struck]").waitUntil(isWhole, "has the notes of before", 30_000);
  });
}

for (const part of IS_LONG ? [0.3, 0.6, 0.9] : [0.6]) {
  test(`one bad page at ${part * 100} % of the file strands nothing that was not sent`, async ({
    centre,
    newTablet,
    tell,
  }) => {
    const tablet = await newTablet();
    const { plan } = await writeUnsent(tablet, centre);
    overwritePage(databaseFiles(tablet.profile)[0]!, part);
    const tab = await tablet.open();
    await centre.restart();
    await tab.goto(`${centre.url}/plans/${plan}`);
    expect(await hasStarted(tab)).toBe("locked");
    await unlock(tablet);
    await turnTo(tab, "Sending");
    await waitUntilSent(tab);
    const there = await atTheCentre(await newTablet(), centre, plan);
    const missing = NOTES.filter((words) => !there.some((note) => note.includes(words)));
    tell({ fault: `page at ${part * 100} % overwritten`, injected: 1, written: 3, lost: missing.length });
    expect(missing).toEqual([]);
  });
}

for (const [way, damage] of Object.entries(UNOPENABLE).slice(0, IS_LONG ? undefined : 1)) {
  test(`a space whose file is ${way} does not open, is said, and another one can be made`, async ({
    centre,
    newTablet,
    tell,
  }) => {
    const tablet = await newTablet();
    const { plan } = await writeUnsent(tablet, centre);
    damage(databaseFiles(tablet.profile)[0]!);
    const tab = await tablet.open();
    await centre.restart();
    await tab.goto(centre.url);
    expect(await hasStarted(tab)).toBe("locked");
    await tryPassphrase(tab, tablet.passphrase);
    await tab.waitForWords("Appen får ikke åpnet lagringen i nettleseren");

    // A way to go on working.
    await tab.reload();
    await tab.role("button", "Glemt passfrasen?").click();
    await tab.role("button", "Logg inn på nytt").click();
    await tab.role("button", new RegExp(VILDE.name)).click();
    await tab.role("button", "Glemt passfrasen?").click();
    await tab.role("button", "Lag et nytt skap").click();
    await makeSpace(tablet);
    await openPlan(tablet, centre, plan);
    await writeNote(tab, "I et nytt skap");
    tell({ fault: `database ${way}`, injected: 1, written: 1, lost: 0, note: "what lay in the file is gone" });
  });
}

test("a space that does not open is not said to have sent everything", async ({ centre, newTablet }) => {
  const tablet = await newTablet();
  await writeUnsent(tablet, centre);
  UNOPENABLE["cut off in its header"]!(databaseFiles(tablet.profile)[0]!);
  const tab = await tablet.open();
  await centre.restart();
  await tab.goto(centre.url);
  expect(await hasStarted(tab)).toBe("locked");
  expect(await tab.words()).not.toContain("alt er sendt");
});

test("a register that does not open shuts nobody out of a space that is whole", async ({ centre, newTablet, tell }) => {
  const tablet = await newTablet();
  const { plan } = await writeUnsent(tablet, centre);
  UNOPENABLE["cut off in its header"]!(databaseFiles(tablet.profile)[1]!);
  const tab = await tablet.open();
  await centre.restart();
  await tab.goto(centre.url);
  await passphraseField(tab).seen();
  await unlock(tablet);
  await turnTo(tab, "Sending");
  await waitUntilSent(tab);
  const there = await atTheCentre(await newTablet(), centre, plan);
  const missing = NOTES.filter((words) => !there.some((note) => note.includes(words)));
  tell({ fault: "register cut off in its header", injected: 1, written: NOTES.length, lost: missing.length });
  expect(missing).toEqual([]);
});

async function tryPassphrase(tab: Tab, passphrase: string): Promise<void> {
  await passphraseField(tab).type(passphrase);
  await passphraseField(tab).press("Enter");
}

/** The notes of a plan, as another tablet gets them. */
async function atTheCentre(other: Tablet, centre: { url: string }, plan: string): Promise<string[]> {
  await signIn(other, centre);
  await openPlan(other, centre, plan);
  return notes(other.tab);
}
