// Filters over the list of plans: they stay, and each can be kept under a name.
import { offlineTablet } from "./app";
import { expect, expectAccessible, test } from "./fixtures";

test("a filter stays over a reload, is kept under a name, and lies nowhere in clear", async ({ centre, newDevice }) => {
  const tablet = await offlineTablet(newDevice, centre);
  const { page } = tablet;
  await page.goto(centre.url);
  const search = page.getByRole("searchbox", { name: "Søk etter navn eller fengsel" });
  const chips = page.getByRole("list", { name: "Mine filtre" }).getByRole("button");
  const rows = page.locator("[data-plan]");
  const act = (name: string) => page.getByRole("button", { name, exact: true });
  const dialog = page.getByRole("dialog");
  const name = dialog.getByRole("textbox", { name: "Navn på filteret" });

  await test.step("the list begins high, with nothing but the search and a button over it", async () => {
    await expect(rows).toHaveCount(39);
    expect((await rows.first().boundingBox())!.y).toBeLessThan(420);
    await expect(page.getByRole("combobox")).toHaveCount(0);
    await expect(chips).toHaveCount(0);
  });

  await test.step("what is chosen and searched for is there after a reload", async () => {
    await act("Filtre").press("Enter");
    await page.getByLabel("Løslates").selectOption("Innen 90 dager");
    await page.getByLabel("Jobbes med av").selectOption({ index: 1 });
    await search.fill("ullersmo");
    await expect(act("Filtre (2)")).toBeVisible();
    await expectAccessible(page);
    const shown = await page.locator("main").getByText(/^\d+ av 39 planer$/).innerText();
    await page.reload();
    await expect(search).toHaveValue("ullersmo");
    await expect(page.getByText(shown)).toBeVisible();
    await act("Filtre (2)").click();
    await expect(page.getByLabel("Løslates")).toHaveValue("90");
  });

  await test.step("it is kept under a name that is there and not too long", async () => {
    await act("Lagre filteret").click();
    await act("Lagre").click();
    await expect(name).toHaveAccessibleDescription(/Skriv et navn/);
    await name.fill("å".repeat(61));
    await act("Lagre").click();
    await expect(name).toHaveAccessibleDescription(/høyst 60 tegn/);
    await expectAccessible(page);
    await name.fill("Anne på Ullersmo");
    await act("Lagre").click();
    await expect(chips).toHaveText(["Anne på Ullersmo"]);
    await expect(chips).toHaveAttribute("aria-pressed", "true");
  });

  await test.step("one tap lets it go and one takes it back, after a reload too", async () => {
    await chips.click();
    await expect(search).toHaveValue("");
    await expect(rows).toHaveCount(39);
    await page.reload();
    await chips.click();
    await expect(search).toHaveValue("ullersmo");
    await expect(act("Filtre (2)")).toBeVisible();
  });

  await test.step("no two have one name", async () => {
    await search.fill("halden");
    await act("Nullstill").click();
    await expect(search).toHaveValue("");
    await search.fill("halden");
    await act("Lagre filteret").click();
    await name.fill("ANNE på Ullersmo ");
    await act("Lagre").click();
    await expect(name).toHaveAccessibleDescription(/Et annet filter/);
    await name.fill("Halden");
    await act("Lagre").click();
    await expect(chips).toHaveText(["Anne på Ullersmo", "Halden"]);
  });

  await test.step("what one tab keeps, another does not lose, and shows after a reload", async () => {
    const other = await tablet.context.newPage();
    await other.goto(centre.url);
    const there = other.getByRole("list", { name: "Mine filtre" }).getByRole("button");
    await expect(there).toHaveText(["Anne på Ullersmo", "Halden"]);
    await act("Gi nytt navn").click();
    await name.fill("Østfold");
    await act("Lagre").click();
    await expect(chips).toHaveText(["Anne på Ullersmo", "Østfold"]);
    await other.getByRole("searchbox").fill("kari");
    await other.getByRole("button", { name: "Lagre filteret" }).click();
    await other.getByLabel("Navn på filteret").fill("Kari");
    await other.getByRole("button", { name: "Lagre", exact: true }).click();
    await expect(there).toHaveText(["Anne på Ullersmo", "Kari", "Østfold"]);
    await other.close();
    await page.reload();
    await expect(chips).toHaveText(["Anne på Ullersmo", "Kari", "Østfold"]);
  });

  await test.step("one is removed, and the list stays as it was", async () => {
    await chips.filter({ hasText: "Østfold" }).click();
    await act("Fjern filteret").click();
    await expect(chips).toHaveText(["Anne på Ullersmo", "Kari"]);
    await expect(search).toHaveValue("halden");
    await page.reload();
    await expect(chips).toHaveText(["Anne på Ullersmo", "Kari"]);
  });

  await test.step("nothing of it is in the address or in local storage", async () => {
    const clear = await page.evaluate(() => JSON.stringify({ ...localStorage, ...sessionStorage }) + location.href);
    for (const word of ["Anne", "Kari", "halden", "ullersmo"]) expect(clear).not.toContain(word);
    await expect(dialog).toHaveCount(0);
  });
});
