// People come and go: released from remand without warning, moved to another prison, handed over to a colleague.
import { expect, test } from "./fixtures";
import {
  inDays,
  itemRow,
  newPerson,
  offlineTablet,
  openPart,
  sheet,
  showAllItems,
  signIn,
  tick,
  TORSTEIN,
  visit,
  waitUntilSent,
} from "./app";

test("a release from remand without warning is settled and said on its sheet, offline, and seen on a second device", async ({
  centre,
  newDevice,
}) => {
  const tablet = await offlineTablet(newDevice, centre, TORSTEIN);
  const { page } = tablet;

  await test.step("the sheet comes first, asks what nobody has asked, and settles what it brings", async () => {
    await newPerson(page, "Brått Porten", "Varetekt");
    const roof = page.getByTestId("release-sheet").locator("[data-colour]", { hasText: "Tak over hodet" });
    await expect(roof).toHaveAttribute("data-colour", "ikke avklart");
    await expect(roof).toContainText("Hvor sover personen første natt?");
    await tick(roof.getByLabel("Har ikke bolig å komme til"));
    await expect(roof).toHaveAttribute("data-colour", "mangler");
    await roof.locator('[data-item="housing-first-night"] [data-status="done"]').click();
    await expect(roof).toHaveAttribute("data-colour", "ordnet");
    await page.reload();
    await expect(roof).toHaveAttribute("data-colour", "ordnet");
  });

  await test.step("the person is released today, and is followed up", async () => {
    await page.getByRole("button", { name: "Personen er løslatt i dag" }).click();
    await page.getByRole("button", { name: "Ja, løslatt i dag" }).click();
    const header = page.locator(".ov-plan-header");
    await expect(header).toContainText("Løslatt");
    await expect(page.getByText("løslatelse kan komme når som helst")).toHaveCount(0);
    await expect(page.getByRole("button", { name: "Personen er løslatt i dag" })).toHaveCount(0);
    await openPart(page, "Sjekkliste");
    await showAllItems(page);
    await expect(itemRow(page, "follow-up-2")).toBeVisible();
    await expect(page.locator("[data-light]")).toHaveCount(0);
  });

  const plan = new URL(page.url()).pathname;
  await test.step("the list of those who are out has the person, with the day and no red light", async () => {
    await visit(page, centre.url);
    await page.getByRole("button", { name: "Filtre" }).click();
    await page.getByLabel("Vis", { exact: true }).selectOption({ label: "Løslatte" });
    const row = page.locator("[data-plan]", { hasText: "Brått Porten" });
    await expect(row).toContainText("Løslatt");
    await expect(row.locator("[data-light]")).toHaveCount(0);
  });

  await test.step("a second device shows it", async () => {
    await tablet.goOnline();
    await waitUntilSent(page, centre);
    const other = await newDevice();
    await signIn(other, centre, { ...TORSTEIN, plans: TORSTEIN.plans + 1 });
    await other.goOffline();
    await visit(other.page, centre.url + plan);
    await expect(other.page.locator(".ov-plan-header")).toContainText("Løslatt");
  });
});

test("a transfer moves the plan, and a warning is seen before anyone meets the person", async ({ centre, newDevice }) => {
  const tablet = await offlineTablet(newDevice, centre, TORSTEIN);
  const { page } = tablet;
  await newPerson(page, "Flyttet Person", "Domfelt", inDays(90));
  const header = page.locator(".ov-plan-header");

  await openPart(page, "Straff");
  const transfer = sheet(page, "transfer");
  for (const [prison, day] of [
    ["Halden fengsel", inDays(0)],
    ["Ila fengsel og forvaringsanstalt", inDays(10)],
  ] as const) {
    await transfer.getByRole("button", { name: /^Legg til/ }).click();
    await transfer.getByLabel("Til fengsel").selectOption({ label: prison });
    await transfer.getByLabel("Dag", { exact: true }).fill(day);
    await transfer.getByRole("button", { name: "Lagre", exact: true }).click();
    await expect(transfer.locator(".ov-row", { hasText: prison })).toBeVisible();
  }
  await expect(header).toContainText("Halden fengsel");

  await openPart(page, "Person");
  const warnings = sheet(page, "warnings");
  await warnings.getByRole("button", { name: /^(Fyll inn|Endre)$/ }).click();
  await warnings.getByLabel("Ikke møt personen alene").selectOption({ label: "Ja" });
  await warnings.getByLabel("Vurder varselet på nytt innen").fill(inDays(-1));
  await warnings.getByRole("button", { name: "Lagre", exact: true }).click();
  await page.reload();
  await expect(page.getByTestId("warning")).toContainText("Ikke møt personen alene");
  await expect(page.getByTestId("warning")).toContainText("Varselet skulle vært vurdert på nytt");

  await visit(page, centre.url);
  await page.getByLabel("Søk etter navn eller fengsel").fill("halden");
  await expect(page.locator("[data-plan]", { hasText: "Flyttet Person" })).toBeVisible();
});

