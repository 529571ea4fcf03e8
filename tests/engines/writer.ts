// Somebody who writes on until the browser is killed, and remembers from outside what the app had shown as saved: notes
// that stood in the list, statuses that were pressed, letters that stood in the field with nothing left to save.
import { type Tab } from "./browser";
import { noteField, notes, saveNote, shownStatus, STATUSES, tapStatus, type Status } from "./caseworker";
import { type Chance } from "./chance";

/** A text that is being typed. */
type Typing = {
  text: string;
  /** When each letter had been typed, milliseconds. */
  at: number[];
  /** What was seen as saved. */
  kept: string;
};

/** What a kill had taken, as seen after the next start. */
export type Losses = {
  /** Saved notes and statuses that are not there: each in words. */
  entries: string[];
  /** How long before the kill the first letter was typed that is not there, in milliseconds; 0 where all are. */
  typedMillis: number;
};

export class Writer {
  /** Notes that stood in the list. */
  readonly notes: string[] = [];
  private readonly statuses = new Map<string, { kept: Status; tapped: Status }>();
  private typing: Typing | undefined;
  private count = 0;
  private taps = 0;

  constructor(
    private readonly items: string[],
    private readonly chance: Chance,
  ) {}

  /** How many entries it has seen saved. */
  get entries(): number {
    return this.notes.length + this.taps;
  }

  /** Writes until the browser is gone, in the plan that is open. */
  async writeOn(tab: Tab): Promise<void> {
    for (;;) {
      await this.tap(tab);
      await this.note(tab, 6 + this.chance.below(20));
    }
  }

  /** Taps another status of some item. */
  async tap(tab: Tab): Promise<void> {
    const item = this.items[this.taps % this.items.length]!;
    const before = this.statuses.get(item);
    const others = STATUSES.filter((status) => status !== before?.kept);
    const tapped = others[this.chance.below(others.length)]!;
    // Until it is seen, both are right.
    const kept = before?.kept ?? ((await shownStatus(tab, item)) as Status | undefined) ?? tapped;
    this.statuses.set(item, { kept, tapped });
    await tapStatus(tab, item, tapped);
    this.statuses.set(item, { kept: tapped, tapped });
    this.taps += 1;
  }

  /** Types a note letter by letter, and saves it. */
  async note(tab: Tab, length: number): Promise<void> {
    const begun = await noteField(tab).value();
    if (begun === "") this.count += 1;
    const text = begun === "" ? this.words(length) : begun;
    if (begun === "") await this.type(tab, text);
    await saveNote(tab, text);
    this.typing = undefined;
    this.notes.push(text);
  }

  /** What is not there of all that was seen saved, in the plan that is open again after a kill at `killed`. */
  async missing(tab: Tab, killed: number): Promise<Losses> {
    const there = (await notes(tab)).join("\n");
    const entries = this.notes.filter((note) => !there.includes(note)).map((note) => `the note "${note}"`);
    for (const [item, { kept, tapped }] of this.statuses) {
      const shown = await shownStatus(tab, item);
      if (shown !== kept && shown !== tapped) entries.push(`${item}: ${kept}, not ${shown}`);
      this.statuses.set(item, { kept: shown as Status, tapped: shown as Status });
    }
    const typing = this.typing;
    if (!typing) return { entries, typedMillis: 0 };
    this.typing = undefined;
    if (there.includes(typing.text)) {
      // It was killed between the save and our look at it.
      this.notes.push(typing.text);
      return { entries, typedMillis: 0 };
    }
    const left = await noteField(tab).value();
    if (!typing.text.startsWith(left)) entries.push(`"${typing.text}" has become "${left}"`);
    if (!left.startsWith(typing.kept)) entries.push(`"${typing.kept}" was saved, and "${left}" is there`);
    const firstLost = typing.at[left.length];
    return { entries, typedMillis: firstLost === undefined ? 0 : Math.max(0, killed - firstLost) };
  }

  /** Types letter by letter by real keys, and looks after each what the app has saved. */
  private async type(tab: Tab, text: string): Promise<void> {
    const typing: Typing = { text, at: [], kept: "" };
    this.typing = typing;
    for (const letter of text) {
      await noteField(tab).type(letter);
      typing.at.push(Date.now());
      const { value, saving } = await tab.evaluate(() => ({
        value: [...document.querySelectorAll("textarea")].map((field) => field.value),
        saving: document.querySelector("[data-saving]")?.getAttribute("data-saving"),
      }));
      const here = value.find((one) => one !== "" && text.startsWith(one));
      if (saving === "0" && here !== undefined && here.length > typing.kept.length) typing.kept = here;
    }
  }

  /** Words of which no note begins with another's. */
  private words(length: number): string {
    const letters = "abcdefghijklmnoprstuvyæøå ";
    const some = Array.from({ length }, () => letters[this.chance.below(letters.length)]);
    return `${this.count}: ${some.join("").trim()}.`;
  }
}
