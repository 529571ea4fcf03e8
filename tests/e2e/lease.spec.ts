// A tablet without contact: after three days nothing is read on it and writing goes on; after thirty it deletes what it
// had fetched. The browser's clock is moved; the centre's is not.
import {
  enter,
  noteField,
  notes,
  offlineTablet,
  planIds,
  signIn,
  unsent,
  VILDE,
  waitUntilKept,
  waitUntilSent,
  writeNote,
} from "./app";
import { type Device, expect, expectAccessible, test, waitUntilInstalled } from "./fixtures";
import { counts, generations, lies } from "./storage";
import { type Page } from "@playwright/test";

const SECOND = 1_000;
const HOUR = 3_600 * SECOND;
const DAY = 24 * HOUR;

const closed = (page: Page) => page.getByRole("heading", { name: "Planene er lukket" });
const passphrase = (page: Page) => page.getByLabel("Passfrase", { exact: true });

/** All pages that are loaded from now on have a clock that is so much ahead of what it was. */
async function moveClock(device: Device, millis: number): Promise<void> {
  await device.context.addInitScript((millis) => {
    const now = Date.now;
    Date.now = () => now() + millis;
  }, millis);
}

/** The clock of a page that stands open goes on by so much at once. */
async function wait(page: Page, millis: number): Promise<void> {
  await page.evaluate((millis) => {
    const now = Date.now;
    Date.now = () => now() + millis;
  }, millis);
}

async function writeLoose(page: Page, who: string, words: string): Promise<void> {
  await page.getByLabel("Hvem gjelder det?").fill(who);
  await page.getByLabel("Notat", { exact: true }).fill(words);
  await waitUntilKept(page);
}

test("after three days without contact nothing is read, on any page and in any tab; writing goes on, and contact opens all again", async ({
  centre,
  newDevice,
}) => {
  const tablet = await offlineTablet(newDevice, centre);
  const { page } = tablet;
  const [plan] = await planIds(page, centre);
  await page.goto(`${centre.url}/plans/${plan}`);
  await writeNote(page, "Skrevet mens planene var åpne");
  const name = await page.getByRole("heading", { level: 1 }).innerText();

  // Half a minute before, all of it is there; half a minute later nothing, in the tab that nobody touched too.
  await moveClock(tablet, 72 * HOUR - 40 * SECOND);
  await page.goto(`${centre.url}/plans/${plan}`);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(name);
  const other = await tablet.context.newPage();
  await other.goto(centre.url);
  await expect(other.locator("[data-plan]").first()).toBeVisible();
  // A hand on the tablet, or it would be covered before that.
  await page.mouse.move(40, 40);
  await page.mouse.move(60, 60);
  await wait(page, 45 * SECOND);
  await expect(closed(page)).toBeVisible();
  await expect(closed(other)).toBeVisible();
  await expect(other.locator("body")).not.toContainText(name);
  await other.close();
  const body = page.locator("body");
  await expect(body).not.toContainText(name);
  await expect(body).not.toContainText("Skrevet mens planene var åpne");
  await expect(body).toContainText("Etter 72 timer uten kontakt vises ingen planer");
  await expect(body).toContainText("1 endring venter på å bli sendt");
  await expectAccessible(page);

  await writeLoose(page, "Kari i avdeling B", "Trenger seng fra torsdag");
  await page.getByRole("button", { name: "Ferdig, skriv et nytt" }).click();
  await expect(body).toContainText("1 løst notat ligger låst her");
  await writeLoose(page, "Per", "Dette angrer jeg på");
  expect(await lies(page, "Trenger seng fra torsdag")).toBe(true);

  // The clock is set back, and nothing comes of it. What was written is there, and is not shown.
  await moveClock(tablet, -71 * HOUR);
  for (const path of ["/", `/plans/${plan}`, "/sync", "/agenda", "/prisons", "/this-device", "/new-plan"]) {
    await page.goto(`${centre.url}${path}`);
    await expect(closed(page)).toBeVisible();
    await expect(body).toContainText("2 løse notater ligger låst her");
    for (const words of [name, "Trenger seng", "Kari", VILDE.name]) await expect(body).not.toContainText(words);
  }
  await expectAccessible(page);

  // It locks and unlocks as always.
  const right = tablet.passphrase!;
  tablet.passphrase = undefined;
  await page.getByRole("button", { name: "Lås", exact: true }).click();
  await expect(passphrase(page)).toBeVisible();
  await expect(body).toContainText("1 endring venter på å bli sendt");
  tablet.passphrase = right;
  await page.goto(centre.url);
  await expect(closed(page)).toBeVisible();

  // Nobody has to do anything but find a network.
  await tablet.goOnline();
  await expect(page.locator("[data-plan]").first()).toBeVisible();
  const loose = page.locator("[data-loose]");
  await expect(loose).toHaveCount(2);
  await expectAccessible(page);
  const kari = loose.filter({ hasText: "Trenger seng fra torsdag" });
  await expect(kari).toContainText("Kari i avdeling B");
  await kari.getByRole("button", { name: "Legg i planen" }).click();
  await expect(kari).toContainText("Velg planen som notatet hører til.");
  await kari.getByLabel("Plan", { exact: true }).selectOption(plan!);
  await kari.getByRole("button", { name: "Legg i planen" }).click();
  await expect(loose).toHaveCount(1);
  await loose.getByRole("button", { name: "Kast" }).click();
  await loose.getByRole("button", { name: "Behold" }).click();
  await loose.getByRole("button", { name: "Kast" }).click();
  await loose.getByRole("button", { name: "Kast for godt" }).click();
  await expect(loose).toHaveCount(0);
  await waitUntilSent(page, centre);
  expect(await lies(page, "Dette angrer jeg på")).toBe(false);
  await page.goto(`${centre.url}/plans/${plan}`);
  const placed = notes(page).filter({ hasText: "Trenger seng fra torsdag" });
  await expect(placed).toHaveCount(1);
  await expect(placed).toContainText("lagt i planen senere");
  await expect(notes(page).filter({ hasText: "Skrevet mens planene var åpne" })).toHaveCount(1);
  await page.goto(centre.url);
  await expect(page.locator("[data-plan]").first()).toBeVisible();
  await expect(loose).toHaveCount(0);
});

