// What comes between the tablet and the centre, or inside the browser: a captive portal, an ended session,
// an entry that the centre does not take, a full disk, data of a newer app. Nothing is lost, everything is said.
import {
  confirmed,
  noteField,
  notes,
  planIds,
  saveNote,
  signIn,
  unsent,
  VILDE,
  waitUntilSent,
  writeNote,
} from "./app";
import { expect, test } from "./fixtures";
import { withRefused } from "./compact_form";
import { handedIn, isPush, PORTAL } from "./proxy";

const SYNC = "/api/sync";

test("a captive portal takes nothing from the tablet and is named", async ({ centre, network, newDevice }) => {
  const tablet = await newDevice();
  const { page } = tablet;
  await signIn(tablet, network, VILDE);
  const [plan] = await planIds(page, network);
  network.faults.instead = () => PORTAL;
  await page.goto(`${network.url}/plans/${plan}`);
  await writeNote(page, "Skrevet bak en portal");
  expect(await unsent(page, network)).toBe(1);
  await page.getByRole("button", { name: "Send og hent nå" }).click();
  await expect(page.getByRole("main")).toContainText("Noe annet enn sentralen svarer");
  await expect(page.getByTestId("unsent")).toHaveText("1");

  network.faults = {};
  await page.getByRole("button", { name: "Send og hent nå" }).click();
  await expect(page.getByTestId("unsent")).toHaveText("0");
  expect(await confirmed(page)).toBe(1);
  expect(centre.printed).not.toContain("portal");
});

test("a captive portal's answer is not taken for being signed out on all devices", async ({ network, newDevice }) => {
  const tablet = await newDevice();
  const { page } = tablet;
  await signIn(tablet, network, VILDE);
  network.faults.instead = (call) => (call.path === "/api/sessions" ? PORTAL : undefined);
  const everywhere = page.getByRole("button", { name: "Logg ut på alle enheter" });
  await everywhere.click();
  await expect(page.getByRole("main")).toContainText("Sentralen svarer ikke");
  await expect(page.getByText("Logget inn som")).toBeVisible();

  network.faults = {};
  await everywhere.click();
  await expect(page.getByRole("button", { name: VILDE.name })).toBeVisible();
});

test("a session that ends keeps all work, asks to sign in, and then all is sent", async ({ network, newDevice }) => {
  const tablet = await newDevice();
  const { page } = tablet;
  await signIn(tablet, network, VILDE);
  const [plan] = await planIds(page, network);
  await tablet.context.clearCookies();
  await page.goto(`${network.url}/plans/${plan}`);
  await writeNote(page, "Skrevet etter at økten var over");
  await page.getByTestId("sync-mark").click();
  await expect(page.getByRole("main")).toContainText("Innloggingen er utløpt");
  await expect(page.getByTestId("unsent")).toHaveText("1");
  await page.getByRole("button", { name: "Logg inn på nytt" }).click();
  await expect(page.getByTestId("unsent")).toHaveText("0");
  await expect.poll(() => confirmed(page)).toBe(1);
});

test("entries that the centre does not take are set aside with the reason, and the others go on", async ({
  network,
  newDevice,
}) => {
  const tablet = await newDevice();
  const { page } = tablet;
  await signIn(tablet, network, VILDE);
  const [plan] = await planIds(page, network);
  await page.goto(`${network.url}/sync`);
  await page.getByLabel("Arbeid uten nett").check({ force: true });
  await page.goto(`${network.url}/plans/${plan}`);
  for (const words of ["Notat en", "GIFTIG notat", "AVVIST notat", "Notat fire"]) await writeNote(page, words);

  // The centre breaks on any batch with the poisoned note, and turns the refused one down by name.
  network.faults.instead = (call) =>
    handedIn(call).some(({ change }) => change.includes("GIFTIG"))
      ? {
          status: 500,
          headers: { "content-type": "application/json", "overgang-centre": "1" },
          body: Buffer.from(JSON.stringify({ error: { code: "failed", message: "the centre failed" } })),
        }
      : undefined;
  network.faults.change = (call, answer) => {
    if (!isPush(call)) return answer;
    const refused = handedIn(call).filter(({ change }) => change.includes("AVVIST"));
    return { ...answer, body: withRefused(answer.body, refused.map(({ id }) => id)) };
  };
  await page.goto(`${network.url}/sync`);
  await page.getByLabel("Arbeid uten nett").uncheck({ force: true });
  await expect(page.getByTestId("unsent")).toHaveText("0");
  expect(await confirmed(page)).toBe(2);
  const aside = page.locator('[data-state="set-aside"]');
  await expect(aside).toHaveCount(2);
  await expect(aside.filter({ hasText: "GIFTIG notat" })).toContainText("Sentralen feiler på akkurat denne endringen");
  await expect(aside.filter({ hasText: "AVVIST notat" })).toContainText("Sentralen kan ikke lese endringen");

  // Nothing of it goes by a reload, and once the centre is well it can be sent again.
  network.faults = {};
  await page.reload();
  await expect(aside).toHaveCount(2);
  await aside.filter({ hasText: "GIFTIG notat" }).getByRole("button", { name: "Send på nytt" }).click();
  await expect(aside).toHaveCount(1);
  await expect.poll(() => confirmed(page)).toBe(3);
  await waitUntilSent(page, network);
  await expect(aside).toHaveCount(1);
});

