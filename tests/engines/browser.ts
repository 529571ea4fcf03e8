// What a journey knows of a browser, whichever engine it is: a profile folder on disk that outlives the process, tabs, and
// elements found as people find them. How an engine does it is its own file's affair.

/** How an element is found: by what people see and hear of it, in words that are exact unless they are a pattern. */
export type Step =
  | { by: "role"; role: Role; name?: Words }
  | { by: "label"; words: Words }
  | { by: "test id"; id: string }
  | { by: "css"; selector: string }
  | { by: "words"; words: string }
  | { by: "place"; index: number };

export type Role =
  | "alert"
  | "button"
  | "checkbox"
  | "heading"
  | "link"
  | "main"
  | "navigation"
  | "switch"
  | "textbox";

export type Words = string | RegExp;

/** The keys that journeys press by name. */
export type Key = "Backspace" | "End" | "Enter" | "Escape" | "Space" | "Tab";

/** An element as it is at one moment. */
export type Seen = {
  text: string;
  value: string;
  isVisible: boolean;
  isChecked: boolean;
  isEditable: boolean;
  attributes: Record<string, string>;
};

/** An engine's own way to elements and keys. Journeys use [`Tab`] and [`Found`] instead. */
export interface Driver {
  goto(url: string): Promise<void>;
  reload(): Promise<void>;
  /** Runs a function in the page; it may only use what it is given. */
  evaluate<Result, Given>(script: (given: Given) => Result | Promise<Result>, given: Given): Promise<Result>;
  look(steps: Step[]): Promise<Seen[]>;
  /** Clicks the first element, where a finger would. */
  click(steps: Step[]): Promise<void>;
  /** Types by real key events, letter by letter, behind what stands in the first element. */
  type(steps: Step[], text: string): Promise<void>;
  press(steps: Step[], key: Key): Promise<void>;
  close(): Promise<void>;
}

/** A browser on a profile folder. */
export interface Browser {
  /** Opens a tab and makes it the one that is looked at. */
  newTab(): Promise<Tab>;
  /** The tab that it was opened with. */
  readonly first: Tab;
  /** Closes it in good order. */
  close(): Promise<void>;
  /** Ends it and all its processes as a flat battery would. Nothing of a page gets to run. */
  kill9(): Promise<void>;
}

/**
 * How to start one; several may be started after each other on the same folder. `habits` are an engine's own words for
 * what it is to do otherwise.
 */
export type OpenBrowser = (profile: string, habits?: string[]) => Promise<Browser>;

/** How long a journey waits for something that has to come. */
const PATIENCE = 15_000;

/** One tab. */
export class Tab {
  constructor(private readonly driver: Driver) {}

  async goto(url: string): Promise<void> {
    await this.driver.goto(url);
  }

  async reload(): Promise<void> {
    await this.driver.reload();
  }

  async close(): Promise<void> {
    await this.driver.close();
  }

  async evaluate<Result>(script: () => Result | Promise<Result>): Promise<Result>;
  async evaluate<Result, Given>(script: (given: Given) => Result | Promise<Result>, given: Given): Promise<Result>;
  async evaluate<Result>(script: (given: unknown) => Result | Promise<Result>, given?: unknown): Promise<Result> {
    return this.driver.evaluate(script, given ?? null);
  }

  role(role: Role, name?: Words): Found {
    return new Found(this.driver, []).role(role, name);
  }

  label(words: Words): Found {
    return new Found(this.driver, []).label(words);
  }

  testId(id: string): Found {
    return new Found(this.driver, [{ by: "test id", id }]);
  }

  css(selector: string): Found {
    return new Found(this.driver, []).css(selector);
  }

  /** All words on the page that a person can read. */
  async words(): Promise<string> {
    return this.evaluate(() => document.body.innerText);
  }

  /** Waits until the page says something. */
  async waitForWords(words: string, timeout = PATIENCE): Promise<void> {
    await this.css("body").waitUntil(([body]) => !!body?.text.includes(words), `says "${words}"`, timeout);
  }
}

/** Elements that are looked for anew each time something is asked of them. */
export class Found {
  constructor(
    private readonly driver: Driver,
    private readonly steps: Step[],
  ) {}

  role(role: Role, name?: Words): Found {
    return this.and(name === undefined ? { by: "role", role } : { by: "role", role, name });
  }

  label(words: Words): Found {
    return this.and({ by: "label", words });
  }

  css(selector: string): Found {
    return this.and({ by: "css", selector });
  }

  /** Those that hold these words. */
  with(words: string): Found {
    return this.and({ by: "words", words });
  }

