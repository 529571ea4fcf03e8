// What was talked about and agreed: bound together, found again by area and day, and appointments on odd days.
import { type Page } from "@playwright/test";
import { inDays, noonIn, planIds, signIn, VILDE, visit, written } from "./app";
import { expect, expectAccessible, test } from "./fixtures";

/** The first Sunday so many days from now or later. */
function sunday(days: number): string {
  const day = noonIn(days);
  day.setDate(day.getDate() + ((7 - day.getDay()) % 7));
  return written(day);
}

/** Adds a row to a sheet: fields by their labels, options by their words. */
async function add(page: Page, sheet: string, values: Record<string, string>): Promise<void> {
  const section = page.locator(`[data-sheet="${sheet}"]`);
  const rows = section.locator(".ov-row");
  const before = await rows.count();
  await section.getByRole("button", { name: /^Legg til/ }).click();
  const form = section.locator(".ov-sheet-form");
  for (const [label, value] of Object.entries(values)) {
    const field = form.getByLabel(label, { exact: true });
    const isList = (await field.evaluate((element) => element.tagName)) === "SELECT";
    if (isList) await field.selectOption(value === "" ? { index: 1 } : { label: value });
    else await field.fill(value);
  }
  await form.getByRole("button", { name: "Lagre" }).click();
  await expect(form).toHaveCount(0);
  await expect(rows).toHaveCount(before + 1);
}

test("what was agreed stands with the conversation, which is found by area and day, offline", async ({
  centre,
  newDevice,
}) => {
  const tablet = await newDevice();
  const { page } = tablet;
  await signIn(tablet, centre, VILDE);
  // A plan whose release is known.
  await visit(page, centre.url);
  const dated = page.locator("[data-plan]", { hasText: /\d+ dager/ }).first();
  const plan = await dated.getAttribute("data-plan");
  expect(await planIds(page, centre)).toContain(plan);
  await tablet.goOffline();
  await visit(page, `${centre.url}/plans/${plan}/agreements`);
  const conversations = page.locator('[data-sheet="conversation"]');
  const agreements = page.locator('[data-sheet="agreement"]');
  const rows = conversations.locator(".ov-row");
  await expect(conversations).toBeVisible();
  const known = await rows.count();

  await test.step("an agreement names its conversation, and stands with its notes", async () => {
    await add(page, "conversation", { Dag: inDays(-3), "Hvem var med": "Vilde", Område: "Bolig", Notat: "Om leiligheten." });
    await add(page, "conversation", { Dag: inDays(-20), "Hvem var med": "Jonas", Område: "Arbeid", Notat: "Om fastlønnen." });
    await add(page, "agreement", { "Hva vi ble enige om": "Ringe utleieren", "Hvem gjør det": "Kari", "Fra samtalen": "" });
    const agreed = agreements.locator(".ov-row", { hasText: "Ringe utleieren" });
    // The conversation that was written last is the first to choose.
    await expect(agreed.locator("dl")).toContainText("Jonas, Arbeid");
    await expect(rows.filter({ hasText: "Om fastlønnen." }).getByText("Ringe utleieren, Kari")).toBeVisible();
    await expect(rows.filter({ hasText: "Om leiligheten." }).getByText("Ringe utleieren")).toHaveCount(0);
    await expectAccessible(page);
  });

  await test.step("conversations are narrowed by area and by day", async () => {
    await conversations.getByLabel("Vis område").selectOption("Arbeid");
    await expect(rows.filter({ hasText: "Om fastlønnen." })).toBeVisible();
    await expect(rows.filter({ hasText: "Om leiligheten." })).toHaveCount(0);
    await conversations.getByLabel("Vis område").selectOption("Alle områder");
    await conversations.getByLabel("Fra og med").fill(inDays(-3));
    await expect(rows.filter({ hasText: "Om leiligheten." })).toBeVisible();
    await expect(rows.filter({ hasText: "Om fastlønnen." })).toHaveCount(0);
    await conversations.getByLabel("Fra og med").fill("");
    await conversations.getByLabel("Til og med").fill(inDays(-20));
    await expect(rows.filter({ hasText: "Om fastlønnen." })).toBeVisible();
    await expect(rows.filter({ hasText: "Om leiligheten." })).toHaveCount(0);
    await conversations.getByLabel("Til og med").fill("");
    await expect(rows).toHaveCount(known + 2);
  });

  await test.step("an appointment on a Sunday after the release is written, and hinted at", async () => {
    const meetings = page.locator('[data-sheet="appointment"] .ov-row');
    await add(page, "appointment", {
      "Med hvem": "Fastlegen",
      Dag: sunday(800),
      "Før eller etter løslatelsen": "Før løslatelsen",
    });
    const meeting = meetings.filter({ hasText: "Fastlegen" });
    await expect(meeting.getByText("Søndag eller helligdag. Sjekk at det er åpent.")).toBeVisible();
    await expect(meeting.getByText("Dagen ligger etter løslatelsen. Stemmer det?")).toBeVisible();
    await expect(page.getByTestId("findings").getByText("Stemmer det?")).toHaveCount(0);
    await page.reload();
    await expect(meeting.getByText("Stemmer det?")).toBeVisible();
  });
});