test("plans are picked before they are handed over, with the caseloads in sight", async ({ centre, newDevice }) => {
  const tablet = await offlineTablet(newDevice, centre);
  const { page } = tablet;
  await newPerson(page, "Overtatt Fordelsen", undefined, inDays(90));
  await newPerson(page, "Beholdt Fordelsen", undefined, inDays(90));
  await visit(page, centre.url);
  await page.getByLabel("Søk etter navn eller fengsel").fill("fordelsen");
  await expect(page.locator("[data-plan]")).toHaveCount(2);

  const dialog = page.getByRole("dialog");
  await page.getByRole("button", { name: "Fordel planene som vises" }).click();
  await dialog.getByRole("button", { name: "Fordel" }).click();
  await expect(dialog).toContainText("Velg hvem planene skal fordeles til");
  const who = dialog.getByLabel("Hvem skal jobbe med personene?");
  const torstein = (await who.locator("option").allInnerTexts()).find((option) => option.startsWith("Torstein"))!;
  expect(torstein).toMatch(/^Torstein Prøvedal \(\d+\)$/);
  await who.selectOption({ label: torstein });
  await dialog.getByLabel("Beholdt Fordelsen").press("Space");
  await expect(dialog).toContainText("1 plan er valgt");
  await dialog.getByRole("button", { name: "Fordel" }).click();
  await expect(dialog).toHaveCount(0);

  await page.getByRole("button", { name: "Filtre" }).click();
  const before = Number(/\((\d+)\)/.exec(torstein)![1]);
  await page.getByLabel("Jobbes med av").selectOption({ label: `Torstein Prøvedal (${before + 1})` });
  await expect(page.locator("[data-plan]", { hasText: "Overtatt" })).toHaveCount(1);
  await expect(page.locator("[data-plan]", { hasText: "Beholdt" })).toHaveCount(0);
});

test("a new person who cannot be is refused at the field, and one who is known is pointed out", async ({
  centre,
  newDevice,
}) => {
  const tablet = await offlineTablet(newDevice, centre);
  const { page } = tablet;
  await newPerson(page, "Kjent Person", undefined, inDays(90));
  const known = new URL(page.url()).pathname;
  await visit(page, `${centre.url}/new`);
  await page.getByLabel("Navn", { exact: true }).fill("person kjent");
  await expect(page.getByRole("link", { name: "Kjent Person" })).toHaveAttribute("href", known);

  const birth = page.getByLabel(/^Fødselsdato/);
  const release = page.getByLabel(/^Løslatelsesdato/);
  const save = page.getByRole("button", { name: "Opprett plan" });
  await birth.fill(inDays(1));
  await save.click();
  await expect(birth).toHaveAttribute("aria-invalid", "true");
  await expect(birth).toHaveAccessibleDescription(/ligger fram i tid/);
  await birth.fill("1990-01-01");
  await release.fill("1989-12-31");
  await save.click();
  await expect(birth).not.toHaveAttribute("aria-invalid", "true");
  await expect(release).toHaveAccessibleDescription(/ligger før fødselsdatoen/);
  await release.fill(inDays(30));
  await save.click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("person kjent");
});
