// What a caseworker does with the app, and what they read on it, in words that the journeys share.
// Things are found by their role, their label or their data-attributes: looks may change.
import { type Locator, type Page } from "@playwright/test";
import { expect, waitUntilInstalled, type Device } from "./fixtures";

/** Two colleagues of different administrations. Torstein's prisons are all among Vilde's. */
export const VILDE = { name: "Vilde Øvingsen", plans: 39 };
export const TORSTEIN = { name: "Torstein Prøvedal", plans: 30 };

/** The labels of the fields that take text. */
export const fields = {
  note: "Nytt notat",
  itemNote: /^Notat\S* (om|på) punktet/,
  why: /^Hvorfor \(/,
  owner: /^Navn på /,
  addItem: "Hva skal gjøres?",
  reason: "Hvorfor strykes det?",
  rename: /^Rett /,
};

export type Status = "needs-help" | "under-way" | "waiting" | "done";

/** Where the app lies: the centre, or a proxy in front of it. */
export type Address = { url: string };

/** Signs in and waits until all is on the device: the app itself, and every plan of the user. */
export async function signIn(device: Device, at: Address, who: { name: string; plans: number }): Promise<void> {
  const { page } = device;
  await page.goto(at.url);
  await page.getByRole("button", { name: who.name }).click();
  await enter(device);
  await waitUntilInstalled(page);
  await visit(page, `${at.url}/sync`);
  await expect(page.getByTestId("plans")).toHaveText(String(who.plans));
  await expect(page.getByTestId("unsent")).toHaveText("0");
}

/**
 * Goes on from having signed in: with the passphrase of the space that is there, or in a new one with the words that the
 * app offers. From then on the device types it whenever the app asks for it, as its user would.
 */
export async function enter(device: Device): Promise<void> {
  const { page } = device;
  const offered = page.getByTestId("passphrase");
  const mark = page.getByTestId("sync-mark");
  await expect(offered.or(mark)).toBeVisible();
  if (await offered.isVisible()) {
    device.passphrase = (await offered.innerText()).trim();
    await page.getByLabel("Skriv de tre ordene").fill(device.passphrase);
    await page.getByRole("button", { name: "Lag skapet" }).click();
  }
  await expect(mark).toBeVisible();
}

/** Locks by hand; nobody types the passphrase until it is given again. */
export async function lock(tablet: Device): Promise<string> {
  const right = tablet.passphrase!;
  tablet.passphrase = undefined;
  await tablet.page.getByRole("button", { name: "Lås", exact: true }).click();
  await expect(tablet.page.getByLabel("Passfrase", { exact: true })).toBeVisible();
  return right;
}

/** The page's clock goes on by so much at once, as after a sleep. */
export async function sleep(page: Page, millis: number): Promise<void> {
  await page.evaluate((millis) => {
    const now = Date.now;
    Date.now = () => now() + millis;
  }, millis);
}

/** On a locked tablet, when its network is back: whoever has forgotten the passphrase signs in and makes a new space. */
export async function startOver(tablet: Device, who: { name: string }): Promise<void> {
  const { page } = tablet;
  await page.getByRole("button", { name: "Glemt passfrasen?" }).click();
  await tablet.goOnline();
  await page.getByRole("button", { name: "Logg inn på nytt" }).click();
  await page.getByRole("button", { name: who.name }).click();
  await page.getByRole("button", { name: "Glemt passfrasen?" }).click();
  await page.getByRole("button", { name: "Lag et nytt skap" }).click();
  await enter(tablet);
}

/** A tablet on which somebody, else Vilde, is signed in and has all that is theirs, with the network cut. */
export async function offlineTablet(newDevice: () => Promise<Device>, at: Address, who = VILDE): Promise<Device> {
  const tablet = await newDevice();
  await signIn(tablet, at, who);
  await tablet.goOffline();
  return tablet;
}

/**
 * Goes to a page as by a link to it: the app goes on. An address that the app does not stand at yet is loaded, and the
 * passphrase typed, which takes seconds: tests of starts, reloads and other versions do that with `goto` and `reload`.
 */
export async function visit(page: Page, address: string): Promise<void> {
  const isInside = page.url().startsWith(new URL(address).origin) && (await page.locator("[data-saving]").count()) > 0;
  if (!isInside) {
    await page.goto(address);
    return;
  }
  await page.evaluate((path) => {
    const link = document.createElement("a");
    link.setAttribute("href", path);
    document.body.append(link);
    link.click();
    link.remove();
  }, new URL(address).pathname);
}

/** The ids of all plans in the list, most urgent first. */
export async function planIds(page: Page, at: Address): Promise<string[]> {
  await visit(page, at.url);
  const rows = page.locator("[data-plan]");
  await expect(rows.first()).toBeVisible();
  return rows.evaluateAll((found) => found.map((row) => (row as HTMLElement).dataset.plan ?? ""));
}

/** Opens a plan with all its areas, settled items too. */
export async function openPlan(page: Page, at: Address, plan: string): Promise<void> {
  await visit(page, `${at.url}/plans/${plan}`);
  await showAllItems(page);
}

/** Opens every area of the plan that is on the screen, and shows settled items as well. */
export async function showAllItems(page: Page): Promise<void> {
  const closed = page.locator('main button[aria-controls][aria-expanded="false"]');
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await expect(page.locator("main button[aria-controls]").first()).toBeVisible();
  await closed.evaluateAll((buttons) => buttons.forEach((button) => (button as HTMLElement).click()));
  const switches = page.locator("main section section").getByLabel(/^Vis /);
  await switches.evaluateAll((all) => all.forEach((one) => (one as HTMLElement).click()));
  await expect(page.locator("[data-item]").first()).toBeVisible();
}

/** The row of an item. */
export function itemRow(page: Page, item: string): Locator {
  return page.locator(`[data-item="${item}"]`);
}

/** The items on the screen about which nobody disagrees and whose status stands among the four buttons. */
export async function plainItems(page: Page): Promise<string[]> {
  return page.locator("[data-item]").evaluateAll((rows) =>
    rows
      .filter((row) => !row.querySelector("[data-newer]") && row.querySelectorAll("button[data-status]").length >= 4)
      .map((row) => (row as HTMLElement).dataset.item ?? ""),
  );
}

/** The status that an item shows. */
export async function shownStatus(page: Page, item: string): Promise<string | null> {
  return itemRow(page, item).locator('button[data-status][aria-pressed="true"]').first().getAttribute("data-status");
}

/** One tap. Waits until the screen shows it, which is when it is on disk. */
export async function tapStatus(page: Page, item: string, status: Status): Promise<void> {
  const button = itemRow(page, item).locator(`button[data-status="${status}"]`).first();
  await button.click();
  await expect(button).toHaveAttribute("aria-pressed", "true");
}

/** The field for a new note on the plan. */
export function noteField(page: Page): Locator {
  return page.getByLabel(fields.note);
}

/** Waits until all half-written text is on disk: the app saves at every input event, and this machine may be slow. */
export async function waitUntilKept(page: Page): Promise<void> {
  await expect(page.locator("[data-saving]")).toHaveAttribute("data-saving", "0");
}

/** Notes on the screen, each as its own row. */
export function notes(page: Page): Locator {
  return page.locator("li[data-struck]");
}

/** Saves what stands in the field for a new note on the plan. */
export async function saveNote(page: Page): Promise<void> {
  // Open items have such a button as well; the plan's own comes after them.
  await page.getByRole("button", { name: "Legg til notat" }).last().click();
}

/** Writes a note on the plan that is open. Waits until it stands there. */
export async function writeNote(page: Page, words: string): Promise<void> {
  await noteField(page).fill(words);
  await saveNote(page);
  await expect(notes(page).filter({ hasText: words })).toHaveCount(1);
  await expect(noteField(page)).toHaveValue("");
}

/** How many changes wait on this device, as the sync centre says. */
export async function unsent(page: Page, at: Address): Promise<number> {
  await visit(page, `${at.url}/sync`);
  const count = page.getByTestId("unsent");
  await expect(count).toBeVisible();
  return Number(await count.textContent());
}

/** Waits in the sync centre until nothing waits any more. */
export async function waitUntilSent(page: Page, at: Address, timeout = 30_000): Promise<void> {
  await visit(page, `${at.url}/sync`);
  await expect(page.getByTestId("unsent")).toHaveText("0", { timeout });
}

/** Asks for a sync by hand, from the sync centre, and waits for the centre's answer. */
export async function syncNow(page: Page, at: Address): Promise<void> {
  await visit(page, `${at.url}/sync`);
  const answered = page.waitForResponse((response) => response.url().endsWith("/api/sync") && response.ok());
  const button = page.getByRole("button", { name: "Send og hent nå" });
  await button.click();
  await answered;
  await waitUntilSent(page, at);
}

/** How many changes the receipts in the sync centre confirm, all together. */
export async function confirmed(page: Page): Promise<number> {
  const lines = await page.getByTestId("log").locator("li").allInnerTexts();
  return lines.reduce((sum, line) => sum + Number(/(\d+) av \d+ endring(?:er)? mottatt/.exec(line)?.[1] ?? 0), 0);
}

/**
 * All that a plan's page says about header, items (with both answers where there are two) and notes, as
 * lines of text. Two devices that agree give the same lines.
 */
export async function readPlan(page: Page, at: Address, plan: string): Promise<string[]> {
  await openPlan(page, at, plan);
  const withNotes = page.locator("[data-item]", { hasText: /\d+ notat/ });
  const titles = withNotes.locator('button[aria-expanded="false"]:not([aria-controls])');
  await titles.evaluateAll((all) => all.forEach((title) => (title as HTMLElement).click()));
  return page.locator("main").evaluate((main) => {
    const words = (element: Element) => (element as HTMLElement).innerText.replace(/\s+/g, " ").trim();
    const lines = [`${words(main.querySelector("h1")!)}: ${words(main.querySelector("dl")!)}`];
    for (const row of main.querySelectorAll<HTMLElement>("[data-item]")) {
      const pressed = row.querySelector<HTMLElement>('button[data-status][aria-pressed="true"]');
      lines.push(`${row.dataset.item} = ${pressed?.dataset.status ?? "-"}: ${words(row)}`);
    }
    for (const note of main.querySelectorAll("li[data-struck]")) lines.push(`note: ${words(note)}`);
    return lines;
  });
}

/**
 * The lines without those of items that only one of the two may see or answer, and without the buttons of notes: they
 * work for two administrations.
 */
export function whatBothAnswer(lines: string[], others: string[]): string[] {
  const id = (line: string) => /^\S+(?= = )/.exec(line)?.[0];
  const isOpen = (line: string) => !/^\S+ = -: /.test(line);
  const open = (all: string[]) => new Set(all.filter(isOpen).map(id));
  const [here, there] = [open(lines), open(others)];
  const both = lines.filter((line) => !id(line) || (here.has(id(line)) && there.has(id(line))));
  return both.map((line) => line.replace(/ Stryk notatet$/, ""));
}

/** Noon of the day so many days from today. */
export function noonIn(days: number): Date {
  // Which day it is, Norway's clocks say, and not the machine's: it is tomorrow there for an hour or two of each day.
  const today = new Intl.DateTimeFormat("sv-SE", { timeZone: "Europe/Oslo" }).format(new Date());
  const noon = new Date(`${today}T12:00:00`);
  noon.setDate(noon.getDate() + days);
  return noon;
}

/** The day so many days from today, as a date field takes it. */
export function inDays(days: number): string {
  return written(noonIn(days));
}

/** A day as a date field takes it. */
export function written(day: Date): string {
  return [day.getFullYear(), day.getMonth() + 1, day.getDate()].map((part) => String(part).padStart(2, "0")).join("-");
}

/** Opens a part of the plan that is on the screen. */
export async function openPart(page: Page, name: string): Promise<void> {
  const menu = page.getByRole("navigation", { name: "Deler av planen" });
  await menu.getByRole("link", { name }).click();
  await expect(menu.getByRole("link", { name })).toHaveAttribute("aria-current", "page");
}

/** Ticks a box by the keyboard: a forced click goes to whatever lies at that place while the page still moves. */
export async function tick(box: Locator): Promise<void> {
  await expect(box).toBeVisible();
  await box.press("Space");
  await expect(box).toBeChecked();
}

/** One sheet of the part that is open. */
export function sheet(page: Page, id: string): Locator {
  return page.locator(`[data-sheet="${id}"]`);
}

/** Turns a switch on by the keyboard. */
async function switchOn(control: Locator): Promise<void> {
  await expect(control).toBeVisible();
  await control.press("Space");
  await expect(control).toBeChecked();
}

/**
 * Says on the page of a new person that the person consents: to all areas for the user's own administration, and for
 * those administrations as well that are named.
 */
export async function giveConsent(page: Page, others: string[] = []): Promise<void> {
  await switchOn(page.getByRole("switch", { name: "Personen samtykker til å dele" }));
  for (const other of others) await tick(page.getByLabel(other, { exact: true }));
}

/** Takes a consent back, in the row of it that is on the screen. */
export async function takeBackConsent(given: Locator): Promise<void> {
  await given.getByRole("button", { name: "Endre" }).click();
  await given.getByLabel("Trukket den").fill(inDays(0));
  await given.getByLabel("Hvordan det er trukket").selectOption({ label: "Muntlig" });
  await given.getByRole("button", { name: "Lagre", exact: true }).click();
}

/**
 * Opens a plan for somebody without a home to come to, who shares it with the user's own administration alone, with a
 * note on an item about housing. Answers with the plan.
 */
export async function planSharedWithOwnAlone(page: Page, name: string, item: string, words: string): Promise<string> {
  await page.getByRole("link", { name: "Planer" }).first().click();
  await page.getByRole("button", { name: "Ny person" }).click();
  await page.getByLabel("Navn", { exact: true }).fill(name);
  await page.getByLabel(/^Løslatelsesdato/).fill(inDays(20));
  await giveConsent(page);
  await tick(page.getByLabel("Har ikke bolig å komme til"));
  await page.getByRole("button", { name: "Opprett plan" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(name);
  const plan = new URL(page.url()).pathname.split("/")[2]!;
  await showAllItems(page);
  await tapStatus(page, item, "under-way");
  await openItem(page, item);
  await noteOnItem(page, item, words);
  return plan;
}

/** Opens an item of the plan that is open, to see what there is about it. */
export async function openItem(page: Page, item: string): Promise<void> {
  await unfold(itemRow(page, item));
}

/** Opens the row of an item; one that was left open before is open still. */
export async function unfold(row: Locator): Promise<void> {
  const opener = row.locator("button[aria-expanded]:not([aria-controls])").first();
  if ((await opener.getAttribute("aria-expanded")) === "false") await opener.click();
}

/** Writes a note on an item that is open. */
export async function noteOnItem(page: Page, item: string, words: string): Promise<void> {
  const row = itemRow(page, item);
  await row.getByLabel(fields.itemNote).fill(words);
  await row.getByRole("button", { name: "Legg til notat" }).click();
  await expect(row.locator("li[data-struck]", { hasText: words })).toBeVisible();
}

/**
 * Opens a plan for a new person who consents to all, on the screen as well. Only those who may write about the sentence
 * are asked for the kind of stay.
 */
export async function newPerson(page: Page, name: string, stay?: string, release?: string): Promise<void> {
  await page.getByRole("link", { name: "Planer" }).first().click();
  await page.getByRole("button", { name: "Ny person" }).or(page.getByRole("link", { name: "Ny person" })).click();
  await page.getByLabel("Navn", { exact: true }).fill(name);
  if (stay !== undefined) await tick(page.getByLabel(stay, { exact: true }));
  if (release !== undefined) await page.getByLabel(/^Løslatelsesdato/).fill(release);
  await giveConsent(page);
  await page.getByRole("button", { name: "Opprett plan" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(name);
}
