// Nothing that a person types lies in clear anywhere in the browser's profile: not in its databases, their logs, session
// restore, autofill or caches; saved or not, locked, signed out or killed. And nothing of it is in the page's memory
// once the tablet is locked.
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { randomBytes } from "node:crypto";
import { type Page } from "@playwright/test";
import { itemRow, noteOnItem, openItem, openPlan, planIds, plainItems, signIn, sleep, tapStatus, VILDE, waitUntilKept, writeNote } from "./app";
import { expect, test, type Device } from "./fixtures";

/** Everywhere a person can type: a part of a plan, or a page. */
const PLAN_PARTS = ["", "/person", "/sentence", "/needs", "/agreements", "/inside"];
const PAGES = ["/", "/new", "/agenda", "/sync", "/this-device", "/prisons/0"];

/** Words that stand nowhere else in the world. */
class Markers {
  private readonly start = `Kanari${randomBytes(4).toString("hex")}`;
  count = 0;

  next(): string {
    this.count += 1;
    // Letters of more than one byte as well: they are written otherwise in UTF-8 and UTF-16.
    return `${this.start}æ${this.count}å${randomBytes(4).toString("hex")}`;
  }

  /** What all of them begin with, as the browser could have it on disk. */
  get needles(): Buffer[] {
    return [Buffer.from(this.start, "utf8"), Buffer.from(this.start, "utf16le")];
  }
}

