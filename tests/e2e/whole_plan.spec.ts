// Preparing one release, from the first question to the sheet for the gate, without network; then a second device
// shows all of it.
import {
  fields,
  inDays,
  itemRow,
  newPerson,
  offlineTablet,
  openItem,
  openPart,
  sheet,
  showAllItems,
  signIn,
  tapStatus,
  tick,
  TORSTEIN,
  visit,
  waitUntilSent,
} from "./app";
import { expect, test } from "./fixtures";

const GOAL = "Jeg vil ta fagbrev og bo for meg selv.";

test("a release prepared offline from the first question to the gate, and shown on a second device", async ({
  centre,
  newDevice,
}) => {
  const tablet = await offlineTablet(newDevice, centre, TORSTEIN);
  const { page } = tablet;

  await test.step("a new person", async () => {
    await newPerson(page, "Hele Planen", "Domfelt", inDays(40));
  });
  const plan = new URL(page.url()).pathname.split("/")[2]!;

  await test.step("questions propose, and set only what is confirmed", async () => {
    await openPart(page, "Behov");
    await page.getByRole("button", { name: "Spørsmål å starte med" }).click();
    const roof = page.locator(".ov-question", { hasText: "den første natten" });
    await tick(roof.getByLabel("Vet ikke / ingen steder"));
    await expect(roof.getByText("Gjelder: Har ikke bolig å komme til")).toBeVisible();
    await roof.getByRole("button", { name: "Legg inn i planen" }).click();
    await expect(roof.getByText("Svaret foreslår")).toHaveCount(0);
    await roof.getByLabel("Med egne ord").fill("Kanskje hos onkelen.");
    await roof.getByRole("button", { name: "Lagre ordene" }).click();
    await expect(roof.locator(".ov-text", { hasText: "Kanskje hos onkelen." })).toBeVisible();
    const wish = page.locator(".ov-question").last();
    await expect(wish.getByLabel("Med egne ord")).toBeVisible();
    const papers = page.locator(".ov-question", { hasText: "papirer, kort og innlogginger" });
    await tick(papers.getByLabel("Vil ikke svare"));
    await expect(papers.getByText("Svaret foreslår")).toHaveCount(0);
  });

  await test.step("needs: one tap each, none and skipped kept apart", async () => {
    const area = (name: string) => page.locator(".ov-area", { has: page.getByRole("button", { name, exact: true }) });
    await area("Bolig").getByRole("button", { name: "Bolig", exact: true }).click();
    await expect(area("Bolig").getByRole("heading", { name: "Et sted å bo" })).toBeVisible();
    const bed = page.locator(".ov-need", { hasText: "Mangler seng den første natten" });
    await expect(bed.getByRole("button", { name: "Behov", exact: true })).toHaveAttribute("aria-pressed", "true");
    await area("Arbeid").getByRole("button", { name: "Arbeid", exact: true }).click();
    await area("Arbeid").getByRole("button", { name: "Hopp over området" }).click();
    await area("Arbeid").getByRole("button", { name: "Hopp over", exact: true }).click();
    await expect(area("Arbeid").getByText("Skriv hvorfor")).toBeVisible();
    await area("Arbeid").getByLabel("Hvorfor hoppes området over?").fill("Har jobb");
    await area("Arbeid").getByRole("button", { name: "Hopp over", exact: true }).click();
    await expect(area("Arbeid").getByText("Hoppet over: Har jobb")).toBeVisible();
  });

  await test.step("the person: own words, a number that does not fit, a number in a text", async () => {
    await openPart(page, "Person");
    const goal = sheet(page, "goal");
    await goal.getByRole("button", { name: "Fyll inn" }).click();
    await goal.getByLabel("Målet med personens egne ord").fill(GOAL);
    await goal.getByRole("button", { name: "Lagre" }).click();
    await expect(goal.getByText(GOAL)).toBeVisible();
    const person = sheet(page, "person");
    await person.getByRole("button", { name: "Fyll inn" }).click();
    await person.getByLabel("Fødselsnummer eller D-nummer").fill("01019012345");
    await person.getByLabel("Om barna og kontakten").fill("Ring moren, 010190 12400 sier hun");
    await person.getByRole("button", { name: "Lagre" }).click();
    await expect(person.getByText("Kontrollsifrene stemmer ikke")).toBeVisible();
    await person.getByRole("button", { name: "Avbryt" }).click();
    await expect(person.getByText("Ikke fylt inn ennå.")).toBeVisible();
  });

  await test.step("the sentence: bad input at the field, estimates, the prison's date wins", async () => {
    await openPart(page, "Straff");
    const dates = page.getByTestId("dates");
    await expect(dates.getByText("datoen for innsettelse mangler")).toBeVisible();
    const sentence = sheet(page, "sentence");
    await sentence.getByRole("button", { name: "Endre" }).click();
    await sentence.getByLabel("Dato for innsettelse").fill(inDays(50));
    await sentence.getByLabel("Straff, måneder").fill("tolv");
    await sentence.getByRole("button", { name: "Lagre" }).click();
    await expect(sentence.getByText("Skriv et helt tall.")).toBeVisible();
    await sentence.getByLabel("Straff, måneder").fill("12");
    await sentence.getByRole("button", { name: "Lagre" }).click();
    await expect(sentence.getByText("Datoen ligger fram i tid")).toBeVisible();
    await sentence.getByLabel("Dato for innsettelse").fill(inDays(-200));
    await sentence.getByRole("button", { name: "Lagre" }).click();
    const third = dates.locator("li", { hasText: "To tredeler sonet" });
    await expect(third.getByText("anslag – spør fengselet")).toBeVisible();
    const prison = sheet(page, "prison-dates");
    await prison.getByRole("button", { name: "Fyll inn" }).click();
    await prison.getByLabel(/^To tredeler/).fill(inDays(40));
    await prison.getByRole("button", { name: "Lagre" }).click();
    await expect(third.getByText("ført inn")).toBeVisible();
  });

  await test.step("an appointment, and a leave that overlaps another", async () => {
    const leave = sheet(page, "leave");
    const add = async (from: string, to: string) => {
      await leave.getByRole("button", { name: /^Legg til/ }).click();
      await leave.getByLabel("Type", { exact: true }).selectOption({ index: 1 });
      await leave.getByLabel("Fra dag").fill(from);
      await leave.getByLabel("Til dag").fill(to);
      await leave.getByRole("button", { name: "Lagre" }).click();
    };
    await add(inDays(10), inDays(12));
    await expect(leave.locator(".ov-row")).toHaveCount(1);
    await add(inDays(11), inDays(13));
    await expect(leave.getByText("Overlapper en annen permisjon")).toBeVisible();
    await leave.getByRole("button", { name: "Avbryt" }).click();
    await openPart(page, "Avtaler");
    const appointment = sheet(page, "appointment");
    await appointment.getByRole("button", { name: /^Legg til/ }).click();
    await appointment.getByLabel("Hva slags avtale").selectOption({ index: 1 });
    await appointment.getByLabel("Dag", { exact: true }).fill(inDays(41));
    await appointment.getByLabel("Fra klokka").fill("0930");
    await appointment.getByRole("button", { name: "Lagre" }).click();
    await expect(appointment.locator(".ov-row")).toContainText("09:30");
  });

  let owned = "";
  await test.step("items with owners, and the first day green as far as it is shared", async () => {
    await openPart(page, "Sjekkliste");
    await page.getByRole("button", { name: "Hva gjelder for personen?" }).click();
    await expect(page.getByLabel("Faste legemidler")).toHaveCount(0);
    await showAllItems(page);
    const critical = page.locator("[data-item]", { hasText: "Første dag" });
    await expect(critical.first()).toBeVisible();
    const ids = await critical.evaluateAll((rows) => rows.map((row) => (row as HTMLElement).dataset.item ?? ""));
    owned = ids[0]!;
    await openItem(page, owned);
    await itemRow(page, owned).getByLabel(fields.owner).fill("Kari Prøvesen");
    await itemRow(page, owned).getByRole("button", { name: "Lagre ansvarlig" }).click();
    await expect(itemRow(page, owned)).toContainText("Kari Prøvesen");
    for (const id of ids) await tapStatus(page, id, "done");
    await expect(page.locator("[data-light]")).toHaveCount(7);
    await expect(page.locator('[data-light="green"]')).toHaveCount(6);
    await expect(page.locator('[data-light="closed"]')).toContainText("Medisin");
  });

  await test.step("the release moves by three weeks, and the list says what moved", async () => {
    await page.getByRole("button", { name: "Endre dato" }).click();
    await page.getByLabel("Ny dato").fill(inDays(61));
    await page.getByRole("button", { name: "Lagre dato" }).click();
    const moved = page.getByTestId("moved");
    await expect(moved.locator("li").first()).toBeVisible();
    expect(await moved.locator("li").count()).toBeGreaterThan(5);
    await page.getByRole("button", { name: "Lukk" }).last().click();
  });

  await test.step("a remand sheet for another person, at once", async () => {
    await newPerson(page, "Brått Ute", "Varetekt");
    await openPart(page, "Løslatelsesark");
    const gate = page.getByTestId("release-sheet");
    await expect(gate.getByText("Varetekt: løslatelse kan komme når som helst")).toBeVisible();
    await expect(gate.locator('[data-colour="mangler"]').first()).toBeVisible();
    await openPart(page, "Straff");
    await expect(page.getByTestId("dates")).toContainText("Varetekt har ingen beregnede datoer");
    await expect(sheet(page, "prison-dates")).toHaveCount(0);
  });

  await test.step("all of it is still there after a reload without network", async () => {
    await page.reload();
    await visit(page, `${centre.url}/plans/${plan}/person`);
    await expect(sheet(page, "goal").getByText(GOAL)).toBeVisible();
  });

  await test.step("a second device shows it", async () => {
    await tablet.goOnline();
    await visit(page, `${centre.url}/sync`);
    await waitUntilSent(page, centre, 60_000);
    const second = await newDevice();
    await signIn(second, centre, { ...TORSTEIN, plans: TORSTEIN.plans + 2 });
    await second.goOffline();
    const there = second.page;
    await there.goto(`${centre.url}/plans/${plan}/person`);
    await expect(sheet(there, "goal").getByText(GOAL)).toBeVisible();
    await openPart(there, "Behov");
    await there.getByRole("button", { name: "Bolig", exact: true }).click();
    const bed = there.locator(".ov-need", { hasText: "Mangler seng den første natten" });
    await expect(bed.getByRole("button", { name: "Behov", exact: true })).toHaveAttribute("aria-pressed", "true");
    await openPart(there, "Straff");
    await expect(there.getByTestId("dates").locator("li", { hasText: "To tredeler sonet" })).toContainText("ført inn");
    await expect(sheet(there, "leave").locator(".ov-row")).toHaveCount(1);
    await openPart(there, "Sjekkliste");
    await expect(there.locator('[data-light="green"]')).toHaveCount(6);
    await showAllItems(there);
    await expect(itemRow(there, owned)).toContainText("Kari Prøvesen");
  });
});
