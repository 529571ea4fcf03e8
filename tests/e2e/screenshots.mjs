// Takes the pictures in docs/screenshots anew: `node tests/e2e/screenshots.mjs http://127.0.0.1:8080 [folder]`.
// The server must be fresh (`cargo xtask run` with an empty database): the pictures show its practice prison.
import { chromium } from "@playwright/test";
import { mkdirSync } from "node:fs";

const address = process.argv[2] ?? "http://127.0.0.1:8080";
const folder = process.argv[3] ?? "docs/screenshots";
const TABLET = { width: 820, height: 1180 };
const DESKTOP = { width: 1440, height: 900 };

mkdirSync(folder, { recursive: true });
const browser = await chromium.launch({
  executablePath: process.env.OVERGANG_CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--lang=nb"],
  env: { ...process.env, LANGUAGE: "nb" },
});
await onTablet();
await onDesktop();
await template();
await coordinator();
await healthLines();
await override();
await locks();
await turnedAndClosed();
await browser.close();

async function onTablet() {
  const page = await open(TABLET);
  await shot(page, "01-sign-in");
  await signIn(page);
  await shot(page, "02-plans");

  await page.locator("[data-plan]", { hasText: "To svar" }).first().getByRole("link").click();
  await page.locator("[data-item]").first().waitFor();
  await shot(page, "03-plan");
  await openAllAreas(page);
  await show(page, page.locator("[data-item]:has([data-newer])").first(), "04-plan-two-answers");
  const item = page.locator("[data-item]").first();
  await item.locator("[data-status=waiting]").click();
  await item.locator("button[aria-expanded]").first().click();
  await item.getByLabel("Hvorfor").fill("Ringte kommunen, svar før fredag.");
  await item.getByRole("button", { name: "Lagre begrunnelse" }).click();
  await item.getByLabel("Notat om punktet").fill("Vil helst bo nær søsteren.");
  await item.getByRole("button", { name: "Legg til notat" }).click();
  await item.getByRole("button", { name: "Historikk" }).click();
  await show(page, item, "05-plan-item-opened");
  await item.getByRole("button", { name: "Stryk punktet" }).click();
  await shot(page, "06-dialog-strike");
  await page.getByRole("dialog").getByRole("button", { name: "Avbryt" }).click();
  await show(page, page.getByRole("heading", { name: "Notater" }), "07-plan-notes");
  await page.getByRole("button", { name: "Endre dato" }).click();
  await page.getByLabel("Ny dato").fill(inDays(12));
  await page.getByRole("button", { name: "Lagre dato" }).click();
  await page.getByTestId("moved").waitFor();
  await shot(page, "08-dialog-what-moved");
  await page.getByRole("button", { name: "Lukk" }).last().click();
  await parts(page, {
    Person: "14-plan-person",
    Straff: "15-plan-sentence",
    Behov: "16-plan-needs",
    Avtaler: "17-plan-agreements",
    "Livet inne": "18-plan-inside",
    Løslatelsesark: "19-plan-release-sheet",
  });
  await page.getByRole("link", { name: "Fengsler" }).click();
  await page.getByRole("link", { name: "Ullersmo" }).click();
  await page.getByTestId("office-times").locator("li").first().waitFor();
  await shot(page, "22-prison");

  await page.getByRole("link", { name: "Frister" }).click();
  await page.getByRole("heading", { name: "Frister og avtaler" }).waitFor();
  await shot(page, "09-deadlines");
  await page.getByRole("link", { name: "Sending" }).last().click();
  await page.getByRole("heading", { name: "Sending og mottak" }).waitFor();
  await shot(page, "10-sync-centre");
  await page.getByLabel("Arbeid uten nett").check();
  await page.getByRole("link", { name: "Planer" }).click();
  await page.locator("[data-plan]").nth(2).getByRole("link").click();
  await page.locator("[data-item] [data-status=done]").first().click();
  await page.getByRole("link", { name: "Sending" }).last().click();
  await shot(page, "11-sync-centre-held");
  await page.getByLabel("Arbeid uten nett").uncheck();

  await page.getByRole("link", { name: "Planer" }).click();
  await page.getByRole("button", { name: "Ny person" }).click();
  await page.getByLabel("Fødselsdato").fill("2031-01-01");
  await page.getByRole("button", { name: "Opprett plan" }).click();
  await show(page, page.getByText("Behov for langvarige"), "12-new-person-errors");

  await page.getByRole("link", { name: "Planer" }).click();
  await page.locator("[data-plan]").nth(2).getByRole("link").click();
  await page.locator("[data-item]").first().waitFor();
  await page.evaluate(() => {
    const error = new WebAssembly.RuntimeError("unreachable");
    window.dispatchEvent(new ErrorEvent("error", { error }));
  });
  await shot(page, "13-app-stopped");
  await page.context().close();
}

