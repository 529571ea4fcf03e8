// Two devices answer the same thing apart: on every kind of field both answers stand, with who and when, until somebody
// chooses, and the list says so.
import { type Page } from "@playwright/test";
import { inDays, newPerson, openPart, signIn, syncNow, tick, VILDE, visit, waitUntilSent } from "./app";
import { expect, test } from "./fixtures";

const QUESTION = /^Hvor skal du sove den første natten/;

/** One device's view: a question, a condition, and a day. */
async function answer(page: Page, at: string, plan: string, where: string, condition: "ja" | "nei", day: string) {
  await visit(page, `${at}${plan}/needs`);
  await page.getByRole("button", { name: "Spørsmål å starte med" }).click();
  await tick(page.getByRole("group", { name: QUESTION }).getByLabel(where));
  await visit(page, `${at}${plan}`);
  await page.getByRole("button", { name: "Hva gjelder for personen?" }).click();
  const box = page.locator(".ov-condition", { hasText: "Har ikke bolig å komme til" });
  if (condition === "ja") await tick(box.getByRole("checkbox"));
  else await box.getByRole("button", { name: /^Nei/ }).click();
  await page.getByRole("button", { name: "Endre dato" }).click();
  await page.getByLabel("Ny dato").fill(day);
  await page.getByRole("button", { name: "Lagre dato" }).click();
  await page.getByRole("button", { name: "Lukk" }).last().click();
}

test("a question, a condition and a date answered apart both stand until somebody chooses", async ({
  centre,
  newDevice,
}) => {
  const one = await newDevice();
  await signIn(one, centre, VILDE);
  await newPerson(one.page, "To Meninger", undefined, inDays(60));
  const plan = new URL(one.page.url()).pathname;
  await waitUntilSent(one.page, centre);
  const other = await newDevice();
  await signIn(other, centre, { ...VILDE, plans: VILDE.plans + 1 });

  await one.goOffline();
  await other.goOffline();
  await answer(one.page, centre.url, plan, "Hos noen", "ja", inDays(70));
  await answer(other.page, centre.url, plan, "Jeg eier", "nei", inDays(80));
  for (const device of [one, other, one]) {
    await device.goOnline();
    await syncNow(device.page, centre);
  }

  const { page } = one;
  await test.step("the list and the plan say so", async () => {
    await visit(page, centre.url);
    await expect(page.locator("[data-plan]", { hasText: "To Meninger" })).toContainText("To svar");
    await visit(page, centre.url + plan);
    await expect(page.getByRole("group", { name: /To datoer/ }).getByRole("button")).toHaveCount(2);
    await page.getByRole("button", { name: "Hva gjelder for personen?" }).click();
    const both = page.getByRole("group", { name: /^Har ikke bolig å komme til/ });
    await expect(both).toContainText("Ja");
    await expect(both).toContainText("Nei");
    await both.locator(".ov-answer", { hasText: "Ja" }).getByRole("button").click();
    await expect(both).toHaveCount(0);
  });

  await test.step("the question has both, and one is chosen, offline", async () => {
    await one.goOffline();
    await openPart(page, "Behov");
    await page.getByRole("button", { name: "Spørsmål å starte med" }).click();
    const both = page.getByRole("group", { name: /Hvor skal du sove.*svar/ });
    await expect(both).toContainText("Hos noen");
    await expect(both).toContainText("Jeg eier");
    await both.locator(".ov-answer", { hasText: "Hos noen" }).getByRole("button").click();
    await expect(both).toHaveCount(0);
    await page.reload();
    await page.getByRole("button", { name: "Spørsmål å starte med" }).click();
    await expect(page.getByRole("group", { name: QUESTION }).getByLabel("Hos noen")).toBeChecked();
    await expect(both).toHaveCount(0);
  });
});
