// A page that stands open over midnight counts by the new day.
import { type Page } from "@playwright/test";
import { type Address, inDays, newPerson, noonIn, offlineTablet } from "./app";
import { expect, test } from "./fixtures";

/** Opens the app on a clock that stands at noon and can be put forward. */
async function openAtNoon(page: Page, at: Address): Promise<void> {
  // For a moment the clock that is put in shows 1970: the app is not there to see that.
  await page.goto("about:blank");
  await page.clock.install({ time: noonIn(0) });
  await page.goto(at.url);
}

test("a plan that stands open over midnight counts the days anew", async ({ centre, newDevice }) => {
  const tablet = await offlineTablet(newDevice, centre);
  const { page } = tablet;
  await openAtNoon(page, centre);
  await newPerson(page, "Over Midnatt", undefined, inDays(40));
  const countdown = page.locator(".ov-countdown strong");
  await expect(countdown).toHaveText("40");
  await page.clock.fastForward("24:00:00");
  await expect(countdown).toHaveText("39");
});

test("the list that stands open over midnight counts them too", async ({ centre, newDevice }) => {
  const tablet = await offlineTablet(newDevice, centre);
  const { page } = tablet;
  await openAtNoon(page, centre);
  await newPerson(page, "Over Natten", undefined, inDays(40));
  await page.getByRole("link", { name: "Alle planer" }).click();
  const row = page.locator("[data-plan]", { hasText: "Over Natten" });
  await expect(row).toContainText("40 dager");
  await page.clock.fastForward("24:00:00");
  await expect(row).toContainText("39 dager");
});
