// Every page as a screen reader meets it: no finding of axe, and an outline that changes only on purpose.
// What is invented anew each day (names, counts, dates) is left open.
import { giveConsent, itemRow, plainItems, openPlan, planIds, signIn, unfold, VILDE, type Address, visit } from "./app";
import { expect, expectAccessible, test } from "./fixtures";

const NAVIGATION = `
  - navigation "Hovedmeny":
    - list:
      - listitem:
        - link "Planer"
      - listitem:
        - link "Frister"
      - listitem:
        - link "Sending"
`;

test("signing in", async ({ centre, newDevice }) => {
  const { page } = await newDevice();
  await visit(page, centre.url);
  await expect(page.getByRole("button", { name: VILDE.name })).toBeVisible();
  await expectAccessible(page);
  await expect(page.getByRole("main")).toMatchAriaSnapshot(`
    - main:
      - heading "Overgang" [level=1]
      - heading "Logg inn i øvingsfengselet" [level=2]
      - list "Brukere i øvingsfengselet":
        - listitem:
          - button /Ingrid Testmoen Kontaktbetjent/
        - listitem:
          - button /Jonas Liksomsen NAV-kontor/
        - listitem:
          - button /Marit Låtsberg Friomsorgen/
        - listitem:
          - button /Torstein Prøvedal Sosialkonsulent/
        - listitem:
          - button /Vilde Øvingsen NAV-veileder/
  `);
});

test("every page of a signed-in user", async ({ centre, newDevice }) => {
  const tablet = await newDevice();
  const { page } = tablet;
  const at: Address = centre;
  await signIn(tablet, at, VILDE);
  const [plan] = await planIds(page, at);

  await test.step("plans", async () => {
    await expectAccessible(page);
    await expect(page.getByRole("navigation")).toMatchAriaSnapshot(NAVIGATION);
    await expect(page.getByRole("main")).toMatchAriaSnapshot(`
      - main:
        - heading "Planer" [level=1]
        - searchbox "Søk etter navn eller fengsel"
        - button "Filtre"
        - paragraph: 39 planer
        - list "Planene":
          - listitem:
            - link /.+/
            - list "Første dag ute"
    `);
  });

  await test.step("a plan", async () => {
    await visit(page, `${at.url}/plans/${plan}`);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await expectAccessible(page);
    await expect(page.getByRole("main")).toMatchAriaSnapshot(`
      - main:
        - link "Alle planer"
        - heading /.+/ [level=1]
        - heading "Første dag ute" [level=2]
        - list "Første dag ute":
          - listitem: /Tak over hodet/
          - listitem: /Penger/
          - listitem: /Medisin/
          - listitem: /Papirer/
          - listitem: /Nøkler og telefon/
          - listitem: /Møtes ved porten/
          - listitem: /Første avtale/
        - heading "Områder" [level=2]
        - heading "Notater" [level=2]
        - textbox "Nytt notat"
        - button "Legg til notat"
    `);
  });

  await test.step("the other parts of a plan", async () => {
    for (const part of ["person", "sentence", "needs", "agreements", "inside", "release-sheet"]) {
      await visit(page, `${at.url}/plans/${plan}/${part}`);
      await expect(page.getByRole("navigation", { name: "Deler av planen" })).toBeVisible();
      await expect(page.getByRole("heading", { level: 2 }).first()).toBeVisible();
      await expectAccessible(page);
    }
    await visit(page, `${at.url}/plans/${plan}/sentence`);
    // NAV reads about the sentence and does not write about it.
    await expect(page.locator('[data-sheet="sentence"]')).toContainText("Rollen din kan ikke endre det");
    await visit(page, `${at.url}/plans/${plan}/agreements`);
    await page.locator('[data-sheet="contact"]').getByRole("button", { name: /^Legg til/ }).click();
    await expectAccessible(page);
  });

  await test.step("an item", async () => {
    await openPlan(page, at, plan!);
    const row = itemRow(page, (await plainItems(page))[0]!);
    await unfold(row);
    await expectAccessible(page);
    await expect(row).toMatchAriaSnapshot(`
      - listitem:
        - button /.+/ [expanded]
        - group "Status":
          - button "Trenger hjelp"
          - button "I gang"
          - button "Venter"
          - button "Ferdig"
        - textbox /Hvorfor/
        - button "Lagre begrunnelse"
        - textbox /Notat/
        - button "Legg til notat"
    `);
    await row.getByRole("button", { name: "Stryk punktet" }).click();
    await expect(page.getByRole("dialog")).toMatchAriaSnapshot(`
      - dialog "Stryk":
        - textbox "Hvorfor strykes det?"
        - button "Stryk"
        - button "Avbryt"
    `);
    await expectAccessible(page);
    await page.keyboard.press("Escape");
    await expect(page.getByRole("dialog")).toHaveCount(0);
  });

  await test.step("a new person", async () => {
    await visit(page, `${at.url}/new`);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await expectAccessible(page);
    await expect(page.getByRole("main")).toMatchAriaSnapshot(`
      - main:
        - heading "Ny person" [level=1]
        - textbox "Navn"
        - combobox "Fengsel"
        - group "Samtykke":
          - switch "Personen samtykker til å dele"
          - paragraph: /Uten samtykke/
        - button "Opprett plan"
        - button "Avbryt"
    `);
    await giveConsent(page);
    await expectAccessible(page);
    await expect(page.getByRole("main")).toMatchAriaSnapshot(`
      - main:
        - group "Samtykke":
          - switch "Personen samtykker til å dele" [checked]
          - group "Hvem får se mer?":
            - checkbox "NAV-veileder i fengsel" [checked]
          - radiogroup "Hvilke områder?":
            - radio "Alle" [checked]
            - radio "Bare noen"
          - radiogroup "Hvordan er det gitt?":
            - radio "Skriftlig" [checked]
            - radio "Muntlig, med vitne"
          - textbox "Gjelder til og med"
    `);
  });

  await test.step("deadlines", async () => {
    await visit(page, `${at.url}/agenda`);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await expectAccessible(page);
    await expect(page.getByRole("main")).toMatchAriaSnapshot(`
      - main:
        - heading "Frister og avtaler" [level=1]
        - button "Tidligere"
        - button "I dag"
        - button "Senere"
        - heading /^Uke \\d+/ [level=2]
        - heading /^mandag \\d+\\./ [level=3]
        - heading /^søndag \\d+\\./ [level=3]
    `);
  });

  await test.step("the sync centre", async () => {
    await visit(page, `${at.url}/sync`);
    await expect(page.getByTestId("plans")).toHaveText("39");
    await expectAccessible(page);
    await expect(page.getByRole("main")).toMatchAriaSnapshot(`
      - main:
        - heading "Sending og mottak" [level=1]
        - button "Send og hent nå"
        - switch /Arbeid uten nett/
        - heading "Venter" [level=2]
        - heading "Kvitteringer" [level=2]
        - button "Logg ut"
    `);
  });

  await test.step("an address that leads nowhere", async () => {
    await visit(page, `${at.url}/nowhere`);
    await expect(page.getByRole("main")).toContainText("Denne siden finnes ikke");
    await expectAccessible(page);
  });
});
