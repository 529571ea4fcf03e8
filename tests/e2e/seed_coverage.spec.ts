// Each of the 50 statements of the seed text, looked for on the screen where it lives: docs/seed-coverage.md.
// All of them share one signed-in device and one person for whom every condition holds.
import { type Locator, type Page } from "@playwright/test";
import { giveConsent, inDays, itemRow, signIn, syncNow, tick, TORSTEIN, visit, waitUntilSent } from "./app";
import { Centre, Device, expect, test } from "./fixtures";

// The places of the five prisons of the seed text in prisons.json.
const EIDSBERG = 0;
const ILA = 1;
const ULLERSMO = 2;
const HALDEN = 3;
const HAMAR = 4;
const OSLO = 8;

/** Who treats the person. */
const RAGNA = { name: "Ragna Fiksjonsen", plans: 40 };

// Items that several statements name.
const SENTENCE_ACTIVITY = { "sentence-activity": "Velg arbeid, opplæring, program og rusmestringstilbud" };
const WORK_CV = { "work-cv": "Oppdater CV, attester og kontakt med arbeidsgivere" };
const FAMILY_CONTACT = { "family-contact": "Lag plan for besøk, telefon og videosamtale fram til løslatelse" };

let centre: Centre;
let tablet: Device;
let nurse: Device;
/** The device that is looked at. */
let page: Page;
let plan: string;

test.beforeAll(async () => {
  centre = await Centre.start();
  tablet = await Device.start();
  page = tablet.page;
  nurse = await Device.start();
  await signIn(tablet, centre, TORSTEIN);
  plan = await newPerson("Frøydis Grunntekst");
  await waitUntilSent(page, centre);
  // What the health service alone sees is on its own device.
  await signIn(nurse, centre, RAGNA);
  page = nurse.page;
  await tickAll(`/plans/${plan}`);
  await syncNow(page, centre);
  page = tablet.page;
});

test.beforeEach(() => {
  page = tablet.page;
});

test.afterAll(async () => {
  await tablet?.remove();
  await nurse?.remove();
  await centre?.remove();
});

/** Says of all conditions that this user may answer that they hold. */
async function tickAll(path: string): Promise<void> {
  await open(path);
  await expand(page.getByRole("button", { name: "Hva gjelder for personen?" }));
  await expect(page.locator(".ov-condition input:not([disabled])").first()).toBeAttached();
  for (const condition of await page.locator(".ov-condition").all()) {
    const box = condition.locator("input");
    if (await box.isEnabled()) await tick(box);
  }
}

