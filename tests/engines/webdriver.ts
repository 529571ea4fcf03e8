// A WebKitWebDriver of one's own for each browser that is opened, spoken to by plain WebDriver, and the screen that WebKit
// needs to draw on.
import { spawn, type ChildProcess } from "node:child_process";
import { freePort } from "../e2e/fixtures";
import { BrowserGone, until } from "./browser";
import { commandOf } from "./engines";

/** How WebDriver names an element. */
const ELEMENT = "element-6066-11e4-a52e-4f735466cecf";

export type Element = { [ELEMENT]: string };

let screen: Promise<string> | undefined;

/** The screen of this process: one for all its browsers, gone when it ends. Answers with its name. */
function startScreen(): Promise<string> {
  screen ??= new Promise((ready, failed) => {
    const server = spawn(commandOf("screen"), ["-displayfd", "3", "-screen", "0", "1280x1400x24"], {
      stdio: ["ignore", "ignore", "ignore", "pipe"],
    });
    server.once("error", failed);
    server.stdio[3]?.once("data", (number: Buffer) => ready(`:${number.toString().trim()}`));
    process.once("exit", () => server.kill("SIGKILL"));
    server.unref();
  });
  return screen;
}

/** One session with one browser. */
export class WebDriver {
  private session = "";
  private isStopped = false;

  private constructor(
    private readonly driver: ChildProcess,
    private readonly address: string,
  ) {}

  /** Starts a driver, and with it a browser. */
  static async start(binary: string, args: string[]): Promise<WebDriver> {
    const port = await freePort();
    const driver = spawn(commandOf("webkit"), [`--port=${port}`, "--host=127.0.0.1"], {
      stdio: "ignore",
      // No bus: the browser needs none, and would otherwise start one that outlives it.
      env: {
        ...process.env,
        DISPLAY: await startScreen(),
        DBUS_SESSION_BUS_ADDRESS: "disabled:",
        NO_AT_BRIDGE: "1",
        LANG: "C.UTF-8",
        TZ: "Europe/Oslo",
      },
    });
    const stop = () => driver.kill("SIGKILL");
    process.once("exit", stop);
    driver.once("exit", () => process.removeListener("exit", stop));
    const started = new WebDriver(driver, `http://127.0.0.1:${port}`);
    await until(async () => (await fetch(`${started.address}/status`)).ok, "WebKitWebDriver answers");
    const options = { "webkitgtk:browserOptions": { binary, args } };
    const { sessionId } = await started.ask<{ sessionId: string }>("POST", "/session", {
      capabilities: { alwaysMatch: options },
    });
    started.session = `/session/${sessionId}`;
    return started;
  }

  get<Answer>(path: string): Promise<Answer> {
    return this.ask("GET", this.session + path);
  }

  post<Answer>(path: string, given: object = {}): Promise<Answer> {
    return this.ask("POST", this.session + path, given);
  }

  delete<Answer>(path: string): Promise<Answer> {
    return this.ask("DELETE", this.session + path);
  }

  /** Ends the driver alone; of the browser nothing is asked. */
  async stop(): Promise<void> {
    this.isStopped = true;
    if (this.driver.exitCode !== null || this.driver.signalCode !== null) return;
    const ended = new Promise((done) => this.driver.once("exit", done));
    this.driver.kill("SIGKILL");
    await ended;
  }

  static idOf(element: Element): string {
    return element[ELEMENT];
  }

  private async ask<Answer>(method: string, path: string, given?: object): Promise<Answer> {
    const body = given === undefined ? {} : { body: JSON.stringify(given) };
    const asked = fetch(this.address + path, { method, ...body, signal: AbortSignal.timeout(90_000) });
    const answer = await asked.catch((error: Error) => {
      throw this.isStopped ? new BrowserGone(`${method} ${path}`) : error;
    });
    const { value } = (await answer.json()) as { value: Answer };
    if (!answer.ok) {
      const { error, message } = value as { error: string; message: string };
      const why = `${method} ${path}: ${error}: ${message}`;
      throw this.isStopped ? new BrowserGone(why) : new Error(why);
    }
    return value;
  }
}
