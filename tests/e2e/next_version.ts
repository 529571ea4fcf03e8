// Another build of the app, as `cargo xtask build` would make it after a change: a copy of a built app with
// one file changed, and the service worker's list and version made again.
import { createHash } from "node:crypto";
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Copies the app in `dist` into a folder of its own, with `name` in its page. Answers with the folder. */
export function nextVersion(dist: string, name: string): string {
  const folder = mkdtempSync(join(tmpdir(), "overgang-dist-"));
  cpSync(dist, folder, { recursive: true });
  const page = join(folder, "index.html");
  const changed = readFileSync(page, "utf8").replace("</head>", `<meta name="version" content="${name}" /></head>`);
  writeFileSync(page, changed);
  const worker = join(folder, "sw.js");
  const integrity = `sha384-${createHash("sha384").update(changed).digest("base64")}`;
  const script = readFileSync(worker, "utf8")
    .replace(/const VERSION = "[^"]*"/, `const VERSION = "${name}"`)
    .replace(/\{"integrity":"[^"]*","path":"\/"\}/, JSON.stringify({ integrity, path: "/" }));
  if (!script.includes(integrity)) throw new Error("the worker's list of files has another form than this expects");
  writeFileSync(worker, script);
  // What was compressed beforehand is of the version before.
  for (const file of readdirSync(folder)) if (/^(index\.html|sw\.js)\.(br|gz)$/.test(file)) rmSync(join(folder, file));
  return folder;
}
