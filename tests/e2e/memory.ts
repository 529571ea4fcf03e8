// What stands in the memory of a page and of the workers beside it, as the browser's own tools see it.
import { type CDPSession, type Page } from "@playwright/test";
import { type Markers } from "../engines/markers";

/** How often words and keys were found, and how many workers were looked into. */
export type Found = { heap: number; wasm: number; keys: number; workers: number };

/** The heap of the page or of a worker, whole, as text. */
type Heap = () => Promise<string>;

/** Asks the browser's tools in one of these for something. */
type Send = (method: string, params: object) => Promise<unknown>;

/**
 * Counts markers in the document and its fields and in the heaps of page and workers; apart from that in the page's wasm
 * memory, in UTF-8 and UTF-16: what was given back to the allocator there stands until something else takes its place.
 * Keys are counted in the wasm memory. The page was loaded after [`rememberMemories`].
 */
export async function inMemory(page: Page, { start, keys }: Markers): Promise<Found> {
  const tools = await page.context().newCDPSession(page);
  const heaps = [heapOfPage(tools), ...(await heapsOfWorkers(tools))];
  let found = 0;
  for (const heap of heaps) found += times(await heap(), start);
  await tools.detach();
  // A heap holds no text of the document.
  const document = await page.evaluate(() => {
    const fields = [...window.document.querySelectorAll<HTMLInputElement>("input, textarea")].map(({ value }) => value);
    return [window.document.documentElement.outerHTML, ...fields].join("\n");
  });
  const inWasm = (needles: Buffer[]) => page.evaluate(countInWasm, needles.map((needle) => [...needle]));
  return {
    heap: found + times(document, start),
    wasm: await inWasm([Buffer.from(start, "utf8"), Buffer.from(start, "utf16le")]),
    keys: await inWasm(keys),
    workers: heaps.length - 1,
  };
}

function times(text: string, words: string): number {
  return text.split(words).length - 1;
}

function heapOfPage(tools: CDPSession): Heap {
  const pieces: string[] = [];
  tools.on("HeapProfiler.addHeapSnapshotChunk", ({ chunk }) => pieces.push(chunk));
  return () => snapshot((method, params) => tools.send(method as never, params as never), pieces);
}

/** The workers of the page are reached through the page's own session. */
async function heapsOfWorkers(tools: CDPSession): Promise<Heap[]> {
  const found = new Map<string, { heap: Heap; hear: (message: Message) => void }>();
  tools.on("Target.attachedToTarget", ({ sessionId, targetInfo }) => {
    if (targetInfo.type === "worker") found.set(sessionId, worker(tools, sessionId));
  });
  tools.on("Target.receivedMessageFromTarget", ({ sessionId, message }) => {
    found.get(sessionId)?.hear(JSON.parse(message) as Message);
  });
  // Its answer comes after all that run were told.
  await tools.send("Target.setAutoAttach", { autoAttach: true, waitForDebuggerOnStart: false, flatten: false });
  return [...found.values()].map(({ heap }) => heap);
}

type Message = { id?: number; error?: { message: string }; method?: string; params?: { chunk: string } };

function worker(tools: CDPSession, sessionId: string): { heap: Heap; hear: (message: Message) => void } {
  const waiting = new Map<number, { done: () => void; failed: (why: Error) => void }>();
  const pieces: string[] = [];
  const hear = ({ id, error, method, params }: Message) => {
    if (method === "HeapProfiler.addHeapSnapshotChunk") pieces.push(params!.chunk);
    const asked = waiting.get(id ?? 0);
    if (error) asked?.failed(new Error(error.message));
    else asked?.done();
  };
  const send: Send = async (method, params) => {
    const id = waiting.size + 1;
    const answer = new Promise<void>((done, failed) => waiting.set(id, { done, failed }));
    await tools.send("Target.sendMessageToTarget", { sessionId, message: JSON.stringify({ id, method, params }) });
    return answer;
  };
  return { heap: () => snapshot(send, pieces), hear };
}

async function snapshot(send: Send, pieces: string[]): Promise<string> {
  await send("HeapProfiler.collectGarbage", {});
  await send("HeapProfiler.takeHeapSnapshot", { reportProgress: false });
  return pieces.join("");
}

/** Before a page is loaded: remembers its wasm memories, which nothing else gives out. */
export function rememberMemories(): void {
  const kept: WebAssembly.Memory[] = [];
  const keep = <Made>(made: Made): Made => {
    const { instance } = made as { instance?: WebAssembly.Instance };
    const { memory } = (instance ?? (made as WebAssembly.Instance)).exports;
    if (memory instanceof WebAssembly.Memory && !kept.includes(memory)) kept.push(memory);
    return made;
  };
  const { instantiate, instantiateStreaming } = WebAssembly;
  WebAssembly.instantiate = (...given: unknown[]) => instantiate.apply(null, given as never).then(keep) as never;
  WebAssembly.instantiateStreaming = (...given) => instantiateStreaming.apply(null, given).then(keep);
  Object.assign(globalThis, { rememberedMemories: kept });
}

/** In the page: how often any of these rows of bytes stands in its wasm memories. */
function countInWasm(needles: number[][]): number {
  const { rememberedMemories } = globalThis as unknown as { rememberedMemories: WebAssembly.Memory[] };
  let found = 0;
  for (const memory of rememberedMemories) {
    const bytes = new Uint8Array(memory.buffer);
    for (const needle of needles) {
      // By a byte that is rare: most of a memory is zeros.
      const rare = Math.max(0, needle.findIndex((byte) => byte > 127 && byte < 255));
      for (let at = bytes.indexOf(needle[rare]!); at >= 0; at = bytes.indexOf(needle[rare]!, at + 1)) {
        if (needle.every((byte, i) => bytes[at - rare + i] === byte)) found += 1;
      }
    }
  }
  return found;
}
