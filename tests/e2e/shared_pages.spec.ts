// What all share: the page of a prison, and the checklist template with its versions. Written without network, read
// on other devices.
import { type Page } from "@playwright/test";
import {
  type Address,
  inDays,
  itemRow,
  offlineTablet,
  openPlan,
  planIds,
  sheet,
  signIn,
  syncNow,
  tapStatus,
  TORSTEIN,
  VILDE,
  visit,
  waitUntilSent,
} from "./app";
import { expect, test } from "./fixtures";

/** Who writes the template: the plans of all prisons are on the device. */
const ADMINISTRATOR = { name: "Øyvor Malstad", plans: 0 };

/** Ullersmo's place in the list of prisons. */
const ULLERSMO = 2;

const ITEM = "id-check";

/** The row of one item on the template's page, with its fields open. */
async function templateItem(page: Page, words: string) {
  const row = page.locator(".ov-row", { hasText: words });
  const details = row.getByRole("button", { name: "Innhold" });
  if ((await details.getAttribute("aria-expanded")) !== "true") await details.click();
  return row;
}

async function titleOf(page: Page, at: Address, plan: string): Promise<string> {
  await openPlan(page, at, plan);
  return itemRow(page, ITEM).locator(".ov-item__title").innerText();
}

test("office hours and a closed day are written offline, refused where they contradict, and read by a colleague", async ({
  centre,
  newDevice,
}) => {
  const tablet = await offlineTablet(newDevice, centre);
  const { page } = tablet;
  await visit(page, `${centre.url}/prisons/${ULLERSMO}`);
  const times = page.getByTestId("office-times").locator("li");
  await expect(times.first()).toBeVisible();
  const wednesdays = times.filter({ hasText: "13:00–14:15" });
  await expect(wednesdays).toHaveCount(0);

  const hours = sheet(page, "office-hours");
  await hours.getByRole("button", { name: "Legg til kontortid" }).click();
  await hours.getByLabel("Etat").selectOption({ label: "Friomsorgskontoret" });
  await hours.getByLabel("Hvor ofte").selectOption({ label: "Hver uke" });
  await hours.getByLabel("Onsdag").press("Space");
  await hours.getByLabel("Fra klokka").fill("14:15");
  await hours.getByLabel("Til klokka").fill("13:00");
  await hours.getByLabel(/^Fra og med/).fill(inDays(-30));
  await hours.getByRole("button", { name: "Lagre" }).click();
  await expect(hours.getByText("Ligger før «Fra klokka»")).toBeVisible();
  await expect(wednesdays).toHaveCount(0);
  await hours.getByLabel("Fra klokka").fill("13:00");
  await hours.getByLabel("Til klokka").fill("14:15");
  await hours.getByRole("button", { name: "Lagre" }).click();
  await expect(wednesdays).toHaveCount(4);

  const changes = sheet(page, "hours-change");
  await changes.getByRole("button", { name: "Legg til stengt dag eller endret tid" }).click();
  await changes.getByLabel("Hva er annerledes").selectOption({ label: "Stengt" });
  await changes.getByLabel("Første dag", { exact: true }).fill(inDays(0));
  await changes.getByLabel(/^Siste dag/).fill(inDays(6));
  await changes.getByLabel("Grunn").fill("Brannøvelse");
  await changes.getByRole("button", { name: "Lagre" }).click();
  await expect(times.filter({ hasText: "Stengt: Brannøvelse" }).first()).toBeVisible();
  await expect(wednesdays.filter({ hasText: "Stengt: Brannøvelse" })).toHaveCount(1);

  await page.reload();
  await expect(wednesdays).toHaveCount(4);
  await tablet.goOnline();
  await waitUntilSent(page, centre);

  const other = await newDevice();
  await signIn(other, centre, TORSTEIN);
  await other.goOffline();
  await other.page.goto(`${centre.url}/prisons/${ULLERSMO}`);
  const read = other.page.getByTestId("office-times").locator("li");
  await expect(read.filter({ hasText: "13:00–14:15" })).toHaveCount(4);
  // A prison in which one does not work is read only.
  await visit(other.page, `${centre.url}/prisons/3`);
  await expect(other.page.getByText("Bare de som jobber i fengselet")).toBeVisible();
  await expect(other.page.getByRole("button", { name: "Legg til kontortid" })).toHaveCount(0);
});

