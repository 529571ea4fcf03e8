// Prints at the end what the faults of all journeys cost, by kind and engine.
import type { FullConfig, Reporter, Suite, TestCase, TestResult } from "@playwright/test/reporter";
import { COST, type Cost } from "./tablets";

type Row = Cost & { engine: string };

export default class FaultTable implements Reporter {
  private readonly rows: Row[] = [];

  onBegin(_config: FullConfig, _suite: Suite): void {}

  onTestEnd(test: TestCase, result: TestResult): void {
    const engine = test.parent.project()?.name ?? "";
    for (const { type, description } of result.annotations) {
      if (type === COST) this.rows.push({ engine, ...(JSON.parse(description ?? "{}") as Cost) });
    }
  }

  onEnd(): void {
    if (!this.rows.length) return;
    const head = ["fault", "engine", "injected", "written", "lost", ""];
    const sorted = this.rows.sort((a, b) => a.fault.localeCompare(b.fault) || a.engine.localeCompare(b.engine));
    const lines = sorted.map((row) => [
      row.fault,
      row.engine,
      ...[row.injected, row.written, row.lost].map(String),
      row.note ?? "",
    ]);
    const widths = head.map((name, at) => Math.max(name.length, ...lines.map((line) => line[at]!.length)));
    for (const line of [head, ...lines]) {
      console.log(line.map((cell, at) => cell.padEnd(widths[at]!)).join("  ").trimEnd());
    }
  }

  printsToStdio(): boolean {
    return false;
  }
}
