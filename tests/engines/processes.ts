// Ending a browser with all its processes, found by the profile folder in their command lines.
import { readFileSync } from "node:fs";
import { processTree } from "../e2e/fixtures";

/** Ends the browser on this profile and everything that it has started. */
export function killTree(profile: string): void {
  for (const pid of processTree(profile)) {
    try {
      process.kill(pid, "SIGKILL");
    } catch {
      // It ended with its parent.
    }
  }
}

/** What a process was started as; empty if it is gone. */
export function commandLine(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ");
  } catch {
    return "";
  }
}
