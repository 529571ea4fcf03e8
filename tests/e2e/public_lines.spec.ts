// What the health service has arranged goes out as one bit, to those whom the person lets know it: never what it is
// about, never to others, and no longer once it is taken back.
import { type Page } from "@playwright/test";
import {
  itemRow,
  planSharedWithOwnAlone,
  sheet,
  showAllItems,
  signIn,
  syncNow,
  takeBackConsent,
  tapStatus,
  TORSTEIN,
  VILDE,
  visit,
  waitUntilSent,
} from "./app";
import { expect, test } from "./fixtures";

const RAGNA = { name: "Ragna Fiksjonsen", plans: 39 };
const GP = "health-gp";

test("that an appointment is arranged is told by consent, without network too, and nothing else", async ({
  centre,
  newDevice,
}) => {
  const [a, b, c] = [await newDevice(), await newDevice(), await newDevice()];
  await signIn(a, centre, VILDE);
  await signIn(b, centre, RAGNA);
  await signIn(c, centre, TORSTEIN);
  const health = (page: Page) => page.locator(".ov-area--closed", { hasText: "Helse" }).first();
  const line = (page: Page, name: string) => health(page).locator(`[data-line="${name}"]`);
  const open = async (page: Page, plan: string) => {
    await visit(page, `${centre.url}/plans/${plan}`);
    await expect(health(page)).toBeVisible();
  };

  const plan = await planSharedWithOwnAlone(a.page, "Frisk Person", "housing-first-night", "Bor hos en bror.");
  await waitUntilSent(a.page, centre);
  await open(a.page, plan);
  await expect(line(a.page, "appointment")).toContainText("Ikke sagt ennå");

  await test.step("health staff arrange it without network", async () => {
    await syncNow(b.page, centre);
    await b.goOffline();
    await visit(b.page, `${centre.url}/plans/${plan}`);
    await showAllItems(b.page);
    await tapStatus(b.page, GP, "done");
    await b.goOnline();
    await waitUntilSent(b.page, centre);
  });

  await test.step("who has the consent is told that it is, after a reload without network too", async () => {
    await syncNow(a.page, centre);
    await a.goOffline();
    await open(a.page, plan);
    await expect(line(a.page, "appointment")).toContainText("Ordnet");
    await expect(line(a.page, "medicine")).toContainText("Ikke sagt ennå");
    await expect(health(a.page)).toContainText("Du ser om det er ordnet");
    await expect(itemRow(a.page, GP)).toHaveCount(0);
    await a.goOnline();
  });

  await test.step("who has none is not, and hears why", async () => {
    await syncNow(c.page, centre);
    await open(c.page, plan);
    await expect(line(c.page, "appointment")).toContainText("Ikke delt");
    await expect(health(c.page)).toContainText("har ikke samtykket");
    await expect(health(c.page).getByRole("button", { name: "Registrer samtykke" })).toBeVisible();
  });

  await test.step("it is taken back", async () => {
    await visit(a.page, `${centre.url}/plans/${plan}/person`);
    const given = sheet(a.page, "consent").locator(".ov-row").first();
    await takeBackConsent(given);
    await waitUntilSent(a.page, centre);
    await open(a.page, plan);
    await expect(line(a.page, "appointment")).toContainText("Ikke delt");
  });
});
