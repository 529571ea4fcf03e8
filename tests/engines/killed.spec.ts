// The whole browser is killed at random moments: while somebody types and taps, while a space is opened, while the centre
// answers, while the keys are changed. After each start all is there that had been shown as saved, and at the end the
// centre has it too.
// OVERGANG_KILLS says how often in each engine, OVERGANG_SEED repeats a run.
import { isPush, PORTAL, type Proxy } from "../e2e/proxy";
import { until, type Tab } from "./browser";
import {
  firstPlan,
  hasStarted,
  load,
  notes,
  openAreas,
  openPlan,
  passphraseField,
  plainItems,
  signIn,
  signInAgainIfAsked,
  turnTo,
  waitUntilSent,
} from "./caseworker";
import { Chance } from "./chance";
import { expect, test, type Tablet } from "./tablets";
import { Writer, type Losses } from "./writer";

const KILLS = Number(process.env.OVERGANG_KILLS ?? 4);
const SEED = Number(process.env.OVERGANG_SEED ?? Date.now() % 1_000_000);

/**
 * Text typed so long before a kill is there after it, in milliseconds. The figure of the project is 100; two journeys at a
 * time on two cores wait for each other, so that one is asked for where a run has the machine to itself (`--workers 1`).
 */
const TYPED_MILLIS = Number(process.env.OVERGANG_TYPED_MILLIS ?? 250);

const KINDS = ["while writing", "while opening", "while the centre answers", "while the keys change"] as const;

type Kind = (typeof KINDS)[number];

/** What every kind of kill works on. */
type Scene = { tablet: Tablet; network: Proxy; plan: string; writer: Writer; chance: Chance };

test("a browser that is killed at any moment has lost nothing that it had shown as saved", async ({
  network,
  newTablet,
  tell,
}) => {
  test.setTimeout(90_000 + KILLS * 60_000);
  const tablet = await newTablet();
  await signIn(tablet, network);
  const chance = new Chance(SEED);
  const plan = await firstPlan(tablet.tab);
  await openPlan(tablet, network, plan);
  const items = (await plainItems(tablet.tab)).slice(0, 5);
  const writer = new Writer(items, chance);
  const scene: Scene = { tablet, network, plan, writer, chance };
  const told = new Map<Kind, { kills: number; before: number; entries: number; lost: string[]; typed: number[] }>();
  for (let kill = 0; kill < KILLS; kill++) {
    // Each kind once; from then on every second kill is one while writing.
    const other = KINDS[1 + (Math.floor(kill / 2) % (KINDS.length - 1))]!;
    const kind = kill < KINDS.length ? KINDS[kill]! : kill % 2 ? other : KINDS[0];
    const row = told.get(kind) ?? { kills: 0, before: 0, entries: 0, lost: [], typed: [] };
    told.set(kind, row);
    const before = writer.entries;
    const { entries, typedMillis } = await KILL[kind](scene);
    row.kills += 1;
    row.entries += writer.entries - before;
    row.lost.push(...entries);
    row.typed.push(typedMillis);
    console.log(`kill ${kill + 1} ${kind}: ${writer.entries} entries so far, ${typedMillis} ms of typing gone`);
  }
  for (const [kind, { kills, entries, lost, typed }] of told) {
    const note = `typing gone: at most ${Math.max(...typed)} ms; seed ${SEED}`;
    tell({ fault: `killed ${kind}`, injected: kills, written: entries, lost: lost.length, note });
  }
  const rows = [...told.values()];
  expect(rows.flatMap(({ lost }) => lost)).toEqual([]);
  expect(Math.max(...rows.flatMap(({ typed }) => typed))).toBeLessThanOrEqual(TYPED_MILLIS);

  await signInAgainIfAsked(tablet);
  await waitUntilSent(tablet.tab);
  const other = await newTablet();
  await signIn(other, network);
  await openPlan(other, network, plan);
  const there = (await notes(other.tab)).join("\n");
  expect(writer.notes.filter((note) => !there.includes(note))).toEqual([]);
});

