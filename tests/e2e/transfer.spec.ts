// A person changes prison: written down without network, the plan is with the new prison after both have synced, and
// gone from the tablet of the old one.
import {
  fields,
  inDays,
  newPerson,
  offlineTablet,
  openPart,
  saveNote,
  sheet,
  signIn,
  syncNow,
  TORSTEIN,
  waitUntilSent,
} from "./app";
import { expect, test } from "./fixtures";

const JONAS = { name: "Jonas Liksomsen", plans: 21 };

test("a plan goes along when the person changes prison, with all that was written", async ({
  centre,
  newDevice,
}) => {
  test.setTimeout(150_000);
  const old = await offlineTablet(newDevice, centre, TORSTEIN);
  const there = await newDevice();
  await signIn(there, centre, JONAS);
  await newPerson(old.page, "Overført Person", "Domfelt", inDays(90));
  const plan = new URL(old.page.url()).pathname;

  await test.step("the transfer is written down offline, with what it means", async () => {
    await openPart(old.page, "Straff");
    const transfers = sheet(old.page, "transfer");
    await expect(transfers).toContainText("ser den da ikke lenger");
    await transfers.getByRole("button", { name: /^Legg til/ }).click();
    await transfers.getByLabel("Til fengsel").selectOption({ label: "Halden fengsel" });
    await transfers.getByLabel("Dag", { exact: true }).fill(inDays(0));
    await transfers.getByRole("button", { name: "Lagre", exact: true }).click();
    await expect(transfers.locator(".ov-row", { hasText: "Halden fengsel" })).toBeVisible();
    await openPart(old.page, "Sjekkliste");
    await expect(old.page.locator(".ov-plan-header")).toContainText("Halden fengsel");
  });

  await test.step("after the sync it is with the new prison, and no longer here", async () => {
    await old.goOnline();
    await waitUntilSent(old.page, centre);
    await expect(old.page.getByTestId("plans")).toHaveText(String(TORSTEIN.plans));
    await old.page.goto(centre.url);
    await expect(old.page.locator("[data-plan]").first()).toBeVisible();
    await expect(old.page.locator("[data-plan]", { hasText: "Overført Person" })).toHaveCount(0);

    await syncNow(there.page, centre);
    await expect(there.page.getByTestId("plans")).toHaveText(String(JONAS.plans + 1));
    await there.goOffline();
    await there.page.goto(centre.url + plan);
    await expect(there.page.getByRole("heading", { level: 1 })).toHaveText("Overført Person");
    await there.page.getByLabel(fields.note).fill("Tatt imot i Halden");
    await saveNote(there.page);
    await there.goOnline();
    await waitUntilSent(there.page, centre);
  });
});
