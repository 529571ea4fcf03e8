// What a caseworker does with the app in any engine, and what they read on it, in words that the journeys share.
// The counterpart of ../e2e/app.ts, which speaks to Playwright's pages.
import { TORSTEIN, VILDE, type Address } from "../e2e/app";
import { until, type Found, type Tab } from "./browser";
import { type Tablet } from "./tablets";

export { TORSTEIN, VILDE };

/** Deriving a key takes a while on a slow machine. */
const UNLOCKING = 30_000;

/**
 * Signs in, makes a space with the words that the app offers, and waits until all is on the device. Ends on the list.
 * `before` is done in the page before any of it.
 */
export async function signIn(tablet: Tablet, at: Address, who = VILDE, before = () => {}): Promise<void> {
  const { tab } = tablet;
  await tab.goto(at.url);
  await tab.evaluate(before);
  await tab.role("button", new RegExp(who.name)).click();
  await makeSpace(tablet);
  const isInstalled = () => tab.evaluate(() => navigator.serviceWorker.controller?.state === "activated");
  await until(isInstalled, "the app is installed", UNLOCKING);
  await turnTo(tab, "Sending");
  await tab
    .testId("plans")
    .waitUntil(([plans]) => plans?.text === String(who.plans), `is ${who.plans}`, UNLOCKING);
  await waitUntilSent(tab);
  await turnTo(tab, "Planer");
}

/**
 * Signs in again where the centre asks for it: a browser that is killed soon after the sign-in may not have written its
 * cookie yet (Chromium takes up to 30 seconds). Nothing that lies on the device is touched by that.
 */
export async function signInAgainIfAsked(tablet: Tablet, who = VILDE): Promise<void> {
  const { tab } = tablet;
  await turnTo(tab, "Sending");
  await tab.role("button", "Send og hent nå").click();
  const again = tab.role("button", "Logg inn på nytt");
  const isSent = async () => (await tab.testId("unsent").text()) === "0";
  await until(async () => (await isSent()) || (await again.isVisible()), "all is sent, or a sign-in is asked for", 30_000);
  if (!(await again.isVisible())) return;
  await again.click();
  const user = tab.role("button", new RegExp(who.name));
  const isIn = async () => (await tab.testId("unsent").all())[0]?.text === "0";
  await until(async () => (await isIn()) || (await user.isVisible()), "it signs in, or asks who does", 30_000);
  if (!(await user.isVisible())) return;
  await user.click();
  await unlockIfAsked(tablet);
  await turnTo(tab, "Sending");
}

/** Goes to a page by the app's own navigation. */
export async function turnTo(tab: Tab, page: "Planer" | "Sending"): Promise<void> {
  await tab.role("link", new RegExp(`^${page}`)).first().click();
  const isThere = () => tab.evaluate((path) => location.pathname === path, page === "Planer" ? "/" : "/sync");
  await until(isThere, `the page is ${page}`);
}

/** In the form of a new space. */
export async function makeSpace(tablet: Tablet): Promise<void> {
  const { tab } = tablet;
  tablet.passphrase = (await tab.testId("passphrase").text()).trim();
  await tab.label(/^Skriv de tre ordene/).type(tablet.passphrase);
  await tab.role("button", "Lag skapet").click();
  await tab.testId("sync-mark").seen(UNLOCKING);
}

export function passphraseField(tab: Tab): Found {
  return tab.label("Passfrase");
}

/** Types the passphrase and waits until the space is open. */
export async function unlock(tablet: Tablet, tab = tablet.tab): Promise<void> {
  await passphraseField(tab).type(tablet.passphrase);
  await passphraseField(tab).press("Enter");
  await tab.testId("sync-mark").seen(UNLOCKING);
}

/** Waits until the app has come up: with the lock, open, or with the list of users. */
export async function hasStarted(tab: Tab): Promise<"locked" | "open" | "signed out"> {
  return until(
    async () => {
      if (await passphraseField(tab).isVisible()) return "locked" as const;
      if (await tab.testId("sync-mark").isVisible()) return "open" as const;
      return (await tab.css("ul.ov-users").isVisible()) ? ("signed out" as const) : undefined;
    },
    "the app has started",
    UNLOCKING,
  ).catch(async (error: Error) => {
    throw new Error(`${error.message}; the page says: ${await tab.words().catch(String)}`);
  });
}

export async function unlockIfAsked(tablet: Tablet, tab = tablet.tab): Promise<void> {
  if ((await hasStarted(tab)) === "locked") await unlock(tablet, tab);
}

