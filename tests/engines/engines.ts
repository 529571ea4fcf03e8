// Which engines there are, which program each needs, and which package brings it.
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";

export type EngineName = "chromium" | "firefox" | "webkit";

type Program = { variable: string; file: string; packages: string };

/** What has to be installed, by what it is for; the variable names another file than the one in PATH. */
const PROGRAMS: Record<EngineName | "screen", Program> = {
  chromium: { variable: "OVERGANG_CHROMIUM", file: "chromium", packages: "chromium" },
  firefox: { variable: "OVERGANG_FIREFOX", file: "firefox-esr", packages: "firefox-esr" },
  webkit: {
    variable: "OVERGANG_WEBKIT_DRIVER",
    file: "WebKitWebDriver",
    packages: "webkit2gtk-driver python3-gi gir1.2-webkit2-4.1 xvfb",
  },
  screen: { variable: "OVERGANG_XVFB", file: "Xvfb", packages: "xvfb" },
};

/** The packages of Debian 12 that bring what an engine needs. */
export function packagesFor(what: EngineName): string {
  return PROGRAMS[what].packages;
}

/** The file of a program. An engine that is not here is a failure, never a test that is passed over. */
export function commandOf(what: EngineName | "screen"): string {
  const { variable, file, packages } = PROGRAMS[what];
  const folders = (process.env.PATH ?? "").split(delimiter);
  const candidates = [process.env[variable], ...folders.map((folder) => join(folder, file))];
  const found = candidates.find((candidate) => candidate && existsSync(candidate));
  if (!found) throw new Error(`${file} is missing: apt-get install ${packages} (or name it in ${variable})`);
  return found;
}