async function onDesktop() {
  const page = await open(DESKTOP);
  await signIn(page);
  await shot(page, "20-desktop-plans");
  await page.locator("[data-plan]", { hasText: "To svar" }).first().getByRole("link").click();
  await page.locator("[data-item]").first().waitFor();
  await shot(page, "21-desktop-plan");
  await parts(page, { Straff: "23-desktop-sentence", "Livet inne": "24-desktop-inside" });
  await page.context().close();
}

async function template() {
  const page = await open(DESKTOP);
  await page.getByRole("button", { name: "Øyvor Malstad" }).click();
  await makeSpace(page);
  await page.getByText("Alt er mottatt").waitFor();
  await page.getByRole("link", { name: "Mal", exact: true }).click();
  const item = page.locator(".ov-row").first();
  await item.getByRole("button", { name: "Innhold" }).click();
  await item.getByRole("button", { name: "Endre" }).click();
  await item.getByLabel("Tittel (bokmål)").fill("Ta innkomstsamtalen og tilby kartlegging");
  await item.getByRole("button", { name: "Lagre" }).click();
  await page.evaluate(() => scrollTo(0, 0));
  await shot(page, "25-desktop-template");
  await page.context().close();
}

async function coordinator() {
  for (const [viewport, name] of [
    [TABLET, "26-person-data"],
    [DESKTOP, "27-desktop-person-data"],
  ]) {
    const page = await open(viewport);
    await page.getByRole("button", { name: "Odd Samlevik" }).click();
    await makeSpace(page);
    await page.locator("[data-plan]").first().getByRole("link").click();
    await page.locator(".ov-parts").getByRole("link", { name: "Innsyn for personen" }).click();
    await page.getByRole("button", { name: "Hent innsynet" }).click();
    await page.getByRole("heading", { name: "Hvem har sett det" }).waitFor();
    await shot(page, name);
    await page.context().close();
  }
}

/** What the health service lets Vilde know. */
async function healthLines() {
  const page = await open(TABLET);
  await signIn(page);
  const rows = page.locator("[data-plan]");
  const plans = await rows.evaluateAll((all) => all.map((row) => row.dataset.plan));
  const health = page.locator(".ov-area--closed", { has: page.locator("[data-line]") });
  for (const plan of plans) {
    await go(page, `${address}/plans/${plan}`);
    await health.waitFor();
    if (await health.getByText("Ordnet", { exact: true }).count()) break;
  }
  await show(page, health, "32-health-lines");
  await page.setViewportSize(DESKTOP);
  await show(page, health, "33-desktop-health-lines");
  await page.context().close();
}

/** Torstein opens what is closed to him. */
async function override() {
  const page = await open(TABLET);
  await page.getByRole("button", { name: "Torstein Prøvedal" }).click();
  await makeSpace(page);
  await page.locator("[data-plan]").first().getByRole("link").click();
  await page.getByRole("link", { name: "Nødinnsyn når liv er i fare" }).click();
  const part = page.getByTestId("override");
  await part.getByRole("button", { name: "Åpne nå" }).click();
  await shot(page, "28-override");
  await part.getByLabel("Bolig", { exact: true }).check();
  await part.getByLabel(/^Hvorfor/).fill("Sier at han ikke vil leve, og skal ut i kveld.");
  await part.getByRole("button", { name: "Åpne nå" }).click();
  await part.getByRole("link", { name: "Gå til planen" }).click();
  await page.getByTestId("override-notice").waitFor();
  await shot(page, "29-override-notice");
  await page.setViewportSize(DESKTOP);
  await shot(page, "30-desktop-override-notice");
  await go(page, `${address}/find`);
  await page.getByRole("button", { name: "Åpne nå" }).waitFor();
  await shot(page, "31-desktop-find-plan");
}

