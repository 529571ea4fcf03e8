// Two versions of the database: an app that is older than what lies there touches nothing and says so; a tab that is in the
// way of a newer app lets go of the database with its text saved, and says why.
import { firstPlan, noteField, openPlan, signIn, waitUntilKept, writeNote } from "./caseworker";
import { allRecords, upgradeAll } from "./databases";
import { expect, test } from "./tablets";

test("an app that is older than the database changes nothing in it, and asks to be updated", async ({
  centre,
  newTablet,
  tell,
}) => {
  const tablet = await newTablet();
  const { tab } = tablet;
  await signIn(tablet, centre);
  await openPlan(tablet, centre, await firstPlan(tab));
  await centre.stop();
  await writeNote(tab, "Skrevet av appen som er");
  await tablet.close();
  await centre.restart();

  const page = await tablet.open();
  await page.goto(`${centre.url}/health`);
  await upgradeAll(page, 1);
  const before = await allRecords(page);
  await page.goto(centre.url);
  await page.waitForWords("er skrevet av en nyere versjon av appen");
  await page.reload();
  await page.waitForWords("Oppdater appen");
  await page.goto(`${centre.url}/health`);
  const after = await allRecords(page);
  const changed = Object.keys({ ...before, ...after }).filter((name) => before[name] !== after[name]);
  tell({ fault: "older app on a newer database", injected: 1, written: 1, lost: changed.length });
  expect(Object.keys(before).filter((name) => name.includes(" outbox "))).toHaveLength(1);
  expect(changed).toEqual([]);
});

test("a tab lets go of the database for a newer app, with its text saved, and says why", async ({
  centre,
  newTablet,
  tell,
}) => {
  const tablet = await newTablet();
  const { tab } = tablet;
  await signIn(tablet, centre);
  await openPlan(tablet, centre, await firstPlan(tab));
  await noteField(tab).type("Skrevet før den nye kom");
  await waitUntilKept(tab);

  const newer = await tablet.browser.newTab();
  await newer.goto(`${centre.url}/health`);
  const before = drafts(await allRecords(newer));
  expect(Object.keys(before)).toHaveLength(1);
  // It fails here if the other tab does not let go.
  await upgradeAll(newer, 1);
  expect(drafts(await allRecords(newer))).toEqual(before);

  await noteField(tab).type(", og dette etterpå");
  await tab.waitForWords("En nyere versjon av appen er åpnet i en annen fane");
  expect(await noteField(tab).value()).toBe("Skrevet før den nye kom, og dette etterpå");
  const after = drafts(await allRecords(newer));
  tell({ fault: "upgrade wanted by another tab", injected: 1, written: 1, lost: Object.keys(after).length ? 0 : 1 });
  expect(after).toEqual(before);
});

/** The texts that were being written. */
function drafts(records: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(records).filter(([name]) => name.includes(" drafts ")));
}
