// Signing in at an office: to the organisation's provider and back, offline afterwards, and out when the provider says so.
import { spawn, type ChildProcess } from "node:child_process";
import { join } from "node:path";
import { type Page } from "@playwright/test";
import { enter, newPerson } from "./app";
import { expect, expectAccessible, freePort, test, waitUntilInstalled, type Centre, type Device } from "./fixtures";

const INGRID = "ingrid";

/** Starts the provider of `provider.mjs`, and makes the centre an office that it signs people in to. */
async function officeWithProvider(centre: Centre): Promise<{ url: string; process: ChildProcess }> {
  const port = await freePort();
  const provider = spawn("node", [join(__dirname, "provider.mjs"), String(port), centre.url], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  await new Promise((ready) => provider.stdout.once("data", ready));
  const url = `http://127.0.0.1:${port}`;
  const nav = { role: "nav-caseworker", agency: "nav-in-prison" };
  await centre.becomeOffice({
    issuer: url,
    client_id: "overgang",
    address: centre.url,
    grants: [
      { group: `group-${INGRID}`, ...nav, prisons: ["ullersmo"] },
      { group: "group-jonas", ...nav, prisons: ["halden"] },
    ],
  });
  return { url, process: provider };
}

/** From the app's page through the provider's forms and back. */
async function signInAs(page: Page, name: string): Promise<void> {
  await page.getByRole("button", { name: "Logg inn med jobbrukeren" }).click();
  await signInAtProvider(page, name);
}

/** Through the provider's forms and back. */
async function signInAtProvider(page: Page, name: string): Promise<void> {
  await page.getByPlaceholder("Enter any login").fill(name);
  await page.getByPlaceholder("and password").fill("whatever");
  await page.getByRole("button", { name: "Sign-in" }).click();
  await page.getByRole("button", { name: "Continue" }).click();
}

/** The centre's cookies; the provider has the same host here, and some of its own. */
async function cookiesOf(tablet: Device, centre: Centre): Promise<unknown[]> {
  const all = await tablet.context.cookies(centre.url);
  const ours = all.filter((cookie) => cookie.name.includes("overgang"));
  return ours.map((cookie) => [cookie.name, cookie.httpOnly, cookie.secure, cookie.sameSite]);
}

test("a caseworker signs in at the organisation, works offline, and is signed out by the organisation", async ({
  centre,
  newDevice,
}) => {
  const provider = await officeWithProvider(centre);
  try {
    const tablet = await newDevice();
    const { page } = tablet;
    await page.goto(centre.url);
    await expect(page.getByRole("button", { name: "Logg inn med jobbrukeren" })).toBeVisible();
    await expect(page.getByText("Øvingsfengsel")).toHaveCount(0);
    await expectAccessible(page);

    await signInAs(page, INGRID);
    await enter(tablet);
    await expect(page.getByText("ingrid fra jobben")).toBeVisible();
    await expect(page).toHaveURL(`${centre.url}/`);
    expect(await cookiesOf(tablet, centre)).toEqual([["__Host-overgang_session", true, true, "Strict"]]);
    await waitUntilInstalled(page);

    // No network: still signed in, and a person can be entered.
    await tablet.goOffline();
    await page.reload();
    await expect(page.getByText("ingrid fra jobben")).toBeVisible();
    await newPerson(page, "Prøve Testesen");
    await tablet.goOnline();
    await page.goto(`${centre.url}/sync`);
    await expect(page.getByTestId("unsent")).toHaveText("0");

    // The organisation ends the session: the centre asks for a new one, and what lies here stays.
    await page.goto(`${provider.url}/session/end`);
    await page.getByRole("button", { name: "Yes, sign me out" }).click();
    await expect.poll(() => centre.printed).toContain("/api/sign-in/back-channel");
    await page.goto(`${centre.url}/sync`);
    await page.getByRole("button", { name: "Send og hent nå" }).click();
    await expect(page.getByRole("button", { name: "Logg inn på nytt" })).toBeVisible();
    await page.goto(centre.url);
    await expect(page.getByText("Prøve Testesen")).toBeVisible();

    // In again from the page of the sync; then out on all devices.
    await page.goto(`${centre.url}/sync`);
    await page.getByRole("button", { name: "Logg inn på nytt" }).click();
    await signInAtProvider(page, INGRID);
    await enter(tablet);
    await expect(page).toHaveURL(`${centre.url}/`);
    await page.goto(`${centre.url}/sync`);
    await expect(page.getByText("Sentralen har alt som er skrevet her.")).toBeVisible();
    await page.getByRole("button", { name: "Logg ut på alle enheter" }).click();
    await expect(page.getByRole("button", { name: "Logg inn med jobbrukeren" })).toBeVisible();
    expect(await cookiesOf(tablet, centre)).toEqual([]);
  } finally {
    provider.process.kill();
  }
});

test("whoever has no access here, and a way back that nobody began, are told so", async ({ centre, newDevice }) => {
  const provider = await officeWithProvider(centre);
  try {
    const tablet = await newDevice();
    const { page } = tablet;
    await page.goto(centre.url);
    await signInAs(page, "utenfor");
    await expect(page.getByText("Du er kjent i organisasjonen, men har ikke tilgang")).toBeVisible();
    await expect(page).toHaveURL(`${centre.url}/`);

    // A foreign page sends the browser to the way back with a code of its own.
    await page.goto(`${centre.url}/api/sign-in/callback?code=foreign&state=foreign`);
    await expect(page.getByText("Innloggingen tok for lang tid, eller ble startet et annet sted")).toBeVisible();
    expect(await cookiesOf(tablet, centre)).toEqual([]);

    // The next user of the tablet does not come in under the name of the one before.
    await signInAs(page, "jonas");
    await enter(tablet);
    await expect(page.getByText("jonas fra jobben")).toBeVisible();
    await page.goto(`${centre.url}/sync`);
    await page.getByRole("button", { name: "Logg ut", exact: true }).click();
    await page.getByRole("button", { name: "Logg inn med jobbrukeren" }).click();
    await expect(page.getByPlaceholder("Enter any login")).toBeVisible();
  } finally {
    provider.process.kill();
  }
});
