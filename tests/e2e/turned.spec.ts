// The tablet is turned to the person: they see their sheet alone, and only its owner gets back to work.
import { openPlan, planIds, signIn, VILDE } from "./app";
import { expect, expectAccessible, test } from "./fixtures";

test("a person sees their own sheet and nothing else, offline too; it takes the PIN to go on", async ({
  centre,
  newDevice,
}) => {
  const tablet = await newDevice();
  const { page } = tablet;
  await signIn(tablet, centre, VILDE);
  await page.goto(`${centre.url}/this-device`);
  await page.getByLabel("PIN-kode for korte pauser").fill("2580");
  await page.getByRole("button", { name: "Lagre PIN-koden" }).click();
  await expect(page.locator("main")).toContainText("PIN-kode er satt.");
  const [plan] = await planIds(page, centre);
  await tablet.goOffline();
  const other = await tablet.context.newPage();
  await other.goto(`${centre.url}/plans/${plan}`);
  await openPlan(page, centre, plan!);
  const name = await page.getByRole("heading", { level: 1 }).innerText();
  await page.getByRole("link", { name: "Løslatelsesark" }).click();
  tablet.passphrase = undefined;
  await page.getByRole("button", { name: "Snu mot personen" }).click();

  const sheet = page.getByTestId("turned");
  await expect(sheet.getByRole("heading", { level: 1 })).toHaveText(name);
  await expect(sheet).toContainText("Første dag ute");
  await expect(sheet).not.toContainText("Medisin");
  await expect(page.getByRole("heading", { level: 1 })).toHaveCount(1);
  await expectAccessible(page);
  await page.keyboard.press("Escape");
  await page.goBack();
  await expect(sheet).toBeVisible();
  // The other tab is locked, and a new one opens nothing.
  await expect(other.getByLabel("Passfrase", { exact: true })).toBeVisible();
  await other.reload();
  await expect(other.getByLabel("Passfrase", { exact: true })).toBeVisible();

  await sheet.getByRole("button", { name: "Tilbake" }).click();
  await expect(sheet).toBeHidden();
  const pin = page.getByLabel("PIN-kode", { exact: true });
  await pin.fill("0000");
  await page.getByRole("button", { name: "Gå videre" }).click();
  await expect(page.getByText("PIN-koden er feil.")).toBeVisible();
  await pin.fill("2580");
  await page.getByRole("button", { name: "Gå videre" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(name);
});
