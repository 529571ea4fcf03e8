// A plan's life: the day of release comes, the person is released and followed up; and two plans of one person become one.
import { inDays, itemRow, newPerson, offlineTablet, openPart, showAllItems, signIn, VILDE, visit, waitUntilSent } from "./app";
import { expect, test } from "./fixtures";

test("on the day of release the plan asks, and whoever is released is followed up, offline and on a second device", async ({
  centre,
  newDevice,
}) => {
  const tablet = await offlineTablet(newDevice, centre);
  const { page } = tablet;
  await newPerson(page, "Ute Idag", undefined, inDays(3));
  const plan = new URL(page.url()).pathname;
  const asked = page.getByTestId("release-passed");
  await expect(page.getByTestId("release-date")).toBeVisible();
  await expect(asked).toHaveCount(0);

  await page.getByRole("button", { name: "Endre dato" }).click();
  await page.getByLabel("Ny dato").fill(inDays(0));
  await page.getByRole("button", { name: "Lagre dato" }).click();
  await page.getByRole("button", { name: "Lukk" }).last().click();
  await asked.getByRole("button", { name: "Ja, personen er løslatt" }).click();
  await expect(asked).toHaveCount(0);

  await page.reload();
  await expect(page.getByTestId("release-date")).toBeVisible();
  await expect(asked).toHaveCount(0);
  await showAllItems(page);
  for (const weeks of [2, 8, 26]) {
    const check = itemRow(page, `follow-up-${weeks}`);
    await expect(check).toContainText(`Følg opp ${weeks} uker etter løslatelsen`);
    await expect(check).toContainText("NAV-kontoret i bosteds-/oppholdskommunen");
  }
  await tablet.goOnline();
  await waitUntilSent(page, centre);

  const other = await newDevice();
  await signIn(other, centre, { ...VILDE, plans: VILDE.plans + 1 });
  await other.goOffline();
  await visit(other.page, centre.url + plan);
  await showAllItems(other.page);
  await expect(itemRow(other.page, "follow-up-26")).toBeVisible();
  await expect(other.page.getByTestId("release-passed")).toHaveCount(0);
});

test("a second plan of one person goes on in the first, which leads to it", async ({ centre, newDevice }) => {
  const tablet = await offlineTablet(newDevice, centre);
  const { page } = tablet;
  await newPerson(page, "Dobbel Føring", undefined, inDays(60));
  const first = new URL(page.url()).pathname;
  await newPerson(page, "Dobbel Føring", undefined, inDays(60));
  const second = new URL(page.url()).pathname;
  await openPart(page, "Person");
  const offered = page.getByTestId("go-on-elsewhere");
  await offered.getByRole("button", { name: "Fortsett i planen til Dobbel Føring" }).click();
  await expect(page).toHaveURL(centre.url + first);
  await page.reload();
  const earlier = page.locator(".ov-plan-header").getByRole("link", { name: /tidligere/i });
  await expect(earlier).toHaveAttribute("href", second);
  await openPart(page, "Person");
  await expect(page.getByText("Hvem jobber med personen").or(page.locator('[data-sheet="life"]')).first()).toBeVisible();
  await expect(offered).toHaveCount(0);
  // The list has the one that goes on.
  await visit(page, centre.url);
  await expect(page.locator("[data-plan]", { hasText: "Dobbel Føring" })).toHaveCount(1);
  await expect(page.locator(`[data-plan="${first.split("/")[2]}"]`)).toHaveCount(1);
});
