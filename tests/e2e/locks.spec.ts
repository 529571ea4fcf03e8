// What lies on a tablet is locked: by hand, when it is left alone, for each user apart; and opens without network.
import {
  enter,
  lock,
  noteField,
  notes,
  planIds,
  signIn,
  sleep,
  startOver,
  TORSTEIN,
  unsent,
  VILDE,
  waitUntilKept,
  waitUntilSent,
  writeNote,
} from "./app";
import { type Device, expect, expectAccessible, test } from "./fixtures";
import { counts, generations } from "./storage";
import { type Page } from "@playwright/test";

const passphrase = (page: Page) => page.getByLabel("Passfrase", { exact: true });
const unlock = (page: Page) => page.getByRole("button", { name: "Lås opp" });

async function type(page: Page, words: string): Promise<void> {
  await passphrase(page).fill(words);
  await unlock(page).click();
}

/** Types the right one, and waits until the space is open: whoever goes on before that has not opened it. */
async function open(page: Page, words: string): Promise<void> {
  await type(page, words);
  await expect(page.getByTestId("sync-mark")).toBeVisible();
}

/** As a centre that has no time for what is sealed: what waits in a closed space goes on waiting. */
async function nothingIsHandedIn(tablet: Device): Promise<void> {
  await tablet.context.route("**/api/hand-in", (route) => route.abort());
}

test("a tablet locks by hand and opens without network; wrong passphrases wait, after a reload too, and lose nothing", async ({
  centre,
  newDevice,
}) => {
  const tablet = await newDevice();
  const { page } = tablet;
  await signIn(tablet, centre, VILDE);
  const right = tablet.passphrase!;
  const [plan] = await planIds(page, centre);
  await tablet.goOffline();
  await page.goto(`${centre.url}/plans/${plan}`);
  await writeNote(page, "Skrevet før låsen");
  await noteField(page).fill("Halvskrevet før låsen");
  tablet.passphrase = undefined;
  await page.getByRole("button", { name: "Lås", exact: true }).click();
  await expect(passphrase(page)).toBeVisible();
  await expectAccessible(page);
  const body = page.locator("body");
  await expect(body).toContainText("1 endring venter på å bli sendt");
  await expect(body).not.toContainText("Skrevet før låsen");
  await expect(body).not.toContainText(VILDE.name);

  await unlock(page).click();
  await expect(body).toContainText("Skriv passfrasen din.");
  for (let wrong = 0; wrong < 6; wrong++) {
    await expect(unlock(page)).toBeEnabled();
    await type(page, "dette er helt feil");
    await expect(body).toContainText(wrong < 3 ? "Passfrasen er feil" : "Prøv igjen om");
    await expect(passphrase(page)).toHaveValue("");
  }
  await page.reload();
  await type(page, right);
  await expect(body).toContainText("Prøv igjen om");
  await expect(unlock(page)).toBeEnabled();
  await type(page, ` ${right.replaceAll(" ", "   ")} `);
  await expect(notes(page).filter({ hasText: "Skrevet før låsen" })).toHaveCount(1);
  await expect(noteField(page)).toHaveValue("Halvskrevet før låsen");

  tablet.passphrase = right;
  await tablet.goOnline();
  await waitUntilSent(page, centre);
});

test("a tablet that is left alone covers its screen, then drops its keys, in all tabs, after a sleep too", async ({
  centre,
  newDevice,
}) => {
  const tablet = await newDevice();
  await signIn(tablet, centre, VILDE);
  const right = tablet.passphrase!;
  const first = tablet.page;
  await first.goto(`${centre.url}/this-device`);
  await first.getByLabel("PIN-kode for korte pauser").fill("1111");
  await first.getByRole("button", { name: "Lagre PIN-koden" }).click();
  await expect(first.locator("main")).toContainText("PIN-koden må ha 4–8 sifre");
  await first.getByLabel("PIN-kode for korte pauser").fill("2580");
  await first.getByRole("button", { name: "Lagre PIN-koden" }).click();
  await expect(first.locator("main")).toContainText("PIN-kode er satt.");
  await expectAccessible(first);
  const [plan] = await planIds(first, centre);

  // A new tab gets the keys of the open one.
  tablet.passphrase = undefined;
  const second = await tablet.context.newPage();
  await second.goto(`${centre.url}/plans/${plan}`);
  await expect(second.getByRole("heading", { level: 1 })).toBeVisible();
  const name = await second.getByRole("heading", { level: 1 }).innerText();

  // A minute in which nobody touches it. The clock of the page is moved; its timers run on.
  await noteField(second).fill("Halvskrevet");
  await waitUntilKept(second);
  await sleep(second, 61_000);
  const pin = second.getByLabel("PIN-kode", { exact: true });
  await expect(pin).toBeVisible();
  await expectAccessible(second);
  await expect(second.getByText(name).first()).toBeHidden();
  await second.keyboard.press("Escape");
  await expect(pin).toBeVisible();
  await pin.fill("2581");
  await second.getByRole("button", { name: "Gå videre" }).click();
  await expect(second.getByText("PIN-koden er feil.")).toBeVisible();
  // A tab that is opened meanwhile gets nothing from it, for the other is covered as well.
  await sleep(first, 61_000);
  await expect(first.getByLabel("PIN-kode", { exact: true })).toBeVisible();
  const third = await tablet.context.newPage();
  await third.goto(centre.url);
  await expect(passphrase(third)).toBeVisible();
  await third.close();
  await pin.fill("2580");
  await second.getByRole("button", { name: "Gå videre" }).click();
  await expect(second.getByRole("heading", { level: 1 })).toHaveText(name);
  await expect(noteField(second)).toHaveValue("Halvskrevet");

  // Three misses.
  await sleep(second, 61_000);
  for (let miss = 0; miss < 3; miss++) {
    await pin.fill("0000");
    await second.getByRole("button", { name: "Gå videre" }).click();
    if (miss < 2) await expect(pin).toHaveValue("");
  }
  await expect(passphrase(second)).toBeVisible();
  await expect(passphrase(first)).toBeVisible();
  await type(second, right);
  await expect(noteField(second)).toHaveValue("Halvskrevet");

  // Five minutes, slept through: the first touch locks, and does nothing else.
  await sleep(second, 5 * 60_000 + 1_000);
  await expect(passphrase(second)).toBeVisible();
  await type(second, right);
  await expect(noteField(second)).toHaveValue("Halvskrevet");
});