test("what is typed, saved or not, is found nowhere in the browser's profile, nor in its memory after a lock", async ({
  centre,
  newDevice,
}) => {
  test.setTimeout(240_000);
  const tablet = await newDevice();
  const { page } = tablet;
  const markers = new Markers();
  await signIn(tablet, centre, VILDE);
  await page.goto(`${centre.url}/sync`);
  await page.getByLabel("Arbeid uten nett").check({ force: true });
  const [plan] = await planIds(page, centre);

  // Saved.
  await openPlan(page, centre, plan!);
  await writeNote(page, markers.next());
  const [item] = await plainItems(page);
  await tapStatus(page, item!, "waiting");
  await openItem(page, item!);
  await noteOnItem(page, item!, markers.next());
  await itemRow(page, item!).getByLabel(/^Hvorfor \(/).fill(markers.next());
  await itemRow(page, item!).getByRole("button", { name: "Lagre begrunnelse" }).click();
  const saved = markers.count;

  // Typed, and left as it is, wherever there is a field.
  for (const path of [...PLAN_PARTS.map((part) => `/plans/${plan}${part}`), ...PAGES]) {
    await page.goto(centre.url + path);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await openForms(page);
    await fillAll(page, markers);
    await waitUntilKept(page);
  }
  expect(markers.count - saved).toBeGreaterThan(30);
  // At the locks as well.
  const right = tablet.passphrase!;
  tablet.passphrase = undefined;
  await page.getByRole("button", { name: "Lås", exact: true }).click();
  const field = page.getByLabel("Passfrase", { exact: true });
  await field.fill(markers.next());
  await page.getByRole("button", { name: "Lås opp" }).click();
  await expect(page.getByText("Passfrasen er feil.")).toBeVisible();
  await field.fill(right);
  await page.getByRole("button", { name: "Lås opp" }).click();
  await expect(page.getByTestId("sync-mark")).toBeVisible({ timeout: 20_000 });
  console.log(`${markers.count} markers were typed, ${saved} of them saved`);

  await test.step("in the memory of two tabs whose screens are covered", async () => {
    tablet.passphrase = right;
    const other = await tablet.context.newPage();
    const tabs = [page, other];
    for (const tab of tabs) {
      await openPlan(tab, centre, plan!);
      expect(await inMemory(tab, markers)).toBeGreaterThan(0);
    }
    tablet.passphrase = undefined;
    for (const tab of tabs) await sleep(tab, 61_000);
    for (const tab of tabs) {
      await expect(tab.getByRole("dialog", { name: "Skjermen er dekket" })).toBeVisible();
      await expect(tab.locator(".ov-frame")).toHaveCount(0);
      expect(await inMemory(tab, markers)).toBe(0);
    }
    await other.close();
    await field.fill(right);
    await page.getByRole("button", { name: "Gå videre" }).click();
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible({ timeout: 20_000 });
  });

  await test.step("in the page's memory after a lock", async () => {
    tablet.passphrase = right;
    await openPlan(page, centre, plan!);
    tablet.passphrase = undefined;
    // The search can fail: while it is open the plan is there to be found.
    expect(await inMemory(page, markers)).toBeGreaterThan(0);
    await page.getByRole("button", { name: "Lås", exact: true }).click();
    await expect(field).toBeVisible();
    expect(await inMemory(page, markers)).toBe(0);
  });

  await test.step("on disk, locked", async () => {
    await page.waitForTimeout(2_000);
    expect(onDisk(tablet, markers)).toEqual([]);
  });
  await test.step("on disk, killed while it was open, with text half written", async () => {
    tablet.passphrase = right;
    await openPlan(page, centre, plan!);
    await fillAll(page, markers);
    await page.waitForTimeout(12_000);
    await tablet.kill9();
    expect(onDisk(tablet, markers)).toEqual([]);
  });
  await test.step("on disk, sent, signed out and closed", async () => {
    await tablet.open();
    await tablet.page.goto(`${centre.url}/sync`);
    await tablet.page.getByLabel("Arbeid uten nett").uncheck({ force: true });
    await expect(tablet.page.getByTestId("unsent")).toHaveText("0", { timeout: 30_000 });
    await tablet.page.getByRole("button", { name: "Logg ut", exact: true }).click();
    await expect(tablet.page.getByRole("button", { name: VILDE.name })).toBeVisible();
    await tablet.close();
    expect(onDisk(tablet, markers)).toEqual([]);
  });
  await test.step("and the search would find it", async () => {
    await tablet.open();
    const clear = markers.next();
    await tablet.page.goto(`${centre.url}/health`);
    await tablet.page.evaluate(async (text) => {
      const database = await new Promise<IDBDatabase>((opened) => {
        const request = indexedDB.open("in-clear");
        request.onupgradeneeded = () => request.result.createObjectStore("store");
        request.onsuccess = () => opened(request.result);
      });
      const writing = database.transaction("store", "readwrite", { durability: "strict" });
      writing.objectStore("store").put(new TextEncoder().encode(text), "name");
      await new Promise((done) => (writing.oncomplete = done));
    }, clear);
    await tablet.close();
    expect(onDisk(tablet, markers).length).toBeGreaterThan(0);
  });
  const printed = centre.printed;
  for (const needle of markers.needles) expect(printed.includes(needle.toString("utf8"))).toBe(false);
});

/** Opens what is behind buttons that open a form. */
async function openForms(page: Page): Promise<void> {
  const openers = page.locator("main").getByRole("button", { name: /^(Legg til|Ny|Nytt|Filtre|Rett|Bytt passfrase)/ });
  for (const opener of (await openers.all()).slice(0, 12)) {
    if (await opener.isVisible()) await opener.click({ timeout: 2_000 }).catch(() => undefined);
  }
  const items = page.locator("[data-item] button[aria-expanded=false]:not([aria-controls])");
  if (await items.count()) await items.first().click();
}

/** A word of its own in every field that takes one. */
async function fillAll(page: Page, markers: Markers): Promise<void> {
  const takesText = "input:not([type]), input[type=text], input[type=search], input[type=password], input[type=tel], textarea";
  for (const field of await page.locator(takesText).all()) {
    if ((await field.isVisible()) && (await field.isEditable())) await field.fill(markers.next(), { timeout: 2_000 });
  }
}

/** How often a marker stands in the page's document, its fields, and its heap, as the browser's own tools see them. */
async function inMemory(page: Page, markers: Markers): Promise<number> {
  const tools = await page.context().newCDPSession(page);
  const pieces: string[] = [];
  tools.on("HeapProfiler.addHeapSnapshotChunk", ({ chunk }) => pieces.push(chunk));
  await tools.send("HeapProfiler.collectGarbage");
  await tools.send("HeapProfiler.takeHeapSnapshot", { reportProgress: false });
  await tools.detach();
  // The heap holds no text of the document.
  pieces.push(
    await page.evaluate(() => {
      const fields = [...document.querySelectorAll<HTMLInputElement>("input, textarea")].map(({ value }) => value);
      return [document.documentElement.outerHTML, ...fields].join("\n");
    }),
  );
  return pieces.join("").split(markers.needles[0]!.toString("utf8")).length - 1;
}

/** The files of the profile in which a marker stands, in either way of writing it. */
function onDisk(tablet: Device, markers: Markers): string[] {
  const found: string[] = [];
  const look = (folder: string) => {
    for (const name of readdirSync(folder)) {
      const path = join(folder, name);
      try {
        const what = statSync(path);
        if (what.isDirectory()) look(path);
        else if (what.isFile()) {
          const content = readFileSync(path);
          if (markers.needles.some((needle) => content.includes(needle))) found.push(path);
        }
      } catch {
        // It went while we looked.
      }
    }
  };
  look(tablet.profile);
  return found;
}