test("a version of the template is drafted, given out and taken by a plan at someone's word, and answers stay", async ({
  centre,
  newDevice,
}) => {
  const tablet = await newDevice();
  await signIn(tablet, centre, VILDE);
  // An answer on an item that the draft will want to drop, and its title before.
  const [plan] = await planIds(tablet.page, centre);
  const before: string = await titleOf(tablet.page, centre, plan!);
  await tapStatus(tablet.page, ITEM, "waiting");
  await waitUntilSent(tablet.page, centre);

  const desk = await newDevice();
  const { page } = desk;
  await signIn(desk, centre, ADMINISTRATOR);
  await desk.goOffline();
  await page.getByRole("link", { name: "Mal", exact: true }).click();
  const draft = page.getByTestId("template-draft");
  await expect(draft.getByText("Utkastet er likt versjonen som gjelder")).toBeVisible();

  await test.step("weeks that contradict are refused", async () => {
    const row = await templateItem(page, before);
    await row.getByRole("button", { name: "Endre" }).click();
    await row.getByLabel(/^Tas ut av malen/).selectOption({ label: "Ja" });
    await row.getByLabel(/^Begynner, uker/).fill("2");
    await row.getByLabel(/^Ferdig, uker/).fill("9");
    await row.getByRole("button", { name: "Lagre" }).click();
    await expect(row.getByText("Må være minst like mye som «Ferdig, uker før løslatelsen»")).toBeVisible();
    await row.getByLabel(/^Tas ut av malen/).selectOption({ label: "Ikke valgt" });
    await row.getByLabel(/^Begynner, uker/).fill("20");
    await row.getByLabel("Tittel (bokmål)").fill("Sjekk legitimasjonen i god tid");
    await row.getByRole("button", { name: "Lagre" }).click();
    await expect(draft.getByText("Sjekk legitimasjonen i god tid")).toBeVisible();
  });

  await test.step("a new item, once it is whole", async () => {
    const area = page.locator('[data-area="housing"]');
    await area.getByRole("button", { name: "Nytt punkt i malen" }).click();
    await area.getByRole("button", { name: "Lagre" }).click();
    await expect(area.getByText("Feltet er tomt. Fyll det ut.").first()).toBeVisible();
    await area.getByLabel("Tittel (bokmål)").fill("Sjekk at nøkkelen passer");
    await area.getByLabel("Ansvarlig etat").selectOption({ index: 3 });
    await area.getByLabel("Når", { exact: true }).selectOption({ label: "Før løslatelsen" });
    await area.getByLabel(/^Ferdig, uker/).fill("1");
    await area.getByLabel("Alle", { exact: true }).press("Space");
    await area.getByRole("button", { name: "Lagre" }).click();
    await expect(draft.getByText("Sjekk at nøkkelen passer")).toBeVisible();
  });

  await test.step("what plans would get is said before it is given out", async () => {
    await page.reload();
    await expect(draft.getByText("Sjekk at nøkkelen passer")).toBeVisible();
    await draft.getByRole("button", { name: "Gi ut versjon 3" }).click();
    await expect(draft.getByText("Skriv med noen ord hva som er nytt.")).toBeVisible();
    await draft.getByLabel("Hva er nytt?").fill("Nøkkelen prøves før løslatelsen");
    await draft.getByRole("button", { name: "Gi ut versjon 3" }).click();
    await expect(page.getByText("Versjon 3: Nøkkelen prøves før løslatelsen")).toBeVisible();
    await expect(page.getByTestId("template-draft").getByText("Utkastet er likt versjonen som gjelder")).toBeVisible();
    await desk.goOnline();
    await waitUntilSent(page, centre);
  });

  await test.step("a running plan takes it at someone's word, offline, and keeps what is answered", async () => {
    await syncNow(tablet.page, centre);
    expect(await titleOf(tablet.page, centre, plan!)).toBe(before);
    const banner = tablet.page.getByTestId("new-template");
    await expect(banner.getByText("Nøkkelen prøves før løslatelsen")).toBeVisible();
    await tablet.goOffline();
    await banner.getByRole("button", { name: "Hva endres i planen?" }).click();
    await expect(banner.getByText("Sjekk at nøkkelen passer")).toBeVisible();
    await banner.getByRole("button", { name: "Ta i bruk ny versjon" }).click();
    await expect(banner).toHaveCount(0);
    await tablet.page.reload();
    expect(await titleOf(tablet.page, centre, plan!)).toBe("Sjekk legitimasjonen i god tid");
    await expect(itemRow(tablet.page, ITEM).locator("[data-status=waiting]")).toHaveAttribute("aria-pressed", "true");
    await tablet.goOnline();
    await waitUntilSent(tablet.page, centre);
  });
});
