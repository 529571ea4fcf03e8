// The person's right of access: the plan's coordinator fetches all that they may see of it with who has read it, prints it and
// saves it as JSON; nobody else has it in the menu, and without network it says what to do.
import { readFileSync } from "node:fs";
import { enter, planIds, signIn, type Address, VILDE, visit } from "./app";
import { type Device, expect, test } from "./fixtures";

/** Signs in as the practice prison's coordinator, who sees the plans that he is appointed for. */
async function signInAsCoordinator(device: Device, centre: Address): Promise<string> {
  await visit(device.page, centre.url);
  await device.page.getByRole("button", { name: "Odd Samlevik" }).click();
  await enter(device);
  const [plan] = await planIds(device.page, centre);
  return plan;
}

test("the coordinator gives a person all that is held, and who has read it", async ({ centre, newDevice }) => {
  const tablet = await newDevice();
  const plan = await signInAsCoordinator(tablet, centre);
  const { page } = tablet;
  await visit(page, `${centre.url}/plans/${plan}`);
  await page.getByRole("link", { name: "Innsyn for personen" }).click();
  await expect(page).toHaveURL(`${centre.url}/plans/${plan}/person-data`);
  const part = page.getByTestId("person-data");
  await part.getByRole("button", { name: "Hent innsynet" }).click();
  await expect(part.getByRole("heading", { name: "Om planen" })).toBeVisible();
  await expect(part.getByRole("heading", { name: "Hvem har sett det" })).toBeVisible();
  await expect(part.getByText("Odd Samlevik", { exact: false }).first()).toBeVisible();

  const download = page.waitForEvent("download");
  await part.getByRole("button", { name: "Lagre som JSON" }).click();
  const file = await download;
  expect(file.suggestedFilename()).toBe("innsyn.json");
  const data = JSON.parse(readFileSync(await file.path(), "utf8"));
  expect(data.schema).toBe("overgang.person-data/1");
  expect(data.plan).toBe(plan);
  expect(data.areas.length).toBeGreaterThan(0);
  // It was fetched once before, which the log says.
  expect(data.reads.filter((read: { act: string }) => read.act === "person-data-given")).toHaveLength(1);

  // On paper there is no button.
  await page.emulateMedia({ media: "print" });
  await expect(part.getByRole("button", { name: "Lagre som JSON" })).toBeHidden();
  await expect(part.getByRole("heading", { name: "Om planen" })).toBeVisible();
  await page.emulateMedia({ media: "screen" });

  // Without network it says what to do.
  await tablet.goOffline();
  await part.getByRole("button", { name: "Hent innsynet" }).click();
  await expect(part.getByText("trenger nett", { exact: false })).toBeVisible();
});

test("others do not have it in the menu, and the centre says no to them", async ({ centre, newDevice }) => {
  const tablet = await newDevice();
  await signIn(tablet, centre, VILDE);
  const { page } = tablet;
  const [plan] = await planIds(page, centre);
  await visit(page, `${centre.url}/plans/${plan}`);
  await expect(page.getByRole("link", { name: "Sjekkliste" })).toBeVisible();
  await expect(page.getByRole("link", { name: "Innsyn for personen" })).toHaveCount(0);
  await visit(page, `${centre.url}/plans/${plan}/person-data`);
  const part = page.getByTestId("person-data");
  await part.getByRole("button", { name: "Hent innsynet" }).click();
  await expect(part.getByText("Bare den som er koordinator", { exact: false })).toBeVisible();
});
