// A browser says of a half-typed date, and of 31 February, that the field is empty. Nothing may come of that: not an
// emptied day, not a form that forgets what was begun.
import { type Locator } from "@playwright/test";
import { giveConsent, inDays, offlineTablet, openPart, sheet, showAllItems, TORSTEIN, unfold } from "./app";
import { expect, test } from "./fixtures";

const NO_DAY = /^Datoen er ikke en ekte dato/;

/** Takes one part of the date away by keyboard, so that half of it is left. */
async function leaveHalf(field: Locator): Promise<void> {
  await field.focus();
  await field.press("Backspace");
  expect(await field.evaluate((input: HTMLInputElement) => input.validity.badInput)).toBe(true);
}

test("a half-typed date is refused at its field and empties no stored day", async ({ centre, newDevice }) => {
  const tablet = await offlineTablet(newDevice, centre, TORSTEIN);
  const { page } = tablet;
  const error = page.getByText(NO_DAY);

  await test.step("a new person", async () => {
    await page.getByRole("link", { name: "Planer" }).first().click();
    await page.getByRole("button", { name: "Ny person" }).or(page.getByRole("link", { name: "Ny person" })).click();
    await page.getByLabel("Navn", { exact: true }).fill("Halvt Datert");
    const release = page.getByLabel(/^Løslatelsesdato/);
    await release.focus();
    await release.press("1");
    await page.getByRole("button", { name: "Opprett plan" }).click();
    await expect(error).toHaveCount(1);
    await release.fill(inDays(40));
    await giveConsent(page);
    await page.getByRole("button", { name: "Opprett plan" }).click();
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("Halvt Datert");
  });

  await openPart(page, "Straff");
  const sentence = sheet(page, "sentence");
  const admission = sentence.getByLabel("Dato for innsettelse");
  const stored = inDays(-200);
  const change = () => sentence.getByRole("button", { name: "Endre" }).click();
  const save = () => sentence.getByRole("button", { name: "Lagre" }).click();

  await test.step("a stored day", async () => {
    await change();
    await admission.fill(stored);
    await save();
    await change();
    await expect(admission).toHaveValue(stored);
    await leaveHalf(admission);
    await save();
    await expect(error).toHaveCount(1);
    expect(await admission.evaluate((input: HTMLInputElement) => input.validity.badInput)).toBe(true);
    await page.reload();
    await expect(sentence.getByRole("button", { name: "Endre" })).toBeVisible();
    await change();
    await expect(admission).toHaveValue(stored);
    await sentence.getByRole("button", { name: "Avbryt" }).click();
  });

  await test.step("a field that was empty", async () => {
    const dates = sheet(page, "prison-dates");
    await dates.getByRole("button", { name: "Fyll inn" }).click();
    const day = dates.getByLabel(/^To tredeler/);
    await day.focus();
    await day.press("1");
    await dates.getByRole("button", { name: "Lagre" }).click();
    await expect(error).toHaveCount(1);
    // What was half typed goes: the field is empty again, and that is no fault.
    await day.press("Backspace");
    await dates.getByRole("button", { name: "Lagre" }).click();
    await expect(error).toHaveCount(0);
    await expect(dates.getByText("Ikke fylt inn ennå.")).toBeVisible();
  });

  await test.step("what is typed to the end is saved, and an emptied day is emptied", async () => {
    await change();
    await leaveHalf(admission);
    await admission.fill(inDays(-100));
    await save();
    await change();
    await expect(admission).toHaveValue(inDays(-100));
    await admission.fill("");
    await save();
    await change();
    await expect(admission).toHaveValue("");
    await sentence.getByRole("button", { name: "Avbryt" }).click();
  });

  await test.step("the release date, in a dialog that is opened again", async () => {
    const day = page.getByLabel("Ny dato");
    await page.getByRole("button", { name: "Endre dato" }).click();
    await leaveHalf(day);
    await page.getByRole("button", { name: "Lagre dato" }).click();
    await expect(error).toHaveCount(1);
    await page.getByRole("button", { name: "Avbryt" }).click();
    await page.getByRole("button", { name: "Endre dato" }).click();
    await expect(day).toHaveValue(inDays(40));
    await page.getByRole("button", { name: "Avbryt" }).click();
  });

  await test.step("the date of birth", async () => {
    await openPart(page, "Person");
    const birth = page.getByLabel("Født", { exact: true });
    const saveBirth = () => page.getByRole("button", { name: "Lagre fødselsdato" }).click();
    await birth.fill("1990-01-02");
    await saveBirth();
    await expect(page.getByText("2. januar 1990").first()).toBeVisible();
    await leaveHalf(birth);
    await saveBirth();
    await expect(error).toHaveCount(1);
    await page.reload();
    await expect(birth).toHaveValue("1990-01-02");
  });

  await test.step("an item's own date, and back to the template's", async () => {
    await openPart(page, "Sjekkliste");
    await showAllItems(page);
    const item = page.locator("[data-item]").first();
    await unfold(item);
    const own = item.getByLabel("Egen frist");
    await own.focus();
    await own.press("1");
    await item.getByRole("button", { name: "Lagre frist" }).click();
    await expect(error).toHaveCount(1);
    await own.fill(inDays(20));
    await item.getByRole("button", { name: "Lagre frist" }).click();
    await expect(error).toHaveCount(0);
    await leaveHalf(own);
    await item.getByRole("button", { name: "Bruk malens frist" }).click();
    await expect.poll(() => own.evaluate((input: HTMLInputElement) => input.validity.badInput)).toBe(false);
  });
});
