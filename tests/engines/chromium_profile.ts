// Chromium's databases on disk, to be damaged while the browser is closed: one LevelDB for each origin.
import { readdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Chance } from "./chance";

/** The files of the app's databases, the one that was written last first. */
function files(profile: string, kind: RegExp): string[] {
  const all = join(profile, "Default", "IndexedDB");
  const [own] = readdirSync(all).filter((name) => name.endsWith(".indexeddb.leveldb"));
  if (!own) throw new Error("no database of Chromium was found in the profile");
  const found = readdirSync(join(all, own)).filter((name) => kind.test(name));
  const paths = found.map((name) => join(all, own, name));
  return paths.sort((a, b) => statSync(b).mtimeMs - statSync(a).mtimeMs);
}

/** What can happen to them. Each answers how many faults it has injected. */
export const DAMAGE: Record<string, (profile: string, chance: Chance) => number> = {
  "the newest log is cut at a byte drawn by chance, as by a loss of power": (profile, chance) => {
    const [log] = files(profile, /\.log$/);
    truncateSync(log!, chance.below(statSync(log!).size));
    return 1;
  },
  "32 bytes of logs and tables are flipped": (profile, chance) => {
    const all = files(profile, /\.(log|ldb)$/);
    for (let count = 0; count < 32; count++) {
      const path = all[chance.below(all.length)]!;
      const content = readFileSync(path);
      if (content.length) content[chance.below(content.length)]! ^= 0xff;
      writeFileSync(path, content);
    }
    return 32;
  },
  "what names the tables is gone": (profile) => {
    for (const path of files(profile, /^MANIFEST/)) rmSync(path);
    return 1;
  },
  "what names that is nonsense": (profile) => {
    for (const path of files(profile, /^CURRENT$/)) writeFileSync(path, "nonsense\n");
    return 1;
  },
};