test("after thirty days a tablet that nobody opens deletes what it had fetched, keeps what was not sent, and gets all of it again", async ({
  centre,
  newDevice,
}) => {
  const tablet = await offlineTablet(newDevice, centre);
  const { page } = tablet;
  const [plan] = await planIds(page, centre);
  await page.goto(`${centre.url}/plans/${plan}`);
  await writeNote(page, "Lå i en skuff");
  await noteField(page).fill("Halvskrevet i skuffen");
  await waitUntilKept(page);
  const right = tablet.passphrase!;
  tablet.passphrase = undefined;
  await page.goto("about:blank");
  await moveClock(tablet, 31 * DAY);
  await page.goto(`${centre.url}/agenda`);
  await expect(passphrase(page)).toBeVisible();
  const body = page.locator("body");
  await expect(body).toContainText("ble slettet fra denne enheten");
  await expect(body).toContainText("1 endring venter på å bli sendt");
  await expectAccessible(page);
  expect(await counts(page)).toMatchObject({ outbox: 1, drafts: 1, segments: 0, snapshots: 0, summaries: 0 });

  tablet.passphrase = right;
  await page.reload();
  await expect(closed(page)).toBeVisible();
  await expect(body).toContainText("etter 30 dager uten kontakt");
  await expect
    .poll(() => generations(page), { message: "the key goes with which it was sealed" })
    .toEqual([1]);

  await tablet.goOnline();
  await expect(page.getByRole("heading", { name: "Planene er lukket" })).toBeHidden();
  await waitUntilSent(page, centre);
  await expect(page.getByTestId("plans")).toHaveText(String(VILDE.plans));
  await page.goto(`${centre.url}/plans/${plan}`);
  await expect(notes(page).filter({ hasText: "Lå i en skuff" })).toHaveCount(1);
  await expect(noteField(page)).toHaveValue("Halvskrevet i skuffen");
});

test("a browser that dropped its storage says so before anybody signs in, with what the centre heard last", async ({
  centre,
  newDevice,
}) => {
  const tablet = await newDevice();
  const { page } = tablet;
  await page.goto(centre.url);
  await expect(page.getByRole("button", { name: VILDE.name })).toBeVisible();
  await expect(page.locator("main")).not.toContainText("Denne nettleseren har slettet");
  await waitUntilInstalled(page);
  await signIn(tablet, centre, VILDE);
  const [plan] = await planIds(page, centre);
  await tablet.goOffline();
  await page.goto(`${centre.url}/plans/${plan}`);
  await writeNote(page, "Dette mister nettleseren");
  expect(await unsent(page, centre)).toBe(1);

  const drop = async (storageTypes: string) => {
    await page.goto("about:blank");
    const browser = await tablet.context.newCDPSession(page);
    await browser.send("Storage.clearDataForOrigin", { origin: centre.url, storageTypes });
    await page.goto(centre.url);
  };
  const main = page.locator("main");
  await tablet.goOnline();
  await drop("indexeddb");
  await expect(main).toContainText("Denne nettleseren har slettet det som var lagret");
  await expect(main).toContainText("Her ventet 1 endring på å bli sendt. Det er borte herfra.");
  await expectAccessible(page);

  // The marks are gone too; the cookie is not.
  await drop("local_storage");
  await expect(main).toContainText("Sentralen hørte sist fra denne nettleseren");
  await expect(main).toContainText("Da ventet ingenting på å bli sendt.");
  await page.getByRole("button", { name: VILDE.name }).click();
  await enter(tablet);
  await page.goto(`${centre.url}/sync`);
  await expect(page.getByTestId("plans")).toHaveText(String(VILDE.plans));
});