test("two users of one tablet never see each other's, and what one has not sent waits for them", async ({
  centre,
  newDevice,
}) => {
  const tablet = await newDevice();
  const { page } = tablet;
  await signIn(tablet, centre, VILDE);
  const hers = tablet.passphrase!;
  await nothingIsHandedIn(tablet);
  const [plan] = await planIds(page, centre);
  await page.goto(`${centre.url}/sync`);
  await page.getByLabel("Arbeid uten nett").check({ force: true });
  await page.goto(`${centre.url}/plans/${plan}`);
  await writeNote(page, "Vilde har ikke sendt dette");
  await page.goto(`${centre.url}/sync`);
  await page.getByRole("button", { name: "Logg ut", exact: true }).click();

  // She has signed out: nobody is asked for her passphrase, and all is told that waits.
  await expect(page.locator("main")).toContainText("1 endring som ikke er sendt");
  await expect(page.locator("main")).not.toContainText("Vilde har ikke sendt dette");
  await expectAccessible(page);
  tablet.passphrase = undefined;
  await page.getByRole("button", { name: TORSTEIN.name }).click();
  await enter(tablet);
  const his = tablet.passphrase!;
  expect(his).not.toBe(hers);
  expect(await unsent(page, centre)).toBe(0);
  await page.getByLabel("Arbeid uten nett").uncheck({ force: true });
  await expect(page.getByTestId("plans")).toHaveText(String(TORSTEIN.plans));
  await page.goto(`${centre.url}/plans/${plan}`);
  await expect(page.getByText("Vilde har ikke sendt dette")).toHaveCount(0);

  // He locks; she signs in again, with her own passphrase, and not with his.
  tablet.passphrase = undefined;
  await page.getByRole("button", { name: "Lås", exact: true }).click();
  await page.getByRole("button", { name: "Logg inn som en annen" }).click();
  await page.getByRole("button", { name: VILDE.name }).click();
  await expect(page.locator("main")).toContainText("1 endring venter på å bli sendt");
  await type(page, his);
  await expect(page.locator("main")).toContainText("Passfrasen er feil");
  await open(page, hers);
  tablet.passphrase = hers;
  await waitUntilSent(page, centre);
  await page.goto(`${centre.url}/plans/${plan}`);
  await expect(notes(page).filter({ hasText: "Vilde har ikke sendt dette" })).toHaveCount(1);

  // Both are signed in now: whoever is at the tablet chooses.
  tablet.passphrase = undefined;
  await page.getByRole("button", { name: "Lås", exact: true }).click();
  const lockers = page.locator("button[aria-pressed]");
  await expect(lockers).toHaveCount(2);
  await lockers.nth(1).click();
  await open(page, his);
  await expect(page.getByText(TORSTEIN.name, { exact: true })).toBeVisible();
});