/** A convicted person for whom everything holds, so that the plan has every item for convicted people. */
async function newPerson(name: string): Promise<string> {
  await visit(page, `${centre.url}/new`);
  await page.getByLabel("Navn", { exact: true }).fill(name);
  await page.getByLabel("Domfelt", { exact: true }).check({ force: true });
  await page.getByLabel(/^Løslatelsesdato/).fill(inDays(200));
  await giveConsent(page);
  const boxes = page.getByRole("group", { name: "Hva gjelder for personen?" }).getByRole("checkbox");
  await expect(boxes.first()).toBeAttached();
  for (const box of await boxes.all()) await box.check({ force: true });
  await page.getByRole("button", { name: "Opprett plan" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(name);
  return new URL(page.url()).pathname.split("/")[2]!;
}

/** The same day in words: `24. november 2026`. */
function inWords(day: string): string {
  return new Date(`${day}T12:00`).toLocaleDateString("nb-NO", { day: "numeric", month: "long", year: "numeric" });
}

/** Opens an address, unless it is on the screen already. */
async function open(path: string): Promise<void> {
  if (new URL(page.url()).pathname !== path) await visit(page, `${centre.url}${path}`);
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
}

/** A part of the plan; none is the checklist. An area of the health service is looked at on its device. */
async function openPart(part = "", area = ""): Promise<void> {
  page = ["Helse", "Rus"].includes(area) ? nurse.page : tablet.page;
  await open(part === "" ? `/plans/${plan}` : `/plans/${plan}/${part}`);
}

/** Expands what is behind a button. */
async function expand(button: Locator): Promise<void> {
  if ((await button.getAttribute("aria-expanded")) !== "true") await button.click();
  await expect(button).toHaveAttribute("aria-expanded", "true");
}

/** The names of the areas, closed ones too, less the other cards of the checklist. */
function areaNames(): Locator {
  const open = ".ov-area:has(.ov-area__count) .aksel-expansioncard__header .aksel-heading";
  return page.locator(`main :is(${open}, .ov-area--closed > .aksel-heading)`);
}

async function openArea(name: string): Promise<Locator> {
  await openPart("", name);
  const button = page.getByRole("button", { name, exact: true });
  await expand(button);
  return page.locator(".ov-area", { has: button });
}

/** A visible card of background that says `words` and how far a source confirms it. */
async function expectCard(cards: Locator, id: string, words: string, status: string): Promise<void> {
  const card = cards.locator(`[data-card="${id}"]`);
  await expect(card).toBeVisible();
  await expect(card).toContainText(words);
  await expect(card).toContainText(status);
}

const CONFIRMED = "bekreftet av en kilde";
const PARTLY = "delvis bekreftet, eller eldre";
const SEED_ONLY = "bare fra grunnteksten";

async function aboutCard(id: string, words: string, status: string): Promise<void> {
  await open("/about");
  await expectCard(page.locator("main"), id, words, status);
}

async function insideCard(id: string, words: string, status: string): Promise<void> {
  await openPart("inside");
  const background = page.getByRole("button", { name: "Bakgrunn", exact: true });
  await expand(background);
  await expectCard(page.locator(".ov-area", { has: background }), id, words, status);
}

async function areaCard(area: string, id: string, words: string, status: string): Promise<void> {
  const section = await openArea(area);
  await expand(section.getByRole("button", { name: "Bakgrunn", exact: true }));
  await expectCard(section, id, words, status);
}

/** Items by their id, each visible in the area with its title. */
async function items(area: string, titles: Record<string, string>): Promise<void> {
  const section = await openArea(area);
  const settled = section.getByLabel(/^Vis /);
  if ((await settled.count()) > 0) await settled.first().check({ force: true });
  for (const [id, title] of Object.entries(titles)) {
    const item = section.locator(`[data-item="${id}"]`);
    await expect(item).toBeVisible();
    await expect(item).toContainText(title);
  }
}

/** What an administration is in charge of. */
async function agency(name: string, duty: string): Promise<void> {
  await open("/about");
  const row = page.locator("li", { has: page.getByText(name, { exact: true }) });
  await expect(row).toBeVisible();
  await expect(row).toContainText(duty);
}

/** Facilities of a prison, each with who says so. */
async function facilities(place: number, found: Record<string, string>): Promise<void> {
  await open(`/prisons/${place}`);
  for (const [name, source] of Object.entries(found)) {
    const row = page.locator("main li").filter({ hasText: new RegExp(`^\\s*${escape(name)}\\s*nevnt`) });
    await expect(row).toBeVisible();
    await expect(row).toContainText(source);
  }
}

const SAID = "nevnt i grunnteksten";
const FOUND = "nevnt i en kilde";
const BOTH = "nevnt i grunnteksten og i en kilde";

function escape(words: string): string {
  return words.replace(/[()]/g, "\\$&");
}

/** One sheet of the part that is open. */
function sheet(id: string): Locator {
  return page.locator(`[data-sheet="${id}"]`);
}

type Answers = Record<string, string | string[]>;

/** Fills in the form of a sheet by its labels and saves it. A list ticks boxes. */
async function fill(form: Locator, answers: Answers): Promise<void> {
  for (const [label, answer] of Object.entries(answers)) {
    if (Array.isArray(answer)) {
      for (const box of answer) await form.getByLabel(box, { exact: true }).check({ force: true });
      continue;
    }
    const field = form.getByLabel(label, { exact: true });
    const isChoice = await field.evaluate((control) => control.tagName === "SELECT");
    if (isChoice) await field.selectOption({ label: answer });
    else await field.fill(answer);
  }
  await form.getByRole("button", { name: "Lagre", exact: true }).click();
  await expect(form.getByRole("button", { name: "Lagre", exact: true })).toHaveCount(0);
}

/** A new row, found by `words` of its heading. */
async function addRow(part: string, id: string, words: string, answers: Answers): Promise<Locator> {
  await openPart(part);
  const rows = sheet(id);
  await rows.getByRole("button", { name: /^Legg til/ }).click();
  await fill(rows, answers);
  const row = rows.locator(".ov-row", { hasText: words });
  await expect(row).toBeVisible();
  return row;
}

/** Fills in a sheet of the plan itself. */
async function fillIn(part: string, id: string, answers: Answers): Promise<Locator> {
  await openPart(part);
  await sheet(id).getByRole("button", { name: /^(Fyll inn|Endre)$/ }).click();
  await fill(sheet(id), answers);
  return sheet(id);
}

/** A label with its value, as a sheet shows them. */
async function expectFact(within: Locator, label: string, value: string): Promise<void> {
  const fact = within.locator("dl > *", { has: page.getByText(label, { exact: true }) });
  await expect(fact).toBeVisible();
  await expect(fact).toContainText(value);
}

/** The weekday of the week inside. */
function weekday(name: string): Locator {
  return page.getByTestId("week").locator(".ov-week__day", { has: page.getByText(name, { exact: true }) });
}

test("S01 theme and areas @seed", async () => {
  await aboutCard("theme", "tretten områder etter temaene der", CONFIRMED);
  await openPart();
  await expect(areaNames()).toHaveText([
    "Samarbeid og samtykke",
    "Bolig",
    "Økonomi og ytelser",
    "Arbeid",
    "Utdanning",
    "Helse",
    "Rus",
    "Gjeld",
    "ID, bank og digital tilgang",
    "Familie og nettverk",
    "Fritid, tro og bibliotek",
    "Straffegjennomføring og vilkår",
    "Løslatelsesdagen",
  ]);
});

test("S02 activity pay @seed", async () => {
  await insideCard("activity-pay", "48 kroner dagen i 2003 og 79 kroner i 2023", PARTLY);
  const pay = "Dagpenger per dag, som fengselet oppgir (kr)";
  const row = await addRow("inside", "work", "Vaskeri", { Arbeidssted: "Vaskeri", [pay]: "79" });
  await expectFact(row, pay, "79");
  await items("Løslatelsesdagen", { "release-money": "Avtal penger på løslatelsesdagen" });
  await items("Straffegjennomføring og vilkår", SENTENCE_ACTIVITY);
});

test("S03 refusing work @seed", async () => {
  const area = "Straffegjennomføring og vilkår";
  await areaCard(area, "activity-refusal", "får ikke dagpenger for aktivitet", PARTLY);
  await areaCard(area, "activity-refusal", "Planen lagrer ingen reaksjoner", PARTLY);
  // Beside the choice itself.
  await openPart("inside");
  await sheet("work").getByRole("button", { name: /^Legg til/ }).click();
  const choice = sheet("work").getByLabel("Status", { exact: true });
  await expect(choice).toHaveAccessibleDescription(/får ikke dagpenger.*Planen lagrer ingen reaksjoner/);
  await sheet("work").getByRole("button", { name: "Avbryt" }).click();
  await items("Straffegjennomføring og vilkår", SENTENCE_ACTIVITY);
});

test("S04 no place offered @seed", async () => {
  await insideCard("activity-places", "for få plasser på heltid", PARTLY);
  const since = inDays(-20);
  const row = await addRow("inside", "work", "Ingen plass tilbudt", {
    Status: "Ingen plass tilbudt",
    "Uten plass fra": since,
  });
  await expectFact(row, "Status", "Ingen plass tilbudt");
  await expectFact(row, "Uten plass fra", inWords(since));
  await items("Straffegjennomføring og vilkår", SENTENCE_ACTIVITY);
});

test("S05 hours and kinds of work @seed", async () => {
  await insideCard("work-hours", "fra 08 til 15", PARTLY);
  await openPart("inside");
  await sheet("work").getByRole("button", { name: /^Legg til/ }).click();
  const kinds = await sheet("work").getByLabel("Type arbeid", { exact: true }).locator("option").allInnerTexts();
  for (const kind of ["Tre", "Metall", "Kjøkken", "Bygg og uteområder"]) expect(kinds).toContain(kind);
  await sheet("work").getByRole("button", { name: "Avbryt" }).click();
  await addRow("inside", "work", "Metallverksted", {
    Arbeidssted: "Metallverksted",
    "Type arbeid": "Metall",
    Ukedager: ["Tirsdag"],
    "Fra klokka": "0800",
    "Til klokka": "1500",
  });
  const slot = weekday("tirsdag").locator("li", { hasText: "Metallverksted" });
  await expect(slot).toContainText("08:00–15:00");
  await items("Arbeid", WORK_CV);
});

test("S06 part in work @seed", async () => {
  await insideCard("take-part", "75 prosent deltar i arbeid", SEED_ONLY);
});

test("S07 work managers @seed", async () => {
  await insideCard("work-managers", "Verksbetjentene er ansatt i kriminalomsorgen", CONFIRMED);
  const row = await addRow("inside", "work", "Kjøkkenet", {
    Arbeidssted: "Kjøkkenet",
    "Attest fra arbeidsleder": "Verksbetjent Ås",
  });
  await expectFact(row, "Attest fra arbeidsleder", "Verksbetjent Ås");
  await items("Arbeid", WORK_CV);
  await agency("Arbeidsdriften / verksbetjenter i fengselet", "Arbeid i produksjonshall, småindustri, kjøkken");
});

test("S08 production halls and shops @seed", async () => {
  await insideCard("production-and-shops", "varer til fengselsbutikker og møbler til fengsler", SEED_ONLY);
  await facilities(EIDSBERG, { "Produksjonshall (tre og metall)": SAID });
});

test("S09 trade certificates @seed", async () => {
  await insideCard("trade-certificate", "en skole som gir fagbrev", CONFIRMED);
  const row = await addRow("inside", "work", "Sveiseverksted", {
    Arbeidssted: "Sveiseverksted",
    "Timer som er dokumentert": "320",
  });
  await expectFact(row, "Timer som er dokumentert", "320");
  await items("Utdanning", { "education-trade-certificate": "Planlegg fagbrev: timer, læreplass og fagprøve" });
});

test("S10 greenhouse at Ila @seed", async () => {
  await insideCard("greenhouse-ila", "et drivhus på Ila med planter til salgs", PARTLY);
  await facilities(ILA, { Drivhus: BOTH });
  await expect(page.locator("main")).toContainText("et gammelt drivhus er revet");
});

test("S11 what gives meaning @seed", async () => {
  await areaCard("Arbeid", "quote-work", "Jobben min er veldig bra", SEED_ONLY);
  const goal = await fillIn("person", "goal", { "Hva gir mening": "Jobben, og flere som får en." });
  await expectFact(goal, "Hva gir mening", "Jobben, og flere som får en.");
});

test("S12 small workshops @seed", async () => {
  await insideCard("small-workshops", "søm, veving, lær og sykkelreparasjon", PARTLY);
  await facilities(ULLERSMO, { "Småindustri og verksteder": FOUND });
  await items("Arbeid", WORK_CV);
});

test("S13 rehabilitation as an aim @seed", async () => {
  await aboutCard("rehabilitation-aim", "Rehabilitering er et hovedmål sammen med straffen", CONFIRMED);
  await items("Straffegjennomføring og vilkår", SENTENCE_ACTIVITY);
  await items("Rus", { "substance-referral": "Avklar ønske om rusbehandling og henvisning" });
});

test("S14 talks, music and theatre @seed", async () => {
  await insideCard("other-activities", "samtalegrupper, dikt, musikk, teater og radio", PARTLY);
  await addRow("inside", "activity", "Teater", {
    Aktivitet: "Teater",
    "Hva det er": "Julestykket",
    Ukedager: ["Onsdag"],
    "Fra klokka": "1700",
    "Til klokka": "1830",
  });
  await expect(weekday("onsdag").locator("li", { hasText: "Teater" })).toContainText("17:00–18:30");
  await items("Fritid, tro og bibliotek", { "leisure-activity": "Velg én aktivitet etter løslatelse" });
});

test("S15 measures against drug use @seed", async () => {
  await insideCard("drug-measures-history", "rusmestringsenheter siden 2007", PARTLY);
  const row = await addRow("inside", "programme", "Stifinner", {
    "Navn på programmet": "Stifinner",
    Type: "Rusmestringsenhet",
  });
  await expectFact(row, "Type", "Rusmestringsenhet");
  await items("Rus", {
    "substance-referral": "Avklar ønske om rusbehandling og henvisning",
    "substance-lar": "Avtal LAR: forskriver, utleveringssted og første dose",
    "substance-section-12": "Vurder soning i institusjon (§ 12)",
  });
  await items("Straffegjennomføring og vilkår", SENTENCE_ACTIVITY);
});

test("S16 less crime, no risk score @seed", async () => {
  await aboutCard("less-crime", "Overgang regner ikke ut noen risiko for nye lovbrudd", SEED_ONLY);
});

test("S17 the same rights @seed", async () => {
  await openPart();
  await expect(areaNames()).toHaveCount(13);
  for (const area of await areaNames().allInnerTexts()) {
    await areaCard(area, "rights-line", "samme rett til offentlige tjenester", CONFIRMED);
  }
  await items("Straffegjennomføring og vilkår", { "sentence-decisions-deadlines": "Følg klagefrister på vedtak" });
  await items("Samarbeid og samtykke", { "coordination-consent": "Registrer samtykke til samarbeid og deling" });
});

test("S18 import model: the prison @seed", async () => {
  await aboutCard("import-model", "Fengselet har ansvar for kontroll og sikkerhet", CONFIRMED);
  await agency("Kriminalomsorgen – fengselet (lokalt nivå)", "Sikkerhet, kontroll, gjennomføring av straffen");
  await agency("Kontaktbetjent", "Følger opp den enkelte innsatte");
  await agency("Arbeidsdriften / verksbetjenter i fengselet", "dagpenger for aktivitet");
  await agency("Kriminalomsorgen – fengselet (lokalt nivå)", "stat: kriminalomsorgen");
});

test("S19 import model: the other services @seed", async () => {
  await aboutCard("import-model", "helse, velferd, opplæring og bibliotek i fengselet", CONFIRMED);
  await agency("Fylkeskommunen – opplæring i og etter fengsel", "videregående opplæring for innsatte");
  await items("Utdanning", { "education-place": "Fylkeskommunen – opplæring i og etter fengsel" });
  await items("Helse", { "health-gp": "Fastlege og kommunens helse- og omsorgstjenester" });
});

test("S20 the model since the 1970s @seed", async () => {
  await aboutCard("model-history", "Den krever et godt utbygd velferdssystem", SEED_ONLY);
});

test("S21 the same right to education @seed", async () => {
  await insideCard("education-rights", "samme rett til utdanning som andre", PARTLY);
  const row = await addRow("inside", "education", "Norsk Vg3", {
    "Fag eller kurs": "Norsk Vg3",
    "Hva som hindrer": "Venter på rom",
  });
  await expectFact(row, "Hva som hindrer", "Venter på rom");
  await items("Utdanning", {
    "education-prior-learning": "Kartlegg skolebakgrunn og be om realkompetansevurdering",
    "education-finish": "Fullfør påbegynt opplæring og ta med dokumentasjon",
    "education-place": "Søk skoleplass og studiestøtte fra løslatelsesdato",
  });
});

test("S22 computers in the classroom @seed", async () => {
  await insideCard("classroom-computers", "datamaskiner og begrenset internett", CONFIRMED);
  await items("Utdanning", { "education-digital-study": "Sikre digital tilgang til studier" });
  await facilities(EIDSBERG, { Klasserom: SAID });
});

test("S23 part in education @seed", async () => {
  await insideCard("take-part", "50 prosent i utdanning", SEED_ONLY);
});

test("S24 Ærlig mat in Halden @seed", async () => {
  await insideCard("aerlig-mat", "opplæringsrestauranten «Ærlig mat» i Halden", SEED_ONLY);
  await facilities(HALDEN, { Opplæringsrestaurant: SAID });
  await items("Utdanning", { "education-trade-certificate": "Planlegg fagbrev: timer, læreplass og fagprøve" });
});

test("S25 quote on school @seed", async () => {
  await areaCard("Utdanning", "quote-education", "Jeg kan ta hvilken som helst grad", SEED_ONLY);
  await items("Utdanning", {
    "education-place": "Søk skoleplass og studiestøtte fra løslatelsesdato",
    "education-finish": "Fullfør påbegynt opplæring og ta med dokumentasjon",
  });
});

test("S26 health care inside @seed", async () => {
  await insideCard("health-inside", "fengselshelsetjenesten med sykepleiere og leger", CONFIRMED);
  await facilities(ULLERSMO, { Helserom: FOUND });
  await agency("Fengselshelsetjenesten (kommunal)", "epikrise og legemidler ved løslatelse");
  await agency("Spesialisthelsetjenesten (DPS, TSB/ruspoliklinikk, LAR)", "Psykisk helsevern");
  await items("Helse", {
    "health-gp": "Sjekk fastlege og bytt ved flytting",
    "health-discharge-summary": "Be om epikrise og legemiddelliste til fastlegen",
    "health-medication": "Sikre legemidler og resept for de første dagene",
    "health-dental": "Bruk retten til tannbehandling før løslatelse",
    "health-appointments": "Ha avtalt time i hånden hos behandler",
  });
  await items("Rus", {
    "substance-overdose": "Gi informasjon om overdosefare og nalokson",
    "substance-follow-up": "Avtal kommunal rusoppfølging og plan ved tilbakefall",
  });
});

test("S27 social welfare services @seed", async () => {
  await aboutCard("welfare-services", "Både fengselet og NAV har ansatte", CONFIRMED);
  await agency("Sosialkonsulent / tilbakeføringskoordinator i fengselet", "Sosialfaglig arbeid i fengselet");
  await agency("Kommunens sosiale tjenester i NAV", "midlertidig botilbud");
  await items("Bolig", { "housing-first-night": "Sikre en seng den første natten" });
  await items("Økonomi og ytelser", { "benefits-social-assistance": "Søk økonomisk stønad til første periode" });
  await items("Samarbeid og samtykke", {
    "coordination-municipality": "Avklar hvilken kommune og hvilket NAV-kontor som har ansvaret",
  });
});

test("S28 NAV inside the prison @seed", async () => {
  await insideCard("nav-inside", "En eller to ganger i uken er fra grunnteksten", PARTLY);
  const hours: [number, string[]][] = [
    [EIDSBERG, ["tirsdag 09:00–14:30"]],
    [ILA, ["mandag 10:00–14:00", "torsdag 10:00–14:00"]],
    [ULLERSMO, ["tirsdag 09:00–14:30", "fredag 09:00–12:00"]],
    [HALDEN, ["onsdag 09:00–15:00"]],
    [HAMAR, ["onsdag 12:00–15:00"]],
  ];
  for (const [place, days] of hours) {
    await open(`/prisons/${place}`);
    for (const day of days) {
      const [weekday, clock] = day.split(" ");
      const times = page.getByTestId("office-times").locator("li", { hasText: clock });
      await expect(times.filter({ hasText: weekday }).first()).toContainText("NAV-veileder i fengsel");
    }
    await expect(page.locator('[data-sheet="office-hours"]')).toContainText("Oppdiktet, for øvingsfengselet");
  }
  await openPart();
  const next = page.getByTestId("nav-in-prison");
  await expect(next).toContainText(/Neste NAV-dag i fengselet\s*(man|tirs|ons|tors|fre)dag \d+\. \w+ \d\d:\d\d–\d\d:\d\d/);
});

test("S29 no help to get ready @seed", async () => {
  await aboutCard("product-test", "viser hver plan det som ikke er klart til dag én", SEED_ONLY);
  await areaCard("Samarbeid og samtykke", "quote-help", "Jeg får ingen hjelp her inne", SEED_ONLY);
  await openPart("release-sheet");
  const gate = page.getByTestId("release-sheet");
  await expect(gate.locator("[data-colour]")).toHaveCount(7);
  await expect(gate.locator('[data-colour="ordnet"]')).toHaveCount(0);
  const roof = gate.locator("[data-colour]", { hasText: "Tak over hodet – gjenstår" });
  const bed = roof.locator('[data-item="housing-first-night"]');
  await expect(bed.locator('[aria-pressed="true"]')).toHaveText("Ikke vurdert");
  // Nothing is closed silently: "not needed" without a reason leaves the light as it is.
  await bed.getByRole("button", { name: "Mer" }).click();
  await bed.getByRole("button", { name: "Ikke behov" }).click();
  await expect(roof).toContainText("gjenstår");
  await expect(bed).toContainText("Skriv hvorfor");
  await bed.getByRole("button", { name: "Ikke vurdert" }).click();
  await openPart("person");
  await sheet("life").getByRole("button", { name: /^(Fyll inn|Endre)$/ }).click();
  await sheet("life").getByLabel("Planen er", { exact: true }).selectOption({ label: "Avsluttet" });
  await sheet("life").getByRole("button", { name: "Lagre", exact: true }).click();
  await expect(sheet("life").getByLabel("Hvorfor den er avsluttet")).toHaveAccessibleDescription(/Feltet er tomt/);
  await sheet("life").getByRole("button", { name: "Avbryt" }).click();
  await items("Løslatelsesdagen", { "release-72-hours": "Skriv plan for de første 72 timene" });
  await expect(itemRow(page, "release-72-hours")).toContainText("Første dag");
  await items("Samarbeid og samtykke", { "coordination-handover": "Overfør planen når personen flyttes" });
});

test("S30 library @seed", async () => {
  await insideCard("library-inside", "drives av folkebiblioteket, og staten betaler", PARTLY);
  await agency("Fengselsbiblioteket (folkebibliotek/fylkesbibliotek)", "Bibliotek i fengselet med bibliotekar");
  await facilities(HALDEN, { Bibliotek: SAID });
  await items("Fritid, tro og bibliotek", { "leisure-library": "Lever bøker og få lånekort hjemme" });
});

test("S31 quote on the librarian @seed", async () => {
  await areaCard("Fritid, tro og bibliotek", "quote-library", "Bibliotekaren skaffer meg alt jeg vil ha", SEED_ONLY);
});

test("S32 faith @seed", async () => {
  await insideCard("faith-inside", "bispedømmerådet ansetter prestene, og imamer kommer på besøk", PARTLY);
  await agency("Den norske kirke – fengselsprest (bispedømmerådet)", "gudstjenester");
  await agency("Andre tros- og livssynssamfunn (imam m.fl.)", "Besøk, samtaler");
  await facilities(HALDEN, { "Rom for tro og livssyn": BOTH });
  await items("Fritid, tro og bibliotek", { "leisure-faith": "Avtal kontakt med tros- eller livssynssamfunn" });
  // Only on request: without the answer the item is gone.
  await expand(page.getByRole("button", { name: "Hva gjelder for personen?" }));
  const wish = page.getByLabel("Ønsker kontakt med trossamfunn");
  await expect(wish).toBeChecked();
  await wish.press("Space");
  await expect(itemRow(page, "leisure-faith")).toHaveCount(0);
  await wish.press("Space");
  await expect(itemRow(page, "leisure-faith")).toBeVisible();
});

test("S33 gyms, training rooms and yoga @seed", async () => {
  await insideCard("training-time", "gymsaler, treningsrom, yoga og isolasjonsavdelinger", SEED_ONLY);
  await facilities(HALDEN, { Treningsrom: BOTH });
  await addRow("inside", "activity", "Yoga", {
    Aktivitet: "Yoga",
    Ukedager: ["Lørdag"],
    "Fra klokka": "1000",
    "Til klokka": "1100",
  });
  await expect(weekday("lørdag").locator("li", { hasText: "Yoga" })).toContainText("10:00–11:00");
});

test("S34 gym or library @seed", async () => {
  await insideCard("training-time", "1–1,5 timer, to til tre dager i uken", SEED_ONLY);
  for (const kind of ["Trening", "Bibliotek"]) {
    await addRow("inside", "activity", kind, {
      Aktivitet: kind,
      Ukedager: ["Søndag"],
      "Fra klokka": "1200",
      "Til klokka": "1330",
    });
  }
  for (const kind of ["Trening", "Bibliotek"]) {
    await expect(weekday("søndag").locator("li", { hasText: kind })).toContainText("samtidig");
  }
  await expect(page.getByTestId("week")).toContainText("Noe foregår samtidig");
});

test("S35 on open prison and yoga @seed", async () => {
  const area = "Fritid, tro og bibliotek";
  await areaCard(area, "voices-open-prison-yoga", "forteller innsatte om åpent fengsel og om yoga", SEED_ONLY);
});

test("S36 contact with the outside @seed", async () => {
  await insideCard("contact-outside", "brev, telefon, besøk og datamaskin", CONFIRMED);
  const contact = await fillIn("inside", "contact-plan", { "Ønsker videosamtaler": "Ja" });
  await expectFact(contact, "Ønsker videosamtaler", "Ja");
  await facilities(HAMAR, { Besøksrom: SAID });
  await items("Familie og nettverk", FAMILY_CONTACT);
});

test("S37 leave, escorted leave and day-release @seed", async () => {
  for (const [kind, purpose, day] of [
    ["Ordinær permisjon", "Se på bolig", inDays(20)],
    ["Fremstilling (med følge)", "Banken", inDays(30)],
    ["Frigang", "Lærebedriften", inDays(40)],
  ] as const) {
    const row = await addRow("sentence", "leave", purpose, { Type: kind, Formål: purpose, "Fra dag": day });
    await expect(row).toContainText(kind);
  }
  const from = inDays(45);
  await fillIn("sentence", "decisions", { "Frigang innvilget fra": from });
  await expect(page.getByTestId("dates").locator("li", { hasText: "Frigang innvilget fra" })).toContainText("ført inn");
  await items("Straffegjennomføring og vilkår", {
    "sentence-leave-plan": "Lag permisjonsplan knyttet til bolig, bank, ID og skole",
    "sentence-escorted-leave": "Bruk fremstilling til det som haster",
  });
  await items("Arbeid", { "work-day-release": "Søk frigang til arbeid eller skole" });
  await insideCard("ways-out", "Permisjon, fremstilling og frigang til arbeid eller utdanning", CONFIRMED);
});

test("S38 institution or electronic monitoring @seed", async () => {
  await fillIn("sentence", "decisions", {
    "Elektronisk kontroll innvilget fra": inDays(60),
    "Opphold i institusjon (§ 12) innvilget fra": inDays(50),
  });
  const dates = page.getByTestId("dates");
  await expect(dates.locator("li", { hasText: "Institusjon (§ 12) innvilget fra" })).toContainText("ført inn");
  await expect(dates.locator("li", { hasText: "Elektronisk kontroll" })).toContainText("ført inn");
  await items("Straffegjennomføring og vilkår", {
    "sentence-electronic-monitoring": "Søk om elektronisk kontroll for siste del",
  });
  await items("Rus", { "substance-section-12": "Vurder soning i institusjon (§ 12)" });
});

test("S39 release on probation @seed", async () => {
  const row = await addRow("sentence", "condition", "Arbeid eller opplæring", {
    "Hva vilkåret gjelder": "Arbeid eller opplæring",
    "Vilkåret med enkle ord": "Møte på skolen hver dag.",
  });
  await expect(row).toContainText("Møte på skolen hver dag.");
  await fillIn("sentence", "decisions", { "Første oppmøte hos friomsorgen": inDays(201) });
  const meeting = page.getByTestId("dates").locator("li", { hasText: "Første oppmøte hos friomsorgen" });
  await expect(meeting).toContainText("ført inn");
  await items("Straffegjennomføring og vilkår", {
    "sentence-conditional-release": "Avklar vedtak om prøveløslatelse",
    "sentence-conditions": "Gå gjennom vilkår og møteplikt muntlig og skriftlig",
    "sentence-first-probation-meeting": "Avtal første oppmøte hos friomsorgen",
  });
  const help = "Ingen har krav på permisjon, frigang, elektronisk kontroll eller prøveløslatelse";
  await areaCard("Straffegjennomføring og vilkår", "dates-not-rights", help, CONFIRMED);
});

test("S40 phone time @seed", async () => {
  await insideCard("phone-time", "minst 30 minutter i uken", PARTLY);
  await insideCard("phone-time", "20 minutter, og 40 for foreldre, er eldre praksis", PARTLY);
  await items("ID, bank og digital tilgang", { "id-phone": "Ha telefon, SIM-kort og telefonnumre klare" });
  await items("Familie og nettverk", FAMILY_CONTACT);
});

test("S41 visits outside the quota @seed", async () => {
  await insideCard("visits", "advokater, diplomater, fengselsbesøkere og arbeidsbesøk utenom kvoten", PARTLY);
  for (const [kind, who] of [
    ["Advokat", "Advokat Lund"],
    ["Ambassade eller konsulat", "Konsulen"],
    ["Besøksvenn", "Berit fra Røde Kors"],
    ["Fagperson eller tjeneste", "Boligkontoret"],
  ] as const) {
    const row = await addRow("inside", "visit", who, { "Type besøk": kind, "Hvem kommer": who });
    await expect(row).toContainText(kind);
  }
  await agency(
    "Frivillige organisasjoner (f.eks. Røde Kors Nettverk etter soning, Kirkens Bymisjon FRI, Wayback, Frelsesarmeen)",
    "Besøksvenner",
  );
  await items("Familie og nettverk", { "family-support-person": "Koble på støtteperson og tilbud til pårørende" });
  await items("Familie og nettverk", FAMILY_CONTACT);
});

test("S42 looking for housing and jobs online @seed", async () => {
  await insideCard("computer-search", "lete etter bolig eller jobb på datamaskin under kontroll", PARTLY);
  for (const purpose of ["Bolig", "Arbeid"]) {
    await addRow("inside", "digital-session", purpose, { Formål: purpose, Dag: inDays(7) });
  }
  await items("Bolig", { "housing-private-rental": "Lei på det private markedet" });
  const eid = "Ordne BankID eller annen elektronisk ID og øv på nettjenester";
  await items("ID, bank og digital tilgang", { "id-eid": eid });
});

test("S43 digital access to public services @seed", async () => {
  // No source names a prison that has it: the card says so, and the page of each prison.
  for (const place of [EIDSBERG, HALDEN, OSLO]) {
    await open(`/prisons/${place}`);
    const row = page.locator("main li", { hasText: "Digital tilgang til offentlige tjenester" });
    await expect(row).toContainText("ikke kjent – spør fengselet");
  }
  await insideCard("digital-access", "Vi vet ikke hvilke fengsler det gjelder", SEED_ONLY);
  const purpose = "Offentlige tjenester";
  await addRow("inside", "digital-session", purpose, { Formål: purpose, Dag: inDays(8) });
  await items("ID, bank og digital tilgang", {
    "id-eid": "Ordne BankID eller annen elektronisk ID og øv på nettjenester",
  });
  await items("Arbeid", { "work-activity-plan": "Registrer som arbeidssøker og lag aktivitetsplan" });
  await items("Utdanning", { "education-digital-study": "Sikre digital tilgang til studier" });
});

test("S44 wanted and allowed contact @seed", async () => {
  await areaCard("Familie og nettverk", "quote-phone", "Jeg får for lite telefontid", SEED_ONLY);
  await areaCard("Familie og nettverk", "quote-visits", "Jeg får ikke så mye besøk", SEED_ONLY);
  const contact = await fillIn("inside", "contact-plan", {
    "Telefon personen ønsker (minutter i uka)": "90",
    "Telefon fengselet gir (minutter i uka)": "30",
    "Besøk personen ønsker (i måneden)": "8",
    "Besøk fengselet gir (i måneden)": "4",
  });
  await expectFact(contact, "Telefon personen ønsker (minutter i uka)", "90");
  await expectFact(contact, "Telefon fengselet gir (minutter i uka)", "30");
  await expectFact(contact, "Besøk personen ønsker (i måneden)", "8");
  await expectFact(contact, "Besøk fengselet gir (i måneden)", "4");
  await items("Familie og nettverk", FAMILY_CONTACT);
});

test("S45 visiting rooms and checks @seed", async () => {
  await insideCard("visiting-rooms", "rutinemessig nakenvisitasjon ble meldt stoppet i 2020", PARTLY);
  await facilities(HAMAR, { Besøksrom: SAID });
});

test("S46 visits of families @seed", async () => {
  await insideCard("family-rooms", "familierom med leker og uteplasser", PARTLY);
  await facilities(HALDEN, { "Besøksrom for familier": SAID });
  const row = await addRow("inside", "visit", "Barna", { "Type besøk": "Familierom", "Hvem kommer": "Barna" });
  await expect(row).toContainText("Familierom");
  await items("Familie og nettverk", {
    "family-children": "Kartlegg barn og kontakt med barneansvarlig",
    "family-homecoming": "Forbered hjemkomst med familie og barn",
  });
});

test("S47 visitor cabin @seed", async () => {
  await insideCard("visitor-cabin", "en hytte eller bolig for besøk, omtrent en gang i måneden", SEED_ONLY);
  await facilities(HALDEN, { Besøkshus: SAID });
  const row = await addRow("inside", "visit", "Samboeren", { "Type besøk": "Besøkshus", "Hvem kommer": "Samboeren" });
  await expect(row).toContainText("Besøkshus");
  await items("Familie og nettverk", FAMILY_CONTACT);
});

test("S48 partitioned visiting room @seed", async () => {
  await insideCard("glass-wall", "et delt rom med glass og mikrofon", CONFIRMED);
  await facilities(ULLERSMO, { "Besøksrom med glassvegg": SAID });
  await facilities(OSLO, { "Besøksrom med glassvegg": FOUND });
});

test("S49 the five prisons @seed", async () => {
  await aboutCard("named-prisons", "Eidsberg, Ila, Ullersmo, Halden og Hamar", PARTLY);
  const names = [
    "Eidsberg fengsel (Indre Østfold fengsel, avdeling Eidsberg)",
    "Ila fengsel og forvaringsanstalt",
    "Romerike fengsel, Ullersmo avdeling",
    "Halden fengsel",
    "Hamar fengsel (tidligere Hedmark fengsel, Hamar)",
  ];
  await open("/prisons");
  for (const name of names) await expect(page.getByRole("link", { name, exact: true })).toBeVisible();
  const levels = ["høyt", "høyt, særlig høyt", "høyt", "høyt, overgangsbolig", "høyt"];
  for (const [place, level] of levels.entries()) {
    await open(`/prisons/${place}`);
    await expect(page.getByRole("heading", { level: 1 })).toHaveText(names[place]!);
    await expectFact(page.locator("main"), "Sikkerhetsnivå", level);
  }
  await expect(page.getByText("Ikke bekreftet av en kilde. Sjekk på kriminalomsorgen.no")).toBeVisible();
});

test("S50 sources @seed", async () => {
  await aboutCard("sources", "grunnteksten, som har sin egen litteraturliste", CONFIRMED);
  await aboutCard("sources-law", "Straffegjennomføringsloven og forskrift om straffegjennomføring", CONFIRMED);
  await aboutCard("sources-guidelines", "KSF 1/2002, KSF 5/2002 og KDI-2022-8", CONFIRMED);
});
