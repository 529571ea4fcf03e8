#!/usr/bin/env node
// Stands between Playwright and a Firefox that is a little older than Playwright expects: starts Firefox with the arguments
// that it was given, and passes WebDriver BiDi through. Commands that this Firefox does not know yet and that change
// nothing a journey depends on are answered here; every other error reaches Playwright as it is.
// It also lets functions run in a page whose CSP forbids `eval`, by which Playwright would have the page make them.
const { spawn } = require("node:child_process");
const { WebSocket, WebSocketServer } = require("ws");

/** What is answered in Firefox's place, where it does not know the command. */
const NOT_NEEDED = {
  // Bodies of answers are not read over this line.
  "network.addDataCollector": { collector: "none" },
  // Nothing is downloaded.
  "browser.setDownloadBehavior": {},
  // The screen is as the window is.
  "emulation.setScreenOrientationOverride": {},
  "emulation.setScreenSettingsOverride": {},
  // Reduced motion and language are preferences of the profile.
  "emulation.setMediaFeaturesOverride": {},
  "emulation.setLocaleOverride": {},
  // The time zone is the environment's.
  "emulation.setTimezoneOverride": {},
};

/** How Playwright has a function run: its helper in the page makes it of text, the third value behind the helper. */
const BY_HELPER = "(utilityScript, ...args) => utilityScript.evaluate(...args)";

/**
 * What else is made in the page: texts that are handed to such a function under a name. By what stands in a function that
 * does so, the name, and what it makes of the text.
 */
const INNER = [
  { by: "injected2.eval(", name: "functionText", whole: (text) => `(${text})` },
  { by: "globalThis.eval(", name: "expression", whole: (text) => text },
  {
    by: "injectedScript.extend(",
    name: "source",
    whole: (text) =>
      `\n    (() => {\n      const module = {};\n      ${text}\n      return module.exports.default();\n    })()`,
  },
];

/**
 * The same, with every text that is to become a function in place: the page's `eval` then hands out what is there already,
 * and refuses all else as before.
 */
function inPlace(texts) {
  const known = texts.map((text) => `[${JSON.stringify(text)}, () => (${text})]`);
  return `(helper, ...args) => {
    const places = [globalThis, helper.global, globalThis.window].filter(Boolean);
    for (const place of places) {
      if (place.eval.known) continue;
      const own = place.eval;
      const known = new Map();
      place.eval = (text) => (known.has(text) ? known.get(text)() : own(text));
      place.eval.known = known;
    }
    for (const place of places) for (const [text, made] of [${known}]) place.eval.known.set(text, made);
    return helper.evaluate(...args);
  }`;
}

/** The texts of functions inside of what is handed over: a name under `k`, and beside it under `v` the text. */
function innerTexts(outer, given) {
  const { name, whole } = INNER.find(({ by }) => outer.includes(by)) ?? {};
  const look = (value) => {
    if (!name || value === null || typeof value !== "object") return [];
    const isObject = Array.isArray(value) && value.every((entry) => Array.isArray(entry) && entry.length === 2);
    const fields = isObject ? Object.fromEntries(value.map(([key, field]) => [key?.value, field])) : {};
    const own = fields.k?.value === name && fields.v?.type === "string" ? [whole(fields.v.value)] : [];
    return [...own, ...Object.values(value).flatMap(look)];
  };
  return look(given);
}

const browser = spawn(process.env.OVERGANG_FIREFOX ?? "firefox-esr", process.argv.slice(2), {
  stdio: ["ignore", "inherit", "pipe"],
});
browser.on("error", (error) => {
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
});
browser.on("exit", (code) => process.exit(code ?? 1));
for (const signal of ["SIGTERM", "SIGINT"]) process.on(signal, () => browser.kill(signal));

let printed = "";
let isListening = false;
browser.stderr.on("data", (data) => {
  if (isListening) return process.stderr.write(data);
  printed += data;
  const address = /WebDriver BiDi listening on (ws:\/\/\S+)/.exec(printed);
  if (!address) return;
  isListening = true;
  listen(address[1]);
});

/** Listens in the place of the browser at `address`, and says so in its words: that is what Playwright waits for. */
function listen(address) {
  const server = new WebSocketServer({ host: "127.0.0.1", port: 0 }, () => {
    process.stderr.write(`WebDriver BiDi listening on ws://127.0.0.1:${server.address().port}\n`);
  });
  server.on("connection", (front) => pass(front, new WebSocket(`${address}/session`, { perMessageDeflate: false })));
}

/** Passes everything between the two, until one of them closes. */
function pass(front, back) {
  const asked = new Map();
  const opened = new Promise((done) => back.once("open", done));
  front.on("message", async (data) => {
    const call = JSON.parse(data);
    asked.set(call.id, call.method);
    if (call.params?.functionDeclaration === BY_HELPER) {
      const [, , , text, ...given] = call.params.arguments;
      call.params.functionDeclaration = inPlace([text.value, ...innerTexts(text.value, given)]);
    }
    await opened;
    back.send(JSON.stringify(call));
  });
  back.on("message", (data) => {
    const answer = JSON.parse(data);
    const method = asked.get(answer.id);
    asked.delete(answer.id);
    const isUnknown = answer.type === "error" && answer.error === "unknown command";
    const instead = isUnknown && NOT_NEEDED[method];
    front.send(instead ? JSON.stringify({ type: "success", id: answer.id, result: instead }) : data.toString());
  });
  front.on("close", () => back.close());
  back.on("close", () => front.close());
  // Whichever end breaks, both close, and Playwright says what it was doing.
  front.on("error", () => back.close());
  back.on("error", () => front.close());
}