const KILL: Record<Kind, (scene: Scene) => Promise<Losses>> = {
  "while writing": async ({ tablet, network, plan, writer, chance }) => {
    const killed = await killDuring(tablet, writer.writeOn(tablet.tab), 500 + chance.below(6_000));
    await startAgain(tablet, network.url, plan);
    return writer.missing(tablet.tab, killed);
  },

  "while opening": async ({ tablet, network, plan, writer, chance }) => {
    await writer.note(tablet.tab, 12);
    await tablet.kill9();
    const tab = await tablet.open();
    await tab.goto(`${network.url}/plans/${plan}`);
    await passphraseField(tab).type(tablet.passphrase);
    const opening = passphraseField(tab).press("Enter");
    const killed = await killDuring(tablet, opening, chance.below(1_500));
    await startAgain(tablet, network.url, plan);
    return writer.missing(tablet.tab, killed);
  },

  "while the centre answers": async ({ tablet, network, plan, writer, chance }) => {
    network.faults.instead = (call) => (call.path.startsWith("/api/") ? PORTAL : undefined);
    await writer.note(tablet.tab, 12);
    await writer.tap(tablet.tab);
    let killed = 0;
    const kill = async () => {
      network.faults = {};
      killed = Date.now();
      await tablet.kill9();
      return true;
    };
    const isBefore = chance.below(2) === 0;
    // Before any answer came back, or with half of it on its way.
    network.faults = isBefore
      ? { onPushed: async (call) => isPush(call) && kill() }
      : { onAnswered: async (call) => isPush(call) && kill() };
    await turnTo(tablet.tab, "Sending");
    const asking = tablet.tab.role("button", "Send og hent nå").click();
    // The app may have sent by itself already.
    asking.catch(() => undefined);
    await until(async () => killed > 0 && !tablet.isOn, "the app sends, and is killed", 40_000);
    await startAgain(tablet, network.url, plan);
    return writer.missing(tablet.tab, killed);
  },

  "while the keys change": async ({ tablet, network, plan, writer, chance }) => {
    await writer.note(tablet.tab, 12);
    const { tab } = tablet;
    await load(tablet, `${network.url}/this-device`);
    const fresh = `en ny setning ${chance.below(1_000_000)}`;
    await tab.role("button", "Bytt passfrase").click();
    await tab.label(/^Passfrasen du har nå/).type(tablet.passphrase);
    await tab.label(/^Ny passfrase/).type(fresh);
    await tab.label(/^Skriv den én gang til/).type(fresh);
    const changing = tab.role("button", "Bytt").click();
    const killed = await killDuring(tablet, changing, 100 + chance.below(3_000));
    await startAgain(tablet, network.url, plan, fresh);
    return writer.missing(tablet.tab, killed);
  },
};

/** Kills the browser so long after something began. Answers with the moment. */
async function killDuring(tablet: Tablet, what: Promise<void>, millis: number): Promise<number> {
  // It ends with the browser; an error that is not the kill's would show as something missing.
  const ended = what.catch(() => undefined);
  await new Promise((moment) => setTimeout(moment, millis));
  const killed = Date.now();
  await tablet.kill9();
  await ended;
  return killed;
}

/** Starts the browser on the same profile and opens the plan; `fresh` is a passphrase that may have come into use. */
async function startAgain(tablet: Tablet, url: string, plan: string, fresh?: string): Promise<Tab> {
  const tab = await tablet.open();
  await tab.goto(`${url}/plans/${plan}`);
  expect(await hasStarted(tab), "after a kill it is locked").toBe("locked");
  for (const passphrase of fresh === undefined ? [tablet.passphrase] : [fresh, tablet.passphrase]) {
    await passphraseField(tab).type(passphrase);
    await passphraseField(tab).press("Enter");
    const opened = await until(
      async () => {
        if (await tab.testId("sync-mark").isVisible()) return "yes";
        return (await tab.words()).includes("Passfrasen er feil") ? "no" : undefined;
      },
      "the passphrase opens or is wrong",
      30_000,
    );
    if (opened === "yes") {
      tablet.passphrase = passphrase;
      await openAreas(tab);
      return tab;
    }
  }
  throw new Error("no passphrase opens any longer");
}
