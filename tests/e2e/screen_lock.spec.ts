// The tablet's own screen lock opens the space in the passphrase's stead, offline too, and only after it has seen its user.
// Chromium's virtual authenticator stands for the tablet's.
import type { CDPSession, Page } from "@playwright/test";
import { type Address, lock, signIn, sleep, VILDE } from "./app";
import { type Device, expect, expectAccessible, test } from "./fixtures";

const byScreenLock = (page: Page) => page.getByRole("button", { name: "Lås opp med skjermlåsen" });
const opened = (page: Page) => expect(page.getByTestId("sync-mark")).toBeVisible();

interface ScreenLock {
  cdp: CDPSession;
  authenticatorId: string;
}

/** Gives the tablet a screen lock that knows its user. */
async function screenLock({ context, page }: Device, hasPrf = true): Promise<ScreenLock> {
  const cdp = await context.newCDPSession(page);
  await cdp.send("WebAuthn.enable");
  const { authenticatorId } = await cdp.send("WebAuthn.addVirtualAuthenticator", {
    options: {
      protocol: "ctap2",
      ctap2Version: "ctap2_1",
      transport: "internal",
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      hasPrf,
      automaticPresenceSimulation: true,
    },
  });
  return { cdp, authenticatorId };
}

async function turnOn(page: Page, at: Address, passphrase: string): Promise<void> {
  await page.goto(`${at.url}/this-device`);
  await page.getByLabel("Passfrasen din").fill(passphrase);
  await page.getByRole("button", { name: "La skjermlåsen åpne skapet" }).click();
}

test("the screen lock opens what the passphrase opens, offline and after a pause, and nobody else's finger does", async ({
  centre,
  newDevice,
}) => {
  // No passkey is for a number: it needs a name.
  const at = { url: centre.url.replace("127.0.0.1", "localhost") };
  const tablet = await newDevice();
  const { page } = tablet;
  const { cdp, authenticatorId } = await screenLock(tablet);
  await signIn(tablet, at, VILDE);
  const right = tablet.passphrase!;
  const main = page.locator("main");

  await test.step("it is let in with the passphrase alone, which is asked for", async () => {
    await turnOn(page, at, "dette er helt feil");
    await expect(main).toContainText("Passfrasen er feil");
    await turnOn(page, at, right);
    await expect(main).toContainText("Skjermlåsen åpner skapet ditt.");
    await page.mouse.move(0, 0);
    await expectAccessible(page);
  });

  await test.step("locked by hand it opens without network", async () => {
    await tablet.goOffline();
    await lock(tablet);
    await expectAccessible(page);
    await page.reload();
    await byScreenLock(page).click();
    await opened(page);
    await page.goto(`${at.url}/sync`);
    await byScreenLock(page).click();
    await expect(page.getByTestId("plans")).toHaveText(String(VILDE.plans));
  });

  await test.step("it takes the cover off after a pause", async () => {
    await sleep(page, 61_000);
    const cover = page.getByRole("dialog", { name: "Skjermen er dekket" });
    await expect(cover).toBeVisible();
    await cover.getByRole("button", { name: "Gå videre med skjermlåsen" }).click();
    await expect(cover).toBeHidden();
  });

  await test.step("whoever it does not know stays outside, and nothing is lost", async () => {
    await page.getByRole("button", { name: "Lås", exact: true }).click();
    await cdp.send("WebAuthn.setUserVerified", { authenticatorId, isUserVerified: false });
    await byScreenLock(page).click();
    await expect(main).toContainText("Enheten bekreftet ikke at det er deg.", { timeout: 70_000 });
    await page.getByLabel("Passfrase", { exact: true }).fill(right);
    await page.getByRole("button", { name: "Lås opp", exact: true }).click();
    await opened(page);
  });

  await test.step("another passphrase takes it away", async () => {
    tablet.passphrase = right;
    await page.goto(`${at.url}/this-device`);
    tablet.passphrase = undefined;
    await page.getByRole("button", { name: "Bytt passfrase" }).click();
    await page.getByLabel("Passfrasen du har nå").fill(right);
    await page.getByLabel("Ny passfrase").fill("en helt annen frase");
    await page.getByLabel("Skriv den én gang til").fill("en helt annen frase");
    await page.getByRole("button", { name: "Bytt", exact: true }).click();
    await expect(main).toContainText("Passfrasen er byttet, og bare den åpner skapet nå.");
    await expect(page.getByRole("button", { name: "La skjermlåsen åpne skapet" })).toBeVisible();
    await page.reload();
    await expect(page.getByRole("button", { name: "Lås opp", exact: true })).toBeVisible();
    await expect(byScreenLock(page)).toBeHidden();
  });
});

test("a screen lock that gives no keys is told, and the passphrase stays", async ({ centre, newDevice }) => {
  const at = { url: centre.url.replace("127.0.0.1", "localhost") };
  const tablet = await newDevice();
  await screenLock(tablet, false);
  await signIn(tablet, at, VILDE);
  await turnOn(tablet.page, at, tablet.passphrase!);
  await expect(tablet.page.locator("main")).toContainText("kan ikke åpne skap");
});
