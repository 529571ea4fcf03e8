// Reads the compact form of the wire (crates/domain/src/form.rs) as far as the journeys need it: which entries
// a call hands in, and which an answer confirms or turns down. The fields stand in the order of the
// structs in crates/sync/src/message.rs and crates/sync/src/message/batch.rs.

/** An entry's id, as its bytes in hexadecimal, and what it says, as its bytes. */
export type HandedIn = { id: string; change: Buffer };

/** `RejectReason::Malformed`, by its place among the reasons. */
const MALFORMED = 4;

/** The entries in a sync request. */
export function entriesIn(request: Buffer): HandedIn[] {
  const reader = new Reader(request);
  reader.number(); // protocol
  reader.bytes(); // app
  reader.bytes(); // user
  reader.bytes(); // device
  reader.optional(() => reader.bytes()); // cursor
  reader.number(); // accept_bytes
  reader.number(); // unsent
  for (const _ of ["plans", "authors", "devices"]) reader.list(() => reader.bytes());
  const ids = reader.list(() => reader.bytes().toString("hex"));
  for (const _ of ["plan", "author", "device", "time", "counter", "replaces"]) reader.list(() => reader.number());
  reader.list(() => reader.bytes()); // replaced
  reader.list(() => reader.optional(() => reader.number())); // receipt
  const changes = reader.list(() => reader.bytes());
  return ids.map((id, at) => ({ id, change: changes[at] }));
}

/** The answer to a sync, with these entries turned down as malformed instead of what it said of them. */
export function withRefused(answer: Buffer, refused: string[]): Buffer {
  const reader = new Reader(answer);
  const receipts = reader.list(() => reader.whole(() => [reader.bytes().toString("hex"), reader.number()]));
  reader.list(() => [reader.bytes(), reader.number()]); // rejected
  const kept = receipts.filter(({ value: [id] }) => !refused.includes(id as string));
  const rejected = refused.map((id) => Buffer.concat([Buffer.from([16]), Buffer.from(id, "hex"), Buffer.from([MALFORMED])]));
  return Buffer.concat([written(kept.map(({ bytes }) => bytes)), written(rejected), reader.rest()]);
}

/** A short list: its length, then its parts. */
function written(parts: Buffer[]): Buffer {
  if (parts.length > 127) throw new Error("longer lists have a longer length");
  return Buffer.concat([Buffer.from([parts.length]), ...parts]);
}

class Reader {
  private at = 0;

  constructor(private readonly buffer: Buffer) {}

  /** Seven bits a byte, the low ones first. */
  number(): number {
    let value = 0;
    for (let factor = 1; ; factor *= 128) {
      const byte = this.buffer.readUInt8(this.at++);
      value += (byte & 127) * factor;
      if (byte < 128) return value;
    }
  }

  bytes(): Buffer {
    const length = this.number();
    this.at += length;
    if (this.at > this.buffer.length) throw new Error("the message ends too early");
    return this.buffer.subarray(this.at - length, this.at);
  }

  optional<T>(read: () => T): T | undefined {
    return this.number() === 0 ? undefined : read();
  }

  list<T>(read: () => T): T[] {
    return Array.from({ length: this.number() }, read);
  }

  /** A value, and the bytes that it was read from. */
  whole<T>(read: () => T): { value: T; bytes: Buffer } {
    const from = this.at;
    return { value: read(), bytes: this.buffer.subarray(from, this.at) };
  }

  rest(): Buffer {
    return this.buffer.subarray(this.at);
  }
}