/** A locker, and its two locks. */
async function locks() {
  for (const [viewport, desktop] of [
    [TABLET, ""],
    [DESKTOP, "desktop-"],
  ]) {
    const page = await open(viewport);
    await page.getByRole("button", { name: "Vilde Øvingsen" }).click();
    await page.getByTestId("passphrase").waitFor();
    await shot(page, `35-${desktop}new-locker`);
    const words = await makeSpace(page);
    await page.getByText("Alt er mottatt").waitFor();
    await page.getByRole("link", { name: "Sending" }).click();
    await page.getByRole("link", { name: "Denne enheten" }).click();
    await page.getByRole("heading", { name: "Denne enheten", level: 1 }).waitFor();
    await page.evaluate(() => scrollTo(0, 0));
    await shot(page, `36-${desktop}this-device`);
    await page.evaluate(() => {
      const now = Date.now;
      Date.now = () => now() + 61_000;
    });
    await page.getByRole("button", { name: "Gå videre" }).waitFor();
    await shot(page, `37-${desktop}covered`);
    await page.getByRole("button", { name: "Lås helt" }).click();
    const field = page.getByLabel("Passfrase", { exact: true });
    await field.fill(`${words} feil`);
    await page.getByRole("button", { name: "Lås opp" }).click();
    await page.getByText("Passfrasen er feil").waitFor();
    await shot(page, `38-${desktop}unlock`);
    await page.context().close();
  }
}

/** The tablet turned to the person, and after three days without contact. */
async function turnedAndClosed() {
  for (const [viewport, desktop] of [
    [TABLET, ""],
    [DESKTOP, "desktop-"],
  ]) {
    const page = await open(viewport);
    await signIn(page);
    await page.waitForFunction(() => navigator.serviceWorker.controller?.state === "activated");
    await page.locator("[data-plan]").first().getByRole("link").click();
    await page.locator("[data-item]").first().waitFor();
    await page.getByRole("link", { name: "Løslatelsesark" }).click();
    await page.getByRole("button", { name: "Snu mot personen" }).click();
    await page.getByTestId("turned").waitFor();
    await shot(page, `39-${desktop}turned`);
    const context = page.context();
    await context.setOffline(true);
    await context.addInitScript(() => {
      const now = Date.now;
      Date.now = () => now() + 80 * 3_600_000;
    });
    await page.reload();
    await page.getByLabel("Passfrase", { exact: true }).fill(page.words);
    await page.getByRole("button", { name: "Lås opp" }).click();
    await page.getByRole("heading", { name: "Planene er lukket" }).waitFor();
    await shot(page, `40-${desktop}closed`);
    await context.close();
  }
}

async function open(viewport) {
  const context = await browser.newContext({ viewport, locale: "nb-NO", timezoneId: "Europe/Oslo" });
  const page = await context.newPage();
  await page.goto(address);
  await page.getByRole("button", { name: "Vilde Øvingsen" }).waitFor();
  return page;
}

async function signIn(page) {
  await page.getByRole("button", { name: "Vilde Øvingsen" }).click();
  await makeSpace(page);
  await page.locator("[data-plan]").first().waitFor();
  await page.getByText("Alt er mottatt").waitFor();
}

/** Takes the words that are offered. */
async function makeSpace(page) {
  const words = (await page.getByTestId("passphrase").innerText()).trim();
  await page.getByLabel("Skriv de tre ordene").fill(words);
  await page.getByRole("button", { name: "Lag skapet" }).click();
  await page.getByTestId("sync-mark").waitFor();
  page.words = words;
  return words;
}

/** Loads another page, for which the locker is opened again. */
async function go(page, where) {
  await page.goto(where);
  await page.getByLabel("Passfrase", { exact: true }).fill(page.words);
  await page.getByRole("button", { name: "Lås opp" }).click();
  await page.getByTestId("sync-mark").waitFor();
}

/** The parts of the plan that is open, each with a picture. */
async function parts(page, names) {
  for (const [part, name] of Object.entries(names)) {
    await page.locator(".ov-parts").getByRole("link", { name: part }).click();
    if (part === "Behov") await page.getByRole("button", { name: "Bolig", exact: true }).click();
    await shot(page, name);
  }
}

async function openAllAreas(page) {
  const closed = page.locator('main section section button[aria-controls][aria-expanded="false"]');
  await closed.evaluateAll((all) => all.forEach((one) => one.click()));
  await page.waitForTimeout(400);
}

/** The place, with a little of what stands above it. */
async function show(page, place, name) {
  await place.evaluate((element) => scrollTo(0, element.getBoundingClientRect().top + scrollY - 120));
  await shot(page, name);
}

async function shot(page, name) {
  await page.mouse.move(0, 0);
  await page.waitForTimeout(600);
  await page.screenshot({ path: `${folder}/${name}.png` });
}

function inDays(days) {
  return new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
}
