// The person's consent opens an area to another administration, though it was given without network; taken back it
// closes the area and takes it off the other's device, and nothing that was written there meanwhile is lost.
import { type Page } from "@playwright/test";
import {
  type Address,
  inDays,
  itemRow,
  noteOnItem,
  openItem,
  openPart,
  planSharedWithOwnAlone,
  sheet,
  showAllItems,
  signIn,
  syncNow,
  takeBackConsent,
  tick,
  TORSTEIN,
  VILDE,
  visit,
  waitUntilSent,
} from "./app";
import { expect, test } from "./fixtures";
import { lies } from "./storage";

const ITEM = "housing-first-night";
const HERS = "Kan bo i Oppdiktveien, utleieren har lovet det.";
const HIS = "Utleieren i Tenkgata venter på svar.";

/** Reads the plan after a sync, with all that it shows. */
async function open(page: Page, at: Address, plan: string): Promise<void> {
  await syncNow(page, at);
  await visit(page, `${at.url}/plans/${plan}`);
  await showAllItems(page);
}

test("consent given and taken back without network opens and closes an area on another device", async ({
  centre,
  newDevice,
}) => {
  const a = await newDevice();
  const b = await newDevice();
  await signIn(a, centre, VILDE);
  await signIn(b, centre, TORSTEIN);
  const closed = b.page.locator(".ov-area--closed", { hasText: "Bolig" });

  const plan = await planSharedWithOwnAlone(a.page, "Delt Person", ITEM, HERS);
  await waitUntilSent(a.page, centre);

  await test.step("what is not shared is closed, says why, and is not there", async () => {
    await open(b.page, centre, plan);
    await expect(closed).toContainText("Personen har ikke samtykket til at Sosialkonsulent");
    await expect(itemRow(b.page, ITEM)).toHaveCount(0);
    await expect(b.page.locator('[data-light="closed"]', { hasText: "Tak over hodet" })).toBeVisible();
    expect(await lies(b.page, HERS)).toBe(false);
  });

  await test.step("consent is given offline on one device, and opens the area's history on the other", async () => {
    await a.goOffline();
    await visit(a.page, `${centre.url}/plans/${plan}/person`);
    const consents = sheet(a.page, "consent");
    await consents.getByRole("button", { name: /^Legg til/ }).click();
    await consents.getByLabel("Hvem får vite det").selectOption({ label: "Sosialkonsulent / tilbakeføringskoordinator i fengselet" });
    await tick(consents.getByLabel("Bolig", { exact: true }));
    await consents.getByLabel("Hva det skal brukes til").fill("Finne et sted å bo");
    await consents.getByLabel("Gitt den").fill(inDays(0));
    await consents.getByLabel("Gjelder til og med").fill(inDays(90));
    await consents.getByLabel("Hvordan det er gitt").selectOption({ label: "Skriftlig" });
    await consents.getByRole("button", { name: "Lagre", exact: true }).click();
    await expect(consents.locator(".ov-row")).toHaveCount(2);
    await a.goOnline();
    await waitUntilSent(a.page, centre);

    await open(b.page, centre, plan);
    await expect(closed).toHaveCount(0);
    await expect(itemRow(b.page, ITEM)).toContainText("1 notat");
    await openItem(b.page, ITEM);
    await expect(itemRow(b.page, ITEM)).toContainText(HERS);
    expect(await lies(b.page, HERS)).toBe(true);
  });

  await test.step("the other writes without network while it is taken back", async () => {
    await b.goOffline();
    await b.page.reload();
    await showAllItems(b.page);
    await openItem(b.page, ITEM);
    await noteOnItem(b.page, ITEM, HIS);
    await a.goOffline();
    await visit(a.page, `${centre.url}/plans/${plan}/person`);
    const given = sheet(a.page, "consent").locator(".ov-row", { hasText: "Sosialkonsulent" });
    await takeBackConsent(given);
    await a.goOnline();
    await waitUntilSent(a.page, centre);
  });

  await test.step("the area is gone from the other device, and its own work is set aside with its text", async () => {
    await b.goOnline();
    await visit(b.page, `${centre.url}/sync`);
    const aside = b.page.locator('[data-state="set-aside"]');
    await expect(aside).toContainText(HIS);
    await waitUntilSent(b.page, centre);
    await visit(b.page, `${centre.url}/plans/${plan}`);
    await expect(closed).toBeVisible();
    await b.page.reload();
    await expect(closed).toBeVisible();
    await expect(itemRow(b.page, ITEM)).toHaveCount(0);
    await expect(b.page.getByText(HERS)).toHaveCount(0);
    expect(await lies(b.page, HERS)).toBe(false);
    expect(await lies(b.page, HIS)).toBe(true);
  });

  await test.step("the one who may sees all of it", async () => {
    await visit(a.page, `${centre.url}/plans/${plan}`);
    await showAllItems(a.page);
    await openPart(a.page, "Sjekkliste");
    await expect(itemRow(a.page, ITEM)).toBeVisible();
    expect(await lies(a.page, HERS)).toBe(true);
  });
});
