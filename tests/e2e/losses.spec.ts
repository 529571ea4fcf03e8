// What a browser takes away, and what a fault in the app leaves: noticed, said plainly, and no more lost than
// what was not on disk.
import { confirmed, enter, noteField, notes, offlineTablet, planIds, saveNote, signIn, unsent, VILDE, writeNote } from "./app";
import { type Centre, type Device, expect, expectAccessible, test } from "./fixtures";

/** What the browser drops, whole or by kind, while the app is not open. */
async function drop(tablet: Device, at: Centre, storageTypes: string): Promise<void> {
  await tablet.page.goto("about:blank");
  const browser = await tablet.context.newCDPSession(tablet.page);
  await browser.send("Storage.clearDataForOrigin", { origin: at.url, storageTypes });
}

test.use({ wholeBrowser: true });

test("a browser that drops its databases has the second copy left: what was not sent comes back through the centre", async ({
  centre,
  newDevice,
}) => {
  const tablet = await offlineTablet(newDevice, centre);
  const { page } = tablet;
  const [plan] = await planIds(page, centre);
  await page.goto(`${centre.url}/plans/${plan}`);
  await writeNote(page, "Dette mister nettleseren");
  // A page that begins takes over the copy of the one before.
  await page.reload();
  await writeNote(page, "Dette også");
  expect(await unsent(page, centre)).toBe(2);

  await drop(tablet, centre, "indexeddb");
  // Nobody has to sign in for it: the marks say whose it is.
  await tablet.context.clearCookies();
  await tablet.goOnline();
  const handedIn = page.waitForResponse((answer) => answer.url().endsWith("/api/hand-in") && answer.ok());
  await page.goto(centre.url);
  await handedIn;
  await page.getByRole("button", { name: VILDE.name }).click();
  await enter(tablet);
  await expect(page.getByRole("main")).toContainText("2 endringer som ikke var sendt, fantes i en låst kopi");
  await expectAccessible(page);
  await page.getByRole("button", { name: "Lukk" }).first().click();
  await page.goto(`${centre.url}/sync`);
  await expect(page.getByTestId("plans")).toHaveText(String(VILDE.plans));
  await page.goto(`${centre.url}/plans/${plan}`);
  for (const words of ["Dette mister nettleseren", "Dette også"]) {
    await expect(notes(page).filter({ hasText: words })).toHaveCount(1);
  }
  await page.reload();
  await expect(page.getByRole("main")).not.toContainText("låst kopi");
});

test("a browser that drops all of its storage is noticed at the next start, and the rest comes from the centre", async ({
  centre,
  newDevice,
}) => {
  const tablet = await offlineTablet(newDevice, centre);
  const { page } = tablet;
  const [plan] = await planIds(page, centre);
  await page.goto(`${centre.url}/plans/${plan}`);
  await writeNote(page, "Dette mister nettleseren");
  await writeNote(page, "Dette også");
  expect(await unsent(page, centre)).toBe(2);

  await drop(tablet, centre, "indexeddb,file_systems");
  await tablet.goOnline();
  await page.goto(centre.url);
  await page.getByRole("button", { name: VILDE.name }).click();
  await enter(tablet);
  await expect(page.getByRole("main")).toContainText("Nettleseren har slettet lagringen sin. 2 endringer");
  await expectAccessible(page);
  // It stays until somebody has read it.
  await page.reload();
  await expect(page.getByRole("main")).toContainText("2 endringer som ikke var sendt");
  await page.getByRole("button", { name: "Lukk" }).first().click();
  await page.goto(`${centre.url}/sync`);
  await expect(page.getByTestId("plans")).toHaveText(String(VILDE.plans));
  expect(await unsent(page, centre)).toBe(0);
  await page.reload();
  await expect(page.getByTestId("plans")).toHaveText(String(VILDE.plans));
  await expect(page.getByRole("main")).not.toContainText("slettet lagringen");
});

test("receipts that find no room on the disk are fetched again, and nothing counts as lost", async ({
  centre,
  newDevice,
}) => {
  const tablet = await newDevice();
  await signIn(tablet, centre, VILDE);
  const [plan] = await planIds(tablet.page, centre);
  await tablet.page.goto(`${centre.url}/sync`);
  await tablet.page.getByLabel("Arbeid uten nett").check({ force: true });
  await tablet.page.goto(`${centre.url}/plans/${plan}`);
  await expect(notes(tablet.page).first().or(noteField(tablet.page)).first()).toBeVisible();
  const before = await notes(tablet.page).count();
  await writeNote(tablet.page, `Skrevet før det ble fullt ${"x".repeat(2_000)}`);

  // Chromium remembers for a while how much space there was: a fresh browser asks anew.
  await tablet.close();
  const page = await tablet.open();
  const browser = await tablet.context.newCDPSession(page);
  const origin = centre.url;
  await browser.send("Storage.overrideQuotaForOrigin", { origin, quotaSize: 1 });
  await page.goto(`${centre.url}/sync`);
  await page.getByLabel("Arbeid uten nett").uncheck({ force: true });
  await expect(page.getByRole("main")).toContainText("Enheten fikk ikke lagret det som kom");
  await expect(page.getByTestId("unsent")).toHaveText("1");
  await page.reload();
  await expect(page.getByTestId("unsent")).toHaveText("1");
  await expect(page.getByRole("main")).not.toContainText("slettet lagringen");

  await browser.send("Storage.overrideQuotaForOrigin", { origin });
  await page.getByRole("button", { name: "Send og hent nå" }).click();
  await expect(page.getByTestId("unsent")).toHaveText("0");
  await expect.poll(() => confirmed(page)).toBe(1);
  await page.goto(`${centre.url}/plans/${plan}`);
  await expect(notes(page)).toHaveCount(before + 1);
});

test("a fault that stops the app is said, the fields are locked, and a start brings everything back", async ({
  centre,
  newDevice,
}) => {
  const tablet = await newDevice();
  const { page } = tablet;
  await signIn(tablet, centre, VILDE);
  const [plan] = await planIds(page, centre);
  await page.goto(`${centre.url}/plans/${plan}`);
  await writeNote(page, "Lagret før feilen");
  await noteField(page).fill("Halvveis");
  const notice = page.getByRole("alert").filter({ hasText: "Appen har stoppet" });
  await expect(notice).toBeHidden();

  // Another script's fault is not ours; a trap in WebAssembly is.
  await page.evaluate(() => window.dispatchEvent(new ErrorEvent("error", { error: new TypeError("x") })));
  await expect(notice).toBeHidden();
  await page.evaluate(() => {
    const error = new WebAssembly.RuntimeError("unreachable");
    window.dispatchEvent(new ErrorEvent("error", { error }));
  });
  await expect(notice).toBeVisible();
  await expectAccessible(page, "#crashed");
  await expect(noteField(page)).not.toBeEditable();
  await expect(noteField(page)).toHaveValue("Halvveis");
  await page.screenshot({ path: "test-results/crash-notice.png" });

  await notice.getByRole("button", { name: "Start appen på nytt" }).click();
  await expect(notes(page).filter({ hasText: "Lagret før feilen" })).toHaveCount(1);
  await expect(notice).toBeHidden();
  await expect(noteField(page)).toHaveValue("Halvveis");
  await saveNote(page);
  await expect(notes(page).filter({ hasText: "Halvveis" })).toHaveCount(1);
});
