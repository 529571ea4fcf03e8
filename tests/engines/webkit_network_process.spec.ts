// WebKit's network process, which holds its databases, dies while somebody types. It does so on tablets that come back from
// the background. The app's connection is gone for good; a reload brings everything back.
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { processTree } from "../e2e/fixtures";
import { until } from "./browser";
import { firstPlan, noteField, openPlan, signIn, unlockIfAsked, waitUntilKept } from "./caseworker";
import { expect, test } from "./tablets";
import { askAtSideDoor } from "./webkit_browser";

const BEFORE = "Skrevet før. ";
const BEHIND = "Skrevet etterpå.";

type Shown = { text: string; value: string; saving: string };

/** What stands on the screen. */
const LOOK = `
  const field = [...document.querySelectorAll("textarea")].find((one) => one.value.startsWith("Skrevet"));
  const saving = document.querySelector("[data-saving]")?.getAttribute("data-saving") ?? "";
  return { text: document.body.innerText, value: field?.value ?? "", saving };`;

/** Types a letter where the cursor stands, as an edit of the browser's own. */
const typed = (letter: string) => `document.execCommand("insertText", false, ${JSON.stringify(letter)}); ${LOOK}`;

test("the network process of WebKit dies under typing hands, and no letter is lost", async ({ centre, newTablet, tell }) => {
  const folder = mkdtempSync(join(tmpdir(), "overgang-side-door-"));
  const tablet = await newTablet(["--side-door", folder]);
  const ask = (body: string) => askAtSideDoor<Shown>(tablet.profile, folder, body);
  await signIn(tablet, centre);
  const plan = await firstPlan(tablet.tab);
  await openPlan(tablet, centre, plan);
  await noteField(tablet.tab).type(BEFORE);
  await waitUntilKept(tablet.tab);

  killNetworkProcess(tablet.profile);
  let shown = await ask(LOOK);
  for (const letter of BEHIND) shown = await ask(typed(letter));
  // The app may reload by itself; what it says and shows then is told here for whoever reads the run.
  const isSettled = async () => (shown = await ask(LOOK)).saving !== "1" || shown.value === "";
  await until(isSettled, "the app has tried to save", 30_000);
  await new Promise((later) => setTimeout(later, 3_000));
  shown = await ask(LOOK);
  const isSaid = /Ikke lagret|Teksten står fortsatt/.test(shown.text);
  const isLocked = shown.text.includes("Lås opp");
  const note = isLocked ? "it reloaded by itself" : isSaid ? "it said so, and kept the text on screen" : "it said nothing";
  console.log(`${note}; on screen: "${shown.value}", saving ${shown.saving}`);
  await tablet.kill9();

  const tab = await tablet.open();
  await tab.goto(`${centre.url}/plans/${plan}`);
  await unlockIfAsked(tablet);
  await noteField(tab).seen();
  const left = await noteField(tab).value();
  const whole = BEFORE + BEHIND;
  tell({ fault: "network process killed", injected: 1, written: whole.length, lost: whole.length - left.length, note });
  rmSync(folder, { recursive: true });
  expect(left).toBe(whole);
});

function killNetworkProcess(profile: string): void {
  const isIt = (pid: number) => readFileSync(`/proc/${pid}/comm`, "utf8").startsWith("WebKitNetworkPr");
  const found = processTree(profile).filter(isIt);
  expect(found).toHaveLength(1);
  for (const pid of found) process.kill(pid, "SIGKILL");
}
