// A form that was begun before a reload knows what it began from: what a colleague answered meanwhile stands beside it,
// and what the form did not touch is left as it is.
import { type Page } from "@playwright/test";
import { openPart, planIds, sheet, signIn, syncNow, TORSTEIN, VILDE, visit, waitUntilKept, waitUntilSent } from "./app";
import { expect, test } from "./fixtures";

const GOAL = "Målet med personens egne ord";
const MEANING = "Hva gir mening";

/** Opens the form for goal and meaning. */
async function changeGoal(page: Page): Promise<void> {
  await sheet(page, "goal")
    .getByRole("button", { name: /^(Fyll inn|Endre)$/ })
    .click();
}

/** Fills in the form for goal and meaning. */
async function fillGoal(page: Page, goal: string, meaning: string): Promise<void> {
  await changeGoal(page);
  await sheet(page, "goal").getByLabel(GOAL).fill(goal);
  await sheet(page, "goal").getByLabel(MEANING).fill(meaning);
  await saveGoal(page);
  await expect(sheet(page, "goal").getByText(meaning)).toBeVisible();
}

async function saveGoal(page: Page): Promise<void> {
  await sheet(page, "goal").getByRole("button", { name: "Lagre" }).click();
}

test("a form kept over a reload replaces nothing that came meanwhile", async ({ centre, newDevice }) => {
  const a = await newDevice();
  const b = await newDevice();
  await signIn(a, centre, VILDE);
  await signIn(b, centre, TORSTEIN);
  const [plan] = await planIds(b.page, centre);
  const person = `${centre.url}/plans/${plan}/person`;
  const goal = sheet(a.page, "goal");

  await visit(a.page, person);
  await fillGoal(a.page, "Første mål", "Første mening");
  await waitUntilSent(a.page, centre);
  await syncNow(b.page, centre);

  // A changes its mind about the goal, and reloads in the middle of it. B answers both meanwhile.
  await visit(a.page, person);
  await a.goOffline();
  await changeGoal(a.page);
  await goal.getByLabel(GOAL).fill("Mål fra Vilde");
  await waitUntilKept(a.page);
  await visit(b.page, person);
  await fillGoal(b.page, "Mål fra Torstein", "Mening fra Torstein");
  await waitUntilSent(b.page, centre);
  await a.goOnline();
  await syncNow(a.page, centre);
  await a.page.goto(person);
  await expect(goal.getByLabel(GOAL)).toHaveValue("Mål fra Vilde");
  await expect(goal.getByLabel(MEANING)).toHaveValue("Mening fra Torstein");
  await saveGoal(a.page);
  const answers = goal.locator("[data-newer]");
  await expect(answers).toHaveCount(2);
  await expect(answers.filter({ hasText: "Mål fra Vilde" })).toContainText(VILDE.name);
  await expect(answers.filter({ hasText: "Mål fra Torstein" })).toContainText(TORSTEIN.name);
  await expect(goal.getByText("Mening fra Torstein")).toBeVisible();

  // The choice settles it, and a form begun after it replaces what it saw.
  await answers.filter({ hasText: "Mål fra Torstein" }).getByRole("button", { name: "Velg dette" }).click();
  await expect(answers).toHaveCount(0);
  await changeGoal(a.page);
  await goal.getByLabel(GOAL).fill("Felles mål");
  await waitUntilKept(a.page);
  await a.page.reload();
  await expect(goal.getByLabel(GOAL)).toHaveValue("Felles mål");
  await saveGoal(a.page);
  await expect(goal.getByText("Felles mål")).toBeVisible();
  await expect(answers).toHaveCount(0);
});

test("what was taken out of a form is out after a reload, and comes back with a change of mind", async ({
  centre,
  newDevice,
}) => {
  const tablet = await newDevice();
  const { page } = tablet;
  await signIn(tablet, centre, VILDE);
  const [plan] = await planIds(page, centre);
  await tablet.goOffline();
  await visit(page, `${centre.url}/plans/${plan}/person`);
  const goal = sheet(page, "goal");
  await fillGoal(page, "Et mål", "En mening");
  await changeGoal(page);
  await goal.getByLabel(GOAL).fill("");
  await waitUntilKept(page);
  await page.reload();
  await expect(goal.getByLabel(GOAL)).toHaveValue("");
  await expect(goal.getByLabel(MEANING)).toHaveValue("En mening");
  await goal.getByRole("button", { name: "Avbryt" }).click();
  await expect(goal.getByText("Et mål")).toBeVisible();
  await changeGoal(page);
  await goal.getByLabel(GOAL).fill("");
  await saveGoal(page);
  await expect(goal.getByText("Et mål")).toHaveCount(0);
  await expect(goal.getByText("En mening")).toBeVisible();
});

test("a draft that cannot be read keeps nobody out, and the others are there", async ({ centre, newDevice }) => {
  const tablet = await newDevice();
  const { page } = tablet;
  await signIn(tablet, centre, VILDE);
  const [plan] = await planIds(page, centre);
  await visit(page, `${centre.url}/plans/${plan}/person`);
  await changeGoal(page);
  await sheet(page, "goal").getByLabel(GOAL).fill("Halvferdig");
  await waitUntilKept(page);
  await page.evaluate(async () => {
    const [found] = (await indexedDB.databases()).filter(({ name }) => name?.startsWith("overgang-space-"));
    const database = await new Promise<IDBDatabase>((opened) => {
      const request = indexedDB.open(found!.name!);
      request.onsuccess = () => opened(request.result);
    });
    const writing = database.transaction("drafts", "readwrite");
    writing.objectStore("drafts").put(new Uint8Array([0, 1, 2, 3]), "en-annen-form");
    await new Promise((done) => (writing.oncomplete = done));
    database.close();
  });
  await page.reload();
  await expect(sheet(page, "goal").getByLabel(GOAL)).toHaveValue("Halvferdig");
});
