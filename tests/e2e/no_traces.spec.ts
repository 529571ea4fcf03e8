// Nothing that a person types lies in clear anywhere in the browser's profile: not in its databases, their logs, session
// restore, autofill or caches; saved or not, locked, signed out or killed. Nor does a key. And nothing of it is in the
// memory of the page and its workers once the tablet is locked.
import { type Page } from "@playwright/test";
import { Markers, rememberedKeys, rememberKeys } from "../engines/markers";
import { itemRow, noteOnItem, openItem, openPlan, planIds, plainItems, signIn, sleep, tapStatus, VILDE, visit, waitUntilKept, writeNote } from "./app";
import { expect, test } from "./fixtures";
import { inMemory, rememberMemories } from "./memory";

/** Everywhere a person can type: a part of a plan, or a page. */
const PLAN_PARTS = ["", "/person", "/sentence", "/needs", "/agreements", "/inside"];
const PAGES = ["/", "/new", "/agenda", "/sync", "/this-device", "/prisons/0"];

test.use({ wholeBrowser: true });

test("what is typed, saved or not, is found nowhere in the browser's profile, nor in its memory after a lock", async ({
  centre,
  newDevice,
}) => {
  const tablet = await newDevice();
  const { page } = tablet;
  const markers = new Markers();
  const onDisk = () => markers.filesWith(tablet.profile);
  await tablet.context.addInitScript(rememberKeys);
  await tablet.context.addInitScript(rememberMemories);
  await signIn(tablet, centre, VILDE);
  markers.keys.push(...(await page.evaluate(rememberedKeys)).map((key) => Buffer.from(key, "hex")));
  expect(markers.keys.length).toBeGreaterThan(1);
  await visit(page, `${centre.url}/sync`);
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
    await visit(page, centre.url + path);
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
  await expect(page.getByTestId("sync-mark")).toBeVisible();
  console.log(`${markers.count} markers were typed, ${saved} of them saved; ${markers.keys.length} keys`);

  await test.step("in the memory of two tabs whose screens are covered", async () => {
    tablet.passphrase = right;
    const other = await tablet.context.newPage();
    const tabs = [page, other];
    for (const tab of tabs) {
      await openPlan(tab, centre, plan!);
      expect((await inMemory(tab, markers)).heap).toBeGreaterThan(0);
    }
    tablet.passphrase = undefined;
    for (const tab of tabs) await sleep(tab, 61_000);
    for (const tab of tabs) {
      await expect(tab.getByRole("dialog", { name: "Skjermen er dekket" })).toBeVisible();
      await expect(tab.locator(".ov-frame")).toHaveCount(0);
      // What wasm holds goes with the hard lock.
      expect(await inMemory(tab, markers)).toMatchObject({ heap: 0, keys: 0, workers: 1 });
    }
    await other.close();
    await field.fill(right);
    await page.getByRole("button", { name: "Gå videre" }).click();
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  });

  await test.step("in the page's memory after a lock", async () => {
    tablet.passphrase = right;
    await openPlan(page, centre, plan!);
    tablet.passphrase = undefined;
    // The search can fail: while it is open the plan is there to be found.
    const open = await inMemory(page, markers);
    expect(open.heap).toBeGreaterThan(0);
    expect(open.wasm).toBeGreaterThan(0);
    await page.getByRole("button", { name: "Lås", exact: true }).click();
    await expect(field).toBeVisible();
    expect(await inMemory(page, markers)).toMatchObject({ heap: 0, wasm: 0, keys: 0 });
  });

  await test.step("on disk, locked", async () => {
    await page.waitForTimeout(2_000);
    expect(onDisk()).toEqual([]);
  });
  await test.step("on disk, killed while it was open, with text half written", async () => {
    tablet.passphrase = right;
    await openPlan(page, centre, plan!);
    await fillAll(page, markers);
    await page.waitForTimeout(12_000);
    await tablet.kill9();
    expect(onDisk()).toEqual([]);
  });
  await test.step("on disk, sent, signed out and closed", async () => {
    await tablet.open();
    await visit(tablet.page, `${centre.url}/sync`);
    await tablet.page.getByLabel("Arbeid uten nett").uncheck({ force: true });
    await expect(tablet.page.getByTestId("unsent")).toHaveText("0");
    await tablet.page.getByRole("button", { name: "Logg ut", exact: true }).click();
    await expect(tablet.page.getByRole("button", { name: VILDE.name })).toBeVisible();
    await tablet.close();
    expect(onDisk()).toEqual([]);
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
    expect(onDisk().length).toBeGreaterThan(0);
    expect(markers.isIn(Buffer.concat([Buffer.from("something before"), markers.keys.at(-1)!]))).toBe(true);
  });
  expect(markers.isIn(Buffer.from(centre.printed))).toBe(false);
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
