// What an earlier app has stored opens in this one, whole: unsent work, half-written text, plans and filters. For each
// version of the database there is a tablet's storage in `tests/e2e/stored`, written down by the app of that version
// (OVERGANG_WRITE_STORED=1 writes the present one). They are never written anew once a version is released.
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import type { Page } from "@playwright/test";
import { inDays, noteField, notes, openPlan, planIds, signIn, waitUntilKept, waitUntilSent, writeNote } from "./app";
import { expect, test } from "./fixtures";
import { type Database, everything } from "./storage";

const JONAS = { name: "Jonas Liksomsen", plans: 21 };
const FOLDER = join(__dirname, "stored");
const NOTE = "Skrevet før oppgraderingen";
const DRAFT = "Halvskrevet før oppgraderingen";

/** All that the app has in a browser, with what its user knows. */
interface Stored {
  /** The day that its practice prison was made for, and when it was written down, in milliseconds. */
  day: string;
  at: number;
  passphrase: string;
  plan: string;
  marks: Record<string, string>;
  databases: Database[];
}

async function write(page: Page, stored: Stored): Promise<void> {
  await page.evaluate(async ({ marks, databases }) => {
    for (const [name, value] of Object.entries(marks)) localStorage.setItem(name, value);
    for (const { name, version, stores } of databases) {
      const database = await new Promise<IDBDatabase>((done, failed) => {
        const request = indexedDB.open(name, version);
        request.onupgradeneeded = () => Object.keys(stores).forEach((store) => request.result.createObjectStore(store));
        request.onsuccess = () => done(request.result);
        request.onerror = () => failed(request.error);
      });
      const writing = database.transaction(Object.keys(stores), "readwrite");
      for (const [store, records] of Object.entries(stores)) {
        for (const [name, record] of Object.entries(records)) {
          writing.objectStore(store).put(Uint8Array.from(atob(record), (letter) => letter.charCodeAt(0)), name);
        }
      }
      await new Promise((done) => (writing.oncomplete = done));
      database.close();
    }
  }, stored);
}

/** The version of the database that the app on this page makes. */
async function present(page: Page): Promise<number> {
  const known = await page.evaluate(async () => (await indexedDB.databases()).map(({ version }) => version ?? 0));
  return Math.max(...known);
}

test("the storage of every earlier version opens, and goes on", async ({ centre, newDevice }) => {
  const maker = await newDevice();
  await signIn(maker, centre, JONAS);
  const now = await present(maker.page);
  if (process.env.OVERGANG_WRITE_STORED) {
    const [plan] = await planIds(maker.page, centre);
    await maker.goOffline();
    await maker.page.goto(`${centre.url}/plans/${plan}`);
    await writeNote(maker.page, NOTE);
    await noteField(maker.page).fill(DRAFT);
    await waitUntilKept(maker.page);
    const stored: Stored = {
      day: inDays(0),
      at: Date.now(),
      passphrase: maker.passphrase!,
      plan: plan!,
      ...(await everything(maker.page)),
    };
    mkdirSync(FOLDER, { recursive: true });
    writeFileSync(join(FOLDER, `version-${now}.json.gz`), gzipSync(JSON.stringify(stored), { level: 9 }));
  }
  expect(existsSync(join(FOLDER, `version-${now}.json.gz`)), `the storage of version ${now} is kept`).toBe(true);
  for (const file of readdirSync(FOLDER)) {
    await test.step(file, async () => {
      const stored: Stored = JSON.parse(gunzipSync(readFileSync(join(FOLDER, file))).toString());
      await centre.beginOn(stored.day);
      const tablet = await newDevice();
      const { page } = tablet;
      // An hour after it was written down: later on the device would have been without contact for too long.
      await tablet.context.clock.install({ time: stored.at + 3_600_000 });
      // A page of the same origin without the app.
      await page.goto(`${centre.url}/health`);
      await write(page, stored);
      tablet.passphrase = stored.passphrase;
      await openPlan(page, centre, stored.plan);
      await expect(notes(page).filter({ hasText: NOTE })).toHaveCount(1);
      await expect(noteField(page)).toHaveValue(DRAFT);
      expect(await present(page)).toBe(now);
      await page.goto(`${centre.url}/sync`);
      await expect(page.getByTestId("plans")).toHaveText(String(JONAS.plans));
      await expect(page.getByTestId("unsent")).toHaveText("1");
      await page.getByRole("button", { name: "Logg inn på nytt" }).click();
      await waitUntilSent(page, centre);
      // All again, also where the app is closed and opened.
      await openPlan(page, centre, stored.plan);
      await expect(notes(page).filter({ hasText: NOTE })).toHaveCount(1);
      await expect(noteField(page)).toHaveValue(DRAFT);
    });
  }
});
