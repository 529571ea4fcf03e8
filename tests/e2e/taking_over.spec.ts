// What is past its last day passes to whoever was named for that: the plan is in their list, and the deadline too.
import { itemRow, offlineTablet, openPlan, TORSTEIN, unfold, VILDE, visit } from "./app";
import { expect, test } from "./fixtures";

test("an item past its last day is in the list of the one who takes it over", async ({ centre, newDevice }) => {
  const tablet = await offlineTablet(newDevice, centre);
  const { page } = tablet;
  await visit(page, centre.url);
  const plans = page.locator("[data-plan]");
  const ids = () => plans.evaluateAll((rows) => rows.map((row) => (row as HTMLElement).dataset.plan ?? ""));
  await expect(plans).toHaveCount(39);
  const late = await plans.filter({ hasText: /\d+ over fristen/ }).evaluateAll((rows) =>
    rows.map((row) => (row as HTMLElement).dataset.plan ?? ""),
  );
  await page.getByRole("button", { name: "Filtre" }).click();
  const worker = page.getByLabel("Jobbes med av");
  const listOf = async (name: string) => {
    await worker.selectOption(await worker.locator("option", { hasText: name }).getAttribute("value"));
    await expect(page.getByText(/^\d+ av 39 planer$/)).toBeVisible();
    return ids();
  };
  const hers = await listOf(VILDE.name);
  const his = await listOf(TORSTEIN.name);
  const plan = late.find((id) => !his.includes(id) && !hers.includes(id))!;
  expect(plan).toBeTruthy();

  await openPlan(page, centre, plan);
  const item = await page
    .locator("[data-item]", { hasText: /Over fristen/i })
    .first()
    .getAttribute("data-item");
  const row = itemRow(page, item!);
  await unfold(row);
  await row.getByRole("button", { name: "Steg, søknader, saker og egne dager" }).click();
  await row.getByRole("button", { name: "Fyll inn" }).click();
  await row.getByLabel("Navn på den som tar over").fill(TORSTEIN.name);
  await row.getByRole("button", { name: "Lagre", exact: true }).click();
  await expect(row).toContainText(TORSTEIN.name);

  // The filter stood meanwhile: the plan is in Torstein's list now, and says why.
  await visit(page, centre.url);
  const shown = page.locator(`[data-plan="${plan}"]`);
  await expect(shown).toContainText("1 gått videre til den som tar over");
  await expect(plans).toHaveCount(his.length + 1);

  // It is not among Vilde's own deadlines.
  await visit(page, `${centre.url}/agenda`);
  const link = page.locator(`a[href="/plans/${plan}"]`);
  await expect(page.locator("main a").first()).toBeVisible();
  const all = await page.locator("main a").count();
  await page.getByRole("radio", { name: "Mine" }).click();
  await expect.poll(() => page.locator("main a").count()).toBeLessThan(all);
  await expect(link).toHaveCount(0);
});