/** Opens a page of the app, with the passphrase where it is asked for. */
export async function load(tablet: Tablet, url: string, tab = tablet.tab): Promise<void> {
  await tab.goto(url);
  await unlockIfAsked(tablet, tab);
}

/** The first plan of the list. */
export async function firstPlan(tab: Tab): Promise<string> {
  const { attributes } = await tab.css("[data-plan]").first().seen(UNLOCKING);
  return attributes["data-plan"]!;
}

/** Opens a plan with all its areas: from the list where the app is open, else by its address. */
export async function openPlan(tablet: Tablet, at: Address, plan: string, tab = tablet.tab): Promise<void> {
  if (await tab.testId("sync-mark").isVisible()) {
    await turnTo(tab, "Planer");
    await tab.css(`[data-plan="${plan}"] a`).first().click();
  } else {
    await load(tablet, `${at.url}/plans/${plan}`, tab);
  }
  await openAreas(tab);
}

/** Opens every area of the plan that is on the screen, by the page's own buttons. */
export async function openAreas(tab: Tab): Promise<void> {
  await tab.css("main button[aria-controls]").first().seen(UNLOCKING);
  await tab.evaluate(() => {
    const closed = document.querySelectorAll<HTMLElement>('main button[aria-controls][aria-expanded="false"]');
    closed.forEach((button) => button.click());
  });
  await tab.css("[data-item]").first().seen();
}

/** Items about which nobody disagrees and whose status stands among four buttons. */
export async function plainItems(tab: Tab): Promise<string[]> {
  return tab.evaluate(() => {
    const rows = [...document.querySelectorAll<HTMLElement>("[data-item]")];
    const isPlain = (row: HTMLElement) =>
      !row.querySelector("[data-newer]") && row.querySelectorAll("button[data-status]").length >= 4;
    return rows.filter(isPlain).map((row) => row.dataset.item ?? "");
  });
}

export const STATUSES = ["needs-help", "under-way", "waiting"] as const;

export type Status = (typeof STATUSES)[number];

function statusButton(tab: Tab, item: string, status: string): Found {
  return tab.css(`[data-item="${item}"] button[data-status="${status}"]`).first();
}

/** One tap. Waits until the screen shows it, which is when it is on disk. */
export async function tapStatus(tab: Tab, item: string, status: Status): Promise<void> {
  await statusButton(tab, item, status).click();
  const isPressed = ([button]: { attributes: Record<string, string> }[]) =>
    button?.attributes["aria-pressed"] === "true";
  await statusButton(tab, item, status).waitUntil(isPressed, "is pressed");
}

/** The status that an item shows. */
export async function shownStatus(tab: Tab, item: string): Promise<string | undefined> {
  const [pressed] = await tab.css(`[data-item="${item}"] button[data-status][aria-pressed="true"]`).all();
  return pressed?.attributes["data-status"];
}

/** The field for a new note on the plan. */
export function noteField(tab: Tab): Found {
  return tab.label("Nytt notat");
}

/** Waits until all half-written text is on disk. */
export async function waitUntilKept(tab: Tab): Promise<void> {
  await tab.css("[data-saving]").waitUntil(([one]) => one?.attributes["data-saving"] === "0", "has nothing to save");
}

/** Saves what stands in the field for a new note on the plan, and waits until it stands among the notes. */
export async function saveNote(tab: Tab, words: string): Promise<void> {
  await tab.role("button", "Legg til notat").last().click();
  await tab.css("li[data-struck]").with(words).seen();
  await noteField(tab).waitUntil(([field]) => field?.value === "", "is empty");
}

export async function writeNote(tab: Tab, words: string): Promise<void> {
  await noteField(tab).type(words);
  await saveNote(tab, words);
}

/** The notes on the screen, each as its whole row. */
export async function notes(tab: Tab): Promise<string[]> {
  return (await tab.css("li[data-struck]").all()).map(({ text }) => text);
}

/** In the sync centre: waits until nothing waits any more. */
export async function waitUntilSent(tab: Tab, timeout = 30_000): Promise<void> {
  await tab.testId("unsent").waitUntil(([unsent]) => unsent?.text === "0", "is 0", timeout);
}

/** Locks by hand, and waits until it is locked. */
export async function lock(tab: Tab): Promise<void> {
  await tab.role("button", "Lås").click();
  await passphraseField(tab).seen();
}