test("a full disk is said loudly, the text stays, nothing is stored by halves", async ({ centre, newDevice }) => {
  const tablet = await newDevice();
  await signIn(tablet, centre, VILDE);
  const [plan] = await planIds(tablet.page, centre);

  // Chromium remembers for a while how much space there was: a fresh browser asks anew.
  await tablet.close();
  const page = await tablet.open();
  await tablet.goOffline();
  const browser = await tablet.context.newCDPSession(page);
  const origin = centre.url;
  await browser.send("Storage.overrideQuotaForOrigin", { origin, quotaSize: 1 });
  await page.goto(`${centre.url}/plans/${plan}`);
  await expect(notes(page).first().or(noteField(page)).first()).toBeVisible();
  const before = await notes(page).count();
  const words = `Dette er det ikke plass til. ${"x".repeat(2_000)}`;
  await noteField(page).fill(words);
  await saveNote(page);
  await expect(page.getByRole("main")).toContainText("Det er ikke plass igjen på enheten");
  await expect(noteField(page)).toHaveValue(words);
  await expect(notes(page)).toHaveCount(before);
  await expect(page.locator(".ov-nav")).not.toContainText(/\d/);

  await browser.send("Storage.overrideQuotaForOrigin", { origin });
  await saveNote(page);
  await expect(notes(page)).toHaveCount(before + 1);
  await expect(noteField(page)).toHaveValue("");
  await page.reload();
  await expect(notes(page)).toHaveCount(before + 1);
  expect(await unsent(page, centre)).toBe(1);
});

test("data of a newer app is not touched, and the app asks for the update", async ({ centre, newDevice }) => {
  const tablet = await newDevice();
  const { page } = tablet;
  await signIn(tablet, centre, VILDE);
  await page.goto(`${centre.url}/health`);
  const [database, records] = await page.evaluate(async () => {
    const [found] = (await indexedDB.databases()).filter(({ name }) => name?.startsWith("overgang-space-"));
    const database = await new Promise<IDBDatabase>((opened, failed) => {
      const request = indexedDB.open(found!.name!, 99);
      request.onsuccess = () => opened(request.result);
      request.onerror = () => failed(request.error);
    });
    const count = (store: string) =>
      new Promise<number>((counted) => {
        const request = database.transaction(store).objectStore(store).count();
        request.onsuccess = () => counted(request.result);
      });
    const counts: number[] = [];
    for (const store of database.objectStoreNames) counts.push(await count(store));
    database.close();
    return [found!.name!, counts] as const;
  });

  await page.goto(centre.url);
  await expect(page.getByRole("main")).toContainText("nyere versjon av appen");
  await expect(page.getByRole("main")).toContainText("Oppdater appen");
  const after = await page.evaluate(async (name) => {
    const database = await new Promise<IDBDatabase>((opened) => {
      const request = indexedDB.open(name);
      request.onsuccess = () => opened(request.result);
    });
    const counts: number[] = [];
    for (const store of database.objectStoreNames) {
      counts.push(
        await new Promise<number>((counted) => {
          const request = database.transaction(store).objectStore(store).count();
          request.onsuccess = () => counted(request.result);
        }),
      );
    }
    return { version: database.version, counts };
  }, database);
  expect(after).toEqual({ version: 99, counts: records });
});
