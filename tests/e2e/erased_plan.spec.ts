// A plan is erased while a tablet with half a note on it is away: the plan goes, and what was typed stays for its days, in
// sight, and can be deleted.
import { noteField, planIds, signIn, syncNow, VILDE, waitUntilKept } from "./app";
import { expect, test } from "./fixtures";

const HALF = "Ringer i morgen om en seng i";

test("what was typed about a plan that is erased meanwhile is shown with its last day, and deleted by a word", async ({
  centre,
  newDevice,
}) => {
  const tablet = await newDevice();
  const { page } = tablet;
  await signIn(tablet, centre, VILDE);
  const plan = (await planIds(page, centre))[0]!;
  await tablet.goOffline();
  await page.goto(`${centre.url}/plans/${plan}`);
  await noteField(page).fill(HALF);
  await waitUntilKept(page);
  centre.erase(plan);
  await tablet.goOnline();
  await syncNow(page, centre);

  const left = page.locator('[data-state="left-behind"]');
  await expect(left).toContainText(HALF);
  await expect(left).toContainText(/Slettes \d+\. [a-z]+ \d{4}/);
  await expect(page.getByTestId("plans")).toHaveText(String(VILDE.plans - 1));
  await page.reload();
  await expect(left).toContainText(HALF);
  await left.getByRole("button", { name: "Slett nå" }).click();
  await left.getByRole("button", { name: "Behold" }).click();
  await left.getByRole("button", { name: "Slett nå" }).click();
  await left.getByRole("button", { name: "Slett for godt" }).click();
  await expect(left).toHaveCount(0);
  await tablet.goOffline();
  await page.reload();
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await expect(left).toHaveCount(0);
});
