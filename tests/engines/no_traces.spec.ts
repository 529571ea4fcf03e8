// Nothing that a person types, nor a key, lies in clear anywhere in the profile of any engine: not in databases, their logs, session
// restore, form history or caches; saved or not, locked, killed or closed. The search is proven by words put there in clear.
import { appendFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { until, type Tab } from "./browser";
import {
  firstPlan,
  hasStarted,
  load,
  lock,
  openPlan,
  passphraseField,
  plainItems,
  signIn,
  tapStatus,
  unlock,
  unlockIfAsked,
  VILDE,
  waitUntilKept,
  writeNote,
} from "./caseworker";
import { Markers, rememberedKeys, rememberKeys } from "./markers";
import { expect, test } from "./tablets";

/** Where a person can type. */
const PARTS = ["/person", "/needs", "/agreements", ""];
const PAGES = ["/new", "/this-device"];

test("what is typed, saved or not, lies in clear nowhere in the profile", async ({ centre, engine, newTablet, tell }) => {
  // WebKit asks the form of a textarea, and not the field itself, whether it may be written down with the tab's state.
  test.setTimeout(240_000);
  const tablet = await newTablet();
  const { tab } = tablet;
  const markers = new Markers();
  const found = (when: string) =>
    markers.filesWith(tablet.profile).map((path) => `${when}: ${path.slice(tablet.profile.length)}`);
  await signIn(tablet, centre, VILDE, rememberKeys);
  markers.keys.push(...(await tab.evaluate(rememberedKeys)).map((key) => Buffer.from(key, "hex")));
  expect(markers.keys.length).toBeGreaterThan(1);
  const plan = await firstPlan(tab);
  await openPlan(tablet, centre, plan);
  await writeNote(tab, markers.next());
  const [item] = await plainItems(tab);
  await tapStatus(tab, item!, "waiting");

  for (const place of [...PARTS.map((part) => `/plans/${plan}${part}`), ...PAGES]) {
    await load(tablet, centre.url + place);
    await tab.role("heading").first().seen();
    await openForms(tab);
    await typeEverywhere(tab, markers);
    await waitUntilKept(tab);
  }
  await lock(tab);
  await passphraseField(tab).type(markers.next());
  await passphraseField(tab).press("Enter");
  await tab.waitForWords("Passfrasen er feil");
  expect(markers.count).toBeGreaterThan(30);
  // Browsers write their own files down behind the work.
  await new Promise((later) => setTimeout(later, 2_500));
  const lost = found("locked");

  await unlock(tablet);
  await openPlan(tablet, centre, plan);
  await typeEverywhere(tab, markers);
  await new Promise((later) => setTimeout(later, 2_500));
  await tablet.kill9();
  lost.push(...found("killed"));

  const again = await tablet.open();
  await again.goto(`${centre.url}/plans/${plan}`);
  await hasStarted(again);
  await unlockIfAsked(tablet);
  await again.role("heading").first().seen();
  await typeEverywhere(again, markers);
  await tablet.close();
  lost.push(...found("closed"));
  tell({
    fault: "profile searched for what was typed",
    injected: 3,
    written: markers.count,
    lost: lost.length,
    note: `${markers.count} words typed, ${markers.keys.length} keys`,
  });
  expect(lost).toEqual([]);

  // The search finds what does lie there: in the engine's own file, and in packed ones.
  const last = await tablet.open();
  await last.goto(`${centre.url}/health`);
  await last.evaluate((words) => localStorage.setItem("in-clear", words), markers.next());
  await until(async () => found("control").length > 0, "words in localStorage are found on disk", 40_000);
  await tablet.close();
  const before = found("control").length;
  writeFileSync(join(tablet.profile, "packed"), "something before");
  appendFileSync(join(tablet.profile, "packed"), gzipSync(Buffer.from(markers.next(), "utf16le")));
  writeFileSync(join(tablet.profile, "key"), Buffer.concat([Buffer.from("something before"), markers.keys[0]!]));
  expect(found("control")).toHaveLength(before + 2);
});

/** Opens what is behind buttons that open a form, and the first item. */
async function openForms(tab: Tab): Promise<void> {
  await tab.evaluate(() => {
    const opens = /^(Legg til|Ny|Nytt|Filtre|Rett|Bytt passfrase)/;
    const buttons = [...document.querySelectorAll<HTMLElement>("main button")];
    buttons.filter((button) => opens.test(button.innerText.trim())).slice(0, 12).forEach((button) => button.click());
    document.querySelector<HTMLElement>("[data-item] button[aria-expanded=false]:not([aria-controls])")?.click();
  });
}

/** A word of its own in every field that takes one, by real keys. */
async function typeEverywhere(tab: Tab, markers: Markers): Promise<void> {
  const kinds = ["input:not([type])", "input[type=text]", "input[type=search]", "input[type=password]", "textarea"];
  const fields = tab.css(kinds.map((kind) => `main ${kind}`).join(", "));
  const count = await fields.count();
  for (let at = 0; at < count; at++) {
    const [field] = await fields.at(at).all();
    if (field?.isVisible && field.isEditable) await fields.at(at).type(markers.next());
  }
}