test("a forgotten passphrase costs nothing that was sent, and strands nothing that was not", async ({
  centre,
  newDevice,
}) => {
  const tablet = await newDevice();
  const { page } = tablet;
  await signIn(tablet, centre, VILDE);
  const forgotten = tablet.passphrase!;
  await nothingIsHandedIn(tablet);
  const [plan] = await planIds(page, centre);
  await tablet.goOffline();
  await page.goto(`${centre.url}/plans/${plan}`);
  await writeNote(page, "I det gamle skapet");
  await lock(tablet);
  await startOver(tablet, VILDE);
  await page.goto(`${centre.url}/sync`);
  await expect(page.getByTestId("plans")).toHaveText(String(VILDE.plans));

  // Found again under the keyboard: the old one opens, and what lay in it goes out.
  tablet.passphrase = undefined;
  await page.getByRole("button", { name: "Lås", exact: true }).click();
  const lockers = page.locator("button[aria-pressed]");
  await expect(lockers).toHaveCount(2);
  await lockers.filter({ hasText: "1 endring venter" }).click();
  await open(page, forgotten);
  tablet.passphrase = forgotten;
  await waitUntilSent(page, centre);
  await page.goto(`${centre.url}/plans/${plan}`);
  await expect(notes(page).filter({ hasText: "I det gamle skapet" })).toHaveCount(1);
});

test("another passphrase opens from now on, all is sealed anew behind the work, and the old one opens nothing", async ({
  centre,
  newDevice,
}) => {
  const tablet = await newDevice();
  const { page } = tablet;
  await signIn(tablet, centre, VILDE);
  const old = tablet.passphrase!;
  const [plan] = await planIds(page, centre);
  const other = await tablet.context.newPage();
  await other.goto(`${centre.url}/plans/${plan}`);
  await expect(noteField(other)).toBeVisible();
  await tablet.goOffline();
  await page.goto(`${centre.url}/this-device`);
  await page.getByRole("button", { name: "Bytt passfrase" }).click();
  await page.getByLabel("Passfrasen du har nå").fill("ikke denne her");
  await page.getByLabel("Ny passfrase").fill("kort");
  await page.getByLabel("Skriv den én gang til").fill("annen");
  await page.getByRole("button", { name: "Bytt", exact: true }).click();
  await expect(page.locator("main")).toContainText("Passfrasen må ha minst 12 tegn.");
  await expect(page.locator("main")).toContainText("Dette er ikke det samme som over.");
  const fresh = "en setning jeg husker godt";
  await page.getByLabel("Ny passfrase").fill(fresh);
  await page.getByLabel("Skriv den én gang til").fill(fresh);
  await page.getByRole("button", { name: "Bytt", exact: true }).click();
  await expect(page.locator("main")).toContainText("Passfrasen er feil");
  await page.getByLabel("Passfrasen du har nå").fill(old);
  await page.getByRole("button", { name: "Bytt", exact: true }).click();
  await expect(page.locator("main")).toContainText("Passfrasen er byttet.");

  // The other tab goes on to write while all is sealed anew.
  await writeNote(other, "Skrevet mens nøkkelen byttes");
  await expect
    .poll(() => generations(page), { message: "nothing is sealed with the old key any longer" })
    .toEqual([1]);
  await writeNote(other, "Skrevet etterpå");
  await other.close();

  tablet.passphrase = undefined;
  await page.getByRole("button", { name: "Lås", exact: true }).click();
  await type(page, old);
  await expect(page.locator("main")).toContainText("Passfrasen er feil");
  await open(page, fresh);
  tablet.passphrase = fresh;
  await page.goto(`${centre.url}/plans/${plan}`);
  await expect(notes(page).filter({ hasText: "Skrevet mens nøkkelen byttes" })).toHaveCount(1);
  await expect(notes(page).filter({ hasText: "Skrevet etterpå" })).toHaveCount(1);
  await tablet.goOnline();
  await waitUntilSent(page, centre);
});

test("send and empty leaves nothing that the centre has, and only that", async ({ centre, newDevice }) => {
  const tablet = await newDevice();
  const { page } = tablet;
  await signIn(tablet, centre, VILDE);
  const hers = tablet.passphrase!;
  const [plan] = await planIds(page, centre);
  await tablet.goOffline();
  await page.goto(`${centre.url}/plans/${plan}`);
  await writeNote(page, "Uten nett ved porten");
  await empty(page, centre.url);
  // Without network it stays, sealed, and all else is gone.
  await expect(page.locator("main")).toContainText("1 endring som ikke er sendt", { timeout: 40_000 });
  const left = await counts(page);
  expect(left).toMatchObject({ outbox: 1, segments: 0, snapshots: 0 });

  await tablet.goOnline();
  await page.reload();
  tablet.passphrase = undefined;
  await page.getByRole("button", { name: VILDE.name }).click();
  await open(page, hers);
  tablet.passphrase = hers;
  await waitUntilSent(page, centre);
  await empty(page, centre.url);
  await expect(page.getByRole("button", { name: VILDE.name })).toBeVisible({ timeout: 40_000 });
  await expect(page.locator("main")).not.toContainText("ikke er sendt");
  const databases = await page.evaluate(async () => (await indexedDB.databases()).map(({ name }) => name));
  expect(databases).toEqual(["overgang"]);
});

async function empty(page: Page, url: string): Promise<void> {
  await page.goto(`${url}/this-device`);
  await page.getByRole("button", { name: "Send og tøm" }).click();
  await page.getByRole("button", { name: "Tøm enheten" }).click();
}
