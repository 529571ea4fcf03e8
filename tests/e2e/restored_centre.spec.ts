// The centre loses its database and goes on with a backup: what it had confirmed since then comes back from the tablets.
import { confirmed, planIds, signIn, TORSTEIN, VILDE, visit, waitUntilSent, writeNote } from "./app";
import { expect, test } from "./fixtures";

test("what a restored centre has lost comes back from the tablet that had its receipts", async ({ centre, newDevice }) => {
  const tablet = await newDevice();
  const { page } = tablet;
  await signIn(tablet, centre, VILDE);
  const second = await newDevice();
  await signIn(second, centre, TORSTEIN);
  // One that both of them have.
  const theirs = await planIds(second.page, centre);
  const plan = (await planIds(page, centre)).find((id) => theirs.includes(id));
  const write = async (words: string) => {
    await visit(page, `${centre.url}/plans/${plan}`);
    await writeNote(page, words);
    await waitUntilSent(page, centre);
  };
  await write("Står i kopien");
  const backup = centre.backup();
  await write("Kom etter kopien");

  await centre.restore(backup);
  await visit(page, `${centre.url}/sync`);
  await page.getByRole("button", { name: "Send og hent nå" }).click();
  await page.getByRole("button", { name: "Logg inn på nytt" }).click();
  // Both wait again for a moment, the one that the backup has too.
  await expect.poll(() => confirmed(page)).toBe(4);
  await waitUntilSent(page, centre);

  // The centre has both again, and gives them to whoever comes anew.
  const third = await newDevice();
  await signIn(third, centre, TORSTEIN);
  await visit(third.page, `${centre.url}/plans/${plan}`);
  for (const words of ["Står i kopien", "Kom etter kopien"]) {
    await expect(third.page.getByText(words).first()).toBeVisible();
    await visit(page, `${centre.url}/plans/${plan}`);
    await expect(page.getByText(words)).toHaveCount(1);
  }
  expect(await centre.verifyLedger()).toContain("OK: ");
});