  first(): Found {
    return this.and({ by: "place", index: 0 });
  }

  last(): Found {
    return this.and({ by: "place", index: -1 });
  }

  at(index: number): Found {
    return this.and({ by: "place", index });
  }

  async all(): Promise<Seen[]> {
    return this.driver.look(this.steps);
  }

  async count(): Promise<number> {
    return (await this.all()).length;
  }

  async isVisible(): Promise<boolean> {
    return (await this.all()).some((one) => one.isVisible);
  }

  /** The first one, as soon as it can be seen. */
  async seen(timeout = PATIENCE): Promise<Seen> {
    const look = async () => (await this.all()).find((one) => one.isVisible);
    return until(look, `there is ${this}`, timeout).catch((error) => this.explain(error));
  }

  async text(): Promise<string> {
    return (await this.seen()).text;
  }

  async value(): Promise<string> {
    return (await this.seen()).value;
  }

  async click(): Promise<void> {
    await this.seen();
    await this.driver.click(this.steps);
  }

  /** Types behind what stands there. */
  async type(text: string): Promise<void> {
    await this.seen();
    await this.driver.type(this.steps, text);
  }

  async press(key: Key): Promise<void> {
    await this.seen();
    await this.driver.press(this.steps, key);
  }

  /** Waits until all of them, as they are, are what is waited for. */
  async waitUntil(is: (all: Seen[]) => boolean, what: string, timeout = PATIENCE): Promise<void> {
    let last: Seen[] = [];
    const look = async () => is((last = await this.all()));
    await until(look, `${this} ${what}`, timeout).catch((error: Error) => {
      error.message += `; last seen: ${JSON.stringify(last).slice(0, 600)}`;
      return this.explain(error);
    });
  }

  async waitUntilGone(timeout = PATIENCE): Promise<void> {
    await this.waitUntil((all) => !all.some((one) => one.isVisible), "is gone", timeout);
  }

  /** How it is looked for, in words for whoever reads a failure. */
  toString(): string {
    const words = (step: Step) =>
      Object.entries(step)
        .filter(([name]) => name !== "by")
        .map(([, value]) => String(value))
        .join(" ");
    return this.steps.map((step) => `${step.by} ${words(step)}`).join(" > ");
  }

  /** A wait ended in vain: whoever reads of it wants to know what was there instead. */
  private async explain(error: Error): Promise<never> {
    if (error instanceof BrowserGone) throw error;
    const look = () => {
      const saving = document.querySelector("[data-saving]")?.getAttribute("data-saving");
      const fields = [...document.querySelectorAll("textarea")].map((field) => field.value);
      return `(saving ${saving}, fields ${JSON.stringify(fields)}) ${document.body.innerText}`;
    };
    const there = await this.driver.evaluate(look, null).catch(String);
    throw new Error(`${error.message}; the page says: ${there.slice(0, 1_500)}`);
  }

  private and(step: Step): Found {
    return new Found(this.driver, [...this.steps, step]);
  }
}

/** The browser has been killed or closed: there is no use in asking again. */
export class BrowserGone extends Error {}

/**
 * Asks again and again until the answer is true or something, and answers with it. A page that is just being left
 * answers with an error: that is no answer yet.
 */
export async function until<Answer>(
  ask: () => Promise<Answer>,
  what: string,
  timeout = PATIENCE,
): Promise<NonNullable<Answer>> {
  const end = Date.now() + timeout;
  for (;;) {
    let why = "";
    try {
      const answer = await ask();
      if (answer) return answer;
    } catch (error) {
      if (error instanceof BrowserGone) throw error;
      why = `: ${String(error)}`;
    }
    if (Date.now() > end) throw new Error(`after ${timeout} ms it is not so that ${what}${why}`);
    await new Promise((later) => setTimeout(later, 40));
  }
}

/** What is seen of elements. Runs in the page, so it uses nothing from here. */
export function describe(elements: Element[]): Seen[] {
  return elements.map((element) => {
    const field = element as HTMLInputElement;
    const attributes = Object.fromEntries([...element.attributes].map(({ name, value }) => [name, value]));
    const style = getComputedStyle(element);
    const [box] = element.getClientRects();
    return {
      text: (element as HTMLElement).innerText ?? "",
      value: field.value ?? "",
      isVisible: !!box && box.width > 0 && box.height > 0 && style.visibility === "visible",
      isChecked: field.checked === true || attributes["aria-checked"] === "true",
      isEditable: !field.disabled && !field.readOnly,
      attributes,
    };
  });
}
