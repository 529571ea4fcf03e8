// What is closed is opened where a life is in danger, for a reason, and those who are to know of it hear of it; a plan of
// another prison is found by the person's number. Both take the network, and keep what was typed without it.
import { type Page } from "@playwright/test";
import {
  enter,
  itemRow,
  openItem,
  openPart,
  planSharedWithOwnAlone,
  sheet,
  showAllItems,
  signIn,
  syncNow,
  tick,
  TORSTEIN,
  VILDE,
  visit,
  waitUntilSent,
} from "./app";
import { expect, test } from "./fixtures";

const ITEM = "housing-first-night";
const SECRET = "Kan bo i Oppdiktveien, utleieren har lovet det.";
const REASON = "Sier at han ikke vil leve, og skal ut i kveld.";
const NUMBER = "01019010046";
const JONAS = "Jonas";

/** Vilde opens a plan that she shares with her own administration alone. */
function closedPlan(page: Page): Promise<string> {
  return planSharedWithOwnAlone(page, "Lukket Person", ITEM, SECRET);
}

test("an area is opened where a life is in danger, and whoever is to know hears of it", async ({ centre, newDevice }) => {
  const a = await newDevice();
  const b = await newDevice();
  await signIn(a, centre, VILDE);
  await signIn(b, centre, TORSTEIN);
  const plan = await closedPlan(a.page);
  await waitUntilSent(a.page, centre);
  await syncNow(b.page, centre);
  await visit(b.page, `${centre.url}/plans/${plan}`);
  await expect(b.page.locator(".ov-area--closed", { hasText: "Bolig" })).toBeVisible();
  await b.page.getByRole("link", { name: "Nødinnsyn når liv er i fare" }).click();
  const part = b.page.getByTestId("override");
  const go = part.getByRole("button", { name: "Åpne nå" });

  await test.step("bad input is said where one looks, and nothing is opened", async () => {
    await go.click();
    await expect(part).toContainText("Kryss av for det du må lese.");
    await expect(part).toContainText("Skriv hvorfor, med minst ti tegn.");
    await expect(part.getByLabel("Helse", { exact: true })).toHaveCount(0);
  });

  await test.step("without network it says so, and keeps what was typed", async () => {
    await tick(part.getByLabel("Bolig", { exact: true }));
    await part.getByLabel(/^Hvorfor/).fill(REASON);
    await b.goOffline();
    await go.click();
    await expect(part).toContainText("Nødinnsyn trenger nett");
    await expect(part.getByLabel(/^Hvorfor/)).toHaveValue(REASON);
    await b.goOnline();
  });

  await test.step("it is opened, to be read", async () => {
    await go.click();
    await expect(part).toContainText("Åpnet til og med");
    await part.getByRole("link", { name: "Gå til planen" }).click();
    await expect(b.page.getByTestId("override-notice")).toContainText("Du har åpnet «Bolig»");
    await showAllItems(b.page);
    const row = itemRow(b.page, ITEM);
    await expect(row).toContainText("1 notat");
    await openItem(b.page, ITEM);
    await expect(row).toContainText(SECRET);
    await expect(row.getByRole("button", { name: "Legg til notat" })).toHaveCount(0);
    await b.goOffline();
    await b.page.reload();
    await showAllItems(b.page);
    await expect(itemRow(b.page, ITEM)).toBeVisible();
    await b.goOnline();
  });

  await test.step("the other sees it in the list, and reads who and why in the plan", async () => {
    await syncNow(a.page, centre);
    await a.page.getByRole("link", { name: "Planer" }).first().click();
    await expect(a.page.locator(`[data-plan="${plan}"]`)).toContainText("Nødinnsyn");
    await visit(a.page, `${centre.url}/plans/${plan}`);
    const notice = a.page.getByTestId("override-notice");
    await expect(notice).toContainText("Torstein Prøvedal");
    await expect(notice).toContainText("«Bolig»");
    await expect(notice).toContainText(REASON);
  });
});

test("a plan of another prison is found by the person's number, and read", async ({ centre, newDevice }) => {
  const a = await newDevice();
  const b = await newDevice();
  await signIn(a, centre, VILDE);
  const plan = await closedPlan(a.page);
  await openPart(a.page, "Person");
  const person = sheet(a.page, "person");
  await person.getByRole("button", { name: "Fyll inn" }).click();
  await person.getByLabel("Fødselsnummer eller D-nummer").fill(NUMBER);
  await person.getByRole("button", { name: "Lagre", exact: true }).click();
  await waitUntilSent(a.page, centre);

  await visit(b.page, centre.url);
  await b.page.getByRole("button", { name: new RegExp(JONAS) }).click();
  await enter(b);
  await b.page.getByRole("button", { name: "Plan i et annet fengsel" }).click();
  await expect(b.page).toHaveURL(`${centre.url}/find`);
  const go = b.page.getByRole("button", { name: "Åpne nå" });
  await b.page.getByLabel("Fødselsnummer eller D-nummer").fill("01019012345");
  await b.page.getByLabel(/^Hvorfor/).fill("Flyttes hit på fredag, og vi har samtale i dag.");
  await go.click();
  await expect(b.page.getByText("Et av dem er feil", { exact: false })).toBeVisible();
  await b.page.getByLabel("Fødselsnummer eller D-nummer").fill("02029010075");
  await go.click();
  await expect(b.page.getByText("Fant ingen plan som kan åpnes for deg.")).toBeVisible();
  await b.page.getByLabel("Fødselsnummer eller D-nummer").fill(`${NUMBER.slice(0, 6)} ${NUMBER.slice(6)}`);
  await go.click();
  await b.page.getByRole("link", { name: "Gå til planen" }).click();
  await expect(b.page).toHaveURL(`${centre.url}/plans/${plan}`);
  await expect(b.page.getByRole("heading", { level: 1 })).toHaveText("Lukket Person");
  await expect(b.page.getByTestId("override-notice")).toContainText("Du har åpnet planen");
  await expect(b.page.getByText(SECRET)).toHaveCount(0);
  // No number stands in the address or the history of it.
  expect(b.page.url()).not.toContain(NUMBER);
});
