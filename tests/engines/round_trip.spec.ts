// A day in each engine: signed in, written without network, locked, opened again, and received by the centre.
import {
  firstPlan,
  lock,
  noteField,
  notes,
  openPlan,
  plainItems,
  shownStatus,
  signIn,
  tapStatus,
  turnTo,
  unlock,
  waitUntilKept,
  waitUntilSent,
  writeNote,
} from "./caseworker";
import { expect, test } from "./tablets";

test("what is written without network outlives a reload and a lock, and reaches the centre", async ({
  centre,
  newTablet,
}) => {
  const tablet = await newTablet();
  const { tab } = tablet;
  await signIn(tablet, centre);
  const plan = await firstPlan(tab);
  await openPlan(tablet, centre, plan);
  await writeNote(tab, "Skrevet med nett, æøå");
  await centre.stop();
  const [item] = await plainItems(tab);
  await tapStatus(tab, item!, "waiting");
  await writeNote(tab, "Skrevet uten nett");
  await noteField(tab).type("Halvskrevet");
  await waitUntilKept(tab);

  await tab.reload();
  await openPlan(tablet, centre, plan);
  expect((await notes(tab)).filter((note) => note.includes("Skrevet uten nett"))).toHaveLength(1);
  expect(await noteField(tab).value()).toBe("Halvskrevet");
  expect(await shownStatus(tab, item!)).toBe("waiting");

  await lock(tab);
  expect(await tab.words()).not.toContain("Skrevet uten nett");
  await unlock(tablet);
  await noteField(tab).seen();
  expect(await noteField(tab).value()).toBe("Halvskrevet");

  await centre.restart();
  await turnTo(tab, "Sending");
  await waitUntilSent(tab);
  const other = await newTablet();
  await signIn(other, centre);
  await openPlan(other, centre, plan);
  const there = (await notes(other.tab)).join();
  expect(there).toContain("Skrevet med nett, æøå");
  expect(there).toContain("Skrevet uten nett");
  expect(await shownStatus(other.tab, item!)).toBe("waiting");
});
