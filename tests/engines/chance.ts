// Chance that can be had again: the same seed gives the same numbers. The seed is printed with each run.

/** mulberry32: small, and good enough to choose moments. */
export class Chance {
  constructor(private state: number) {}

  /** A whole number from 0 to just below `end`. */
  below(end: number): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % end;
  }
}
