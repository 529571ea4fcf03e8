// A lost tablet: its user shuts it out from another device. It then deletes what it had fetched, shows what it never
// sent, and gives that as a file; nobody signs in on it again.
import { readFileSync } from "node:fs";
import { openPlan, planIds, signIn, syncNow, VILDE, visit, writeNote } from "./app";
import { expect, test } from "./fixtures";
import { counts } from "./storage";

const WORDS = "Skrevet på nettbrettet før det ble borte";

test("a revoked tablet empties itself and keeps what it has not sent", async ({ centre, newDevice }) => {
  const tablet = await newDevice();
  await signIn(tablet, centre, VILDE);
  const held = tablet.page.getByLabel("Arbeid uten nett");
  await held.check({ force: true });
  const [plan] = await planIds(tablet.page, centre);
  await openPlan(tablet.page, centre, plan);
  await writeNote(tablet.page, WORDS);

  const desk = await newDevice();
  await signIn(desk, centre, VILDE);
  await visit(desk.page, `${centre.url}/sync`);
  await desk.page.getByRole("link", { name: "Enheter" }).click();
  const rows = desk.page.getByTestId("device");
  await expect(rows).toHaveCount(2);
  await expect(rows.filter({ hasText: "Denne enheten" })).toHaveCount(1);
  const lost = rows.filter({ hasNotText: "Denne enheten" });
  await lost.getByRole("button", { name: "Gi navn" }).click();
  await desk.page.getByRole("dialog").getByLabel("Navn på enheten").fill("Nettbrett 3");
  await desk.page.getByRole("dialog").getByRole("button", { name: "Lagre navnet" }).click();
  await expect(lost).toContainText("Nettbrett 3");
  await lost.getByRole("button", { name: "Sperr" }).click();
  await desk.page.getByRole("dialog").getByRole("button", { name: "Sperr enheten" }).click();
  await expect(lost).toContainText("Sperret");
  await syncNow(desk.page, centre);

  await visit(tablet.page, `${centre.url}/sync`);
  await expect(tablet.page.getByTestId("plans")).toHaveText(String(VILDE.plans));
  await held.uncheck({ force: true });
  await expect(tablet.page.getByText("Denne enheten er sperret.", { exact: false }).first()).toBeVisible();
  await expect(tablet.page.getByTestId("unsent")).toHaveText("1");
  await expect(tablet.page.getByTestId("plans")).toHaveText("1");
  const download = tablet.page.waitForEvent("download");
  await tablet.page.getByRole("button", { name: "Lagre det usendte som fil" }).click();
  expect(readFileSync(await (await download).path(), "utf8")).toContain(WORDS);

  // What stands in its database: no other plan, no name, only what was never sent.
  expect(await counts(tablet.page)).toMatchObject({ outbox: 1, segments: 0, snapshots: 0, summaries: 1 });
});
