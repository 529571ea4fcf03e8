// WebKit's databases on disk, to be damaged while the browser is closed: each is an SQLite file in a folder of its own.
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** The files of all IndexedDB databases of a profile, the largest first: that is the space, the register is small. */
export function databaseFiles(profile: string): string[] {
  const below = (folder: string): string[] =>
    readdirSync(folder).flatMap((name) => {
      const path = join(folder, name);
      return statSync(path).isDirectory() ? below(path) : [path];
    });
  const found = below(profile).filter((path) => path.endsWith("IndexedDB.sqlite3"));
  if (!found.length) throw new Error("no database of WebKit was found in the profile");
  return found.sort((a, b) => statSync(b).size - statSync(a).size);
}

/** Flips some bytes of a record that lies in a file or its log. Answers in how many places it lay. */
export function flipIn(file: string, record: number[]): number {
  // What follows the form and the generation is the nonce: no two records have the same.
  const wanted = Buffer.from(record.slice(2, 30));
  let places = 0;
  for (const path of [file, `${file}-wal`].filter((path) => existsSync(path))) {
    const content = readFileSync(path);
    for (let at = content.indexOf(wanted); at >= 0; at = content.indexOf(wanted, at + 1)) {
      for (let behind = 12; behind < 20; behind++) content[at + behind]! ^= 0xff;
      places += 1;
    }
    writeFileSync(path, content);
  }
  return places;
}

/** Ways in which a file cannot be opened any longer. */
export const UNOPENABLE: Record<string, (file: string) => void> = {
  "cut off in its header": (file) => {
    writeFileSync(file, readFileSync(file).subarray(0, 60));
    dropLog(file);
  },
  "with another header": (file) => {
    const content = readFileSync(file);
    writeFileSync(file, content.fill(0xaa, 0, 100));
  },
  "a folder in its place": (file) => {
    rmSync(file);
    mkdirSync(file);
    dropLog(file);
  },
};

/** Overwrites one page of a file: at such a part of its length. */
export function overwritePage(file: string, part: number): void {
  const content = readFileSync(file);
  const size = content.readUInt16BE(16);
  const page = Math.floor((content.length / size) * part);
  writeFileSync(file, content.fill(0xaa, page * size, (page + 1) * size));
}

function dropLog(file: string): void {
  for (const ending of ["-wal", "-shm"]) rmSync(file + ending, { force: true });
}
