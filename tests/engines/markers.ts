// Words that stand nowhere else in the world, and looking for them in everything that a browser has on disk: as they are
// and inside of what is packed.
import { randomBytes } from "node:crypto";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync, inflateRawSync, inflateSync } from "node:zlib";

/** How Firefox's own packed files begin; the whole length and one block of LZ4 follow. */
const MOZ_LZ4 = Buffer.from("mozLz40\0");

export class Markers {
  /** What all of them begin with, which is enough to look for. */
  readonly start = `Kanari${randomBytes(4).toString("hex")}`;
  count = 0;
  /** The bytes of keys that are looked for as well. */
  readonly keys: Buffer[] = [];

  next(): string {
    this.count += 1;
    // Letters of more than one byte as well: they are written otherwise in UTF-8 and UTF-16.
    return `${this.start}æ${this.count}å`;
  }

  /** The files below a folder in which a marker stands, in either way of writing it, packed or not. */
  filesWith(folder: string): string[] {
    return filesBelow(folder).filter((path) => {
      try {
        const content = readFileSync(path);
        return [content, ...unpacked(content)].some((bytes) => this.isIn(bytes));
      } catch {
        // It went while we looked.
        return false;
      }
    });
  }

  isIn(bytes: Buffer): boolean {
    return this.needles().some((needle) => bytes.includes(needle));
  }

  /** Words in UTF-8 and UTF-16; keys as they are, and written down in either of the usual ways. */
  private needles(): Buffer[] {
    const written = this.keys.flatMap((key) => [key.toString("hex"), key.toString("base64url"), key.toString("base64")]);
    const words = [this.start, ...written].flatMap((text) => [Buffer.from(text, "utf8"), Buffer.from(text, "utf16le")]);
    return [...this.keys, ...words];
  }
}

/**
 * In the page, before a space is made: from now on the bytes of every key that leaves WebCrypto, wrapped, are remembered.
 * The app itself never has them.
 */
export function rememberKeys(): void {
  // Where a page is not loaded over a safe way there are no keys.
  if (!isSecureContext) return;
  const kept: string[] = [];
  const wrapKey = SubtleCrypto.prototype.wrapKey;
  SubtleCrypto.prototype.wrapKey = async function (format, key, wrapper, how) {
    const bytes = new Uint8Array(await this.exportKey("raw", key));
    kept.push(Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join(""));
    return wrapKey.call(this, format, key, wrapper, how);
  };
  Object.assign(globalThis, { rememberedKeys: kept });
}

/** In the page: the keys since then, in hexadecimal. */
export function rememberedKeys(): string[] {
  return (globalThis as unknown as { rememberedKeys: string[] }).rememberedKeys;
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    try {
      const what = statSync(path);
      if (what.isDirectory()) return filesBelow(path);
      return what.isFile() ? [path] : [];
    } catch {
      // A link to nowhere (locks of browsers are such), or gone.
      return [];
    }
  });
}

/** What is packed inside: Firefox's own form, gzip and zlib wherever they begin, and a packed entry of a zip file. */
export function unpacked(content: Buffer): Buffer[] {
  const found: Buffer[] = [];
  if (content.subarray(0, MOZ_LZ4.length).equals(MOZ_LZ4)) {
    found.push(fromLz4(content.subarray(MOZ_LZ4.length + 4), content.readUInt32LE(MOZ_LZ4.length)));
  }
  const look = (start: Buffer, open: (from: number) => Buffer) => {
    for (let at = content.indexOf(start); at >= 0; at = content.indexOf(start, at + 1)) {
      try {
        found.push(open(at));
      } catch {
        // These bytes only looked like it.
      }
    }
  };
  // What follows the packed part is none of its business.
  const whole = { finishFlush: 2 };
  look(Buffer.from([0x1f, 0x8b, 0x08]), (at) => gunzipSync(content.subarray(at), whole));
  for (const level of [0x01, 0x5e, 0x9c, 0xda]) {
    look(Buffer.from([0x78, level]), (at) => inflateSync(content.subarray(at), whole));
  }
  look(Buffer.from("PK\x03\x04", "latin1"), (at) => {
    const start = at + 30 + content.readUInt16LE(at + 26) + content.readUInt16LE(at + 28);
    return inflateRawSync(content.subarray(start), whole);
  });
  return found;
}

/** One block of LZ4: runs of letters, each followed by a copy of what came before. */
function fromLz4(block: Buffer, length: number): Buffer {
  const out = Buffer.alloc(length);
  let [from, to] = [0, 0];
  const more = (count: number) => {
    if (count < 15) return count;
    let byte: number;
    do count += byte = block[from++]!;
    while (byte === 255);
    return count;
  };
  while (from < block.length) {
    const token = block[from++]!;
    const letters = more(token >> 4);
    to += block.copy(out, to, from, (from += letters));
    if (from >= block.length) break;
    const back = block[from++]! | (block[from++]! << 8);
    // The copy may reach into what it writes itself.
    for (let left = more(token & 15) + 4; left > 0; left--, to++) out[to] = out[to - back]!;
  }
  return out.subarray(0, to);
}
