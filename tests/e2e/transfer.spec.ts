// A person changes prison: written down without network, the plan is with the new prison after both have synced, and
// gone from the tablet of the old one.
import { inDays, newPerson, openPart, sheet, signIn, syncNow, TORSTEIN, VILDE, visit, waitUntilSent } from "./app";
import { expect, test, type Device } from "./fixtures";

const JONAS = { name: "Jonas Liksomsen", plans: 21 };

test("a plan goes along when the person changes prison", async ({ centre, newDevice }) => {
  const moveToHalden = async (device: Device) => {
    const { page } = device;
    await openPart(page, "Straff");
    const transfers = sheet(page, "transfer");
    await expect(transfers).toContainText("ser den da ikke lenger");
    await transfers.getByRole("button", { name: /^Legg til/ }).click();
    await transfers.getByLabel("Til fengsel").selectOption({ label: "Halden fengsel" });
    await transfers.getByLabel("Dag", { exact: true }).fill(inDays(0));
    await transfers.getByRole("button", { name: "Lagre", exact: true }).click();
    await expect(transfers.locator(".ov-row", { hasText: "Halden fengsel" })).toBeVisible();
    await device.goOnline();
    await waitUntilSent(page, centre);
  };
  const [old, colleague, there] = [await newDevice(), await newDevice(), await newDevice()];
  await signIn(old, centre, TORSTEIN);
  await signIn(colleague, centre, VILDE);
  await signIn(there, centre, JONAS);
  await newPerson(old.page, "Overført Person", "Domfelt", inDays(90));
  const plan = new URL(old.page.url()).pathname;
  await waitUntilSent(old.page, centre);
  await syncNow(colleague.page, centre);
  await expect(colleague.page.getByTestId("plans")).toHaveText(String(VILDE.plans + 1));

  await test.step("the transfer is written down offline, with what it means", async () => {
    await old.goOffline();
    await visit(old.page, centre.url + plan);
    await moveToHalden(old);
    await expect(old.page.getByTestId("plans")).toHaveText(String(TORSTEIN.plans));
  });

  await test.step("it is with the new prison, offline too", async () => {
    await syncNow(there.page, centre);
    await expect(there.page.getByTestId("plans")).toHaveText(String(JONAS.plans + 1));
    await there.goOffline();
    await there.page.goto(centre.url + plan);
    await expect(there.page.getByRole("heading", { level: 1 })).toHaveText("Overført Person");
  });

  await test.step("it is no longer with the old one", async () => {
    await syncNow(colleague.page, centre);
    await expect(colleague.page.getByTestId("plans")).toHaveText(String(VILDE.plans));
    await visit(colleague.page, centre.url);
    await expect(colleague.page.locator("[data-plan]").first()).toBeVisible();
    await expect(colleague.page.locator("[data-plan]", { hasText: "Overført Person" })).toHaveCount(0);
  });

  await test.step("one that was opened and moved before anything was sent is gone as well", async () => {
    await old.goOffline();
    await newPerson(old.page, "Straks Overført", "Domfelt", inDays(90));
    await moveToHalden(old);
    await expect(old.page.getByTestId("plans")).toHaveText(String(TORSTEIN.plans));
    await visit(old.page, centre.url);
    await expect(old.page.locator("[data-plan]")).toHaveCount(TORSTEIN.plans);
  });
});
