// A stretch of bad network between a tablet and the centre: it can answer in the centre's place, change
// an answer on its way, or break the line at a chosen byte.
import { createServer, request, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { gunzipSync } from "node:zlib";
import { entriesIn, type HandedIn } from "./compact_form";

export type Answer = { status: number; headers: Record<string, string>; body: Buffer };

/** One call of the app, and the centre's whole answer to it. */
export type Call = { method: string; path: string; body: Buffer };

/** What happens to the calls that pass. Each hook is asked for every call; a hook that is missing changes nothing. */
export type Faults = {
  /** Answers in the centre's place. */
  instead?: (call: Call) => Answer | undefined;
  /** Is run when the call's last byte has gone to the centre, before any answer came. True breaks the line then. */
  onPushed?: (call: Call) => Promise<boolean>;
  /** Is run when the centre's whole answer lies here and nothing of it has gone on. True lets half of it through, and breaks the line then. */
  onAnswered?: (call: Call, answer: Answer) => Promise<boolean>;
  /** Changes the answer. */
  change?: (call: Call, answer: Answer) => Answer;
};

/** What a captive portal says to everything. */
export const PORTAL: Answer = {
  status: 200,
  headers: { "content-type": "text/html; charset=utf-8" },
  body: Buffer.from("<!doctype html><title>Gjestenett</title><p>Logg inn på gjestenettet for å fortsette.</p>"),
};

/** Stands in front of a centre, on a port of its own. */
export class Proxy {
  faults: Faults = {};

  private constructor(
    private readonly server: Server,
    readonly url: string,
  ) {}

  static async before(centre: { url: string }): Promise<Proxy> {
    const server = createServer();
    await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
    const address = server.address();
    if (!address || typeof address !== "object") throw new Error("the proxy has no port");
    const proxy = new Proxy(server, `http://127.0.0.1:${address.port}`);
    server.on("request", (incoming: IncomingMessage, outgoing: ServerResponse) => {
      proxy.pass(incoming, outgoing, centre.url).catch(() => incoming.socket.destroy());
    });
    return proxy;
  }

  async remove(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((closed) => this.server.close(closed));
  }

  private async pass(incoming: IncomingMessage, outgoing: ServerResponse, centre: string): Promise<void> {
    const body = await whole(incoming);
    const call = { method: incoming.method ?? "GET", path: incoming.url ?? "/", body };
    const instead = this.faults.instead?.(call);
    if (instead) {
      outgoing.writeHead(instead.status, instead.headers).end(instead.body);
      return;
    }
    const forward = request(centre + call.path, { method: call.method, headers: plainly(incoming) });
    const answering = new Promise<IncomingMessage>((answered, failed) => {
      forward.once("response", answered);
      forward.once("error", failed);
    });
    // The centre may die before it answers, or be dead already: that is what some tests are about.
    answering.catch(() => undefined);
    const sent = new Promise<void>((finished) => forward.end(body, finished));
    await Promise.race([sent, answering]);
    if (await this.faults.onPushed?.(call)) {
      incoming.socket.destroy();
      return;
    }
    const answered = await answering;
    let answer: Answer = {
      status: answered.statusCode ?? 502,
      headers: headersOf(answered),
      body: await whole(answered),
    };
    answer = this.faults.change?.(call, answer) ?? answer;
    const breaks = await this.faults.onAnswered?.(call, answer);
    outgoing.writeHead(answer.status, { ...answer.headers, "content-length": answer.body.length });
    if (!breaks) {
      outgoing.end(answer.body);
      return;
    }
    const half = answer.body.subarray(0, Math.floor(answer.body.length / 2));
    await new Promise((passed) => outgoing.write(half, passed));
    incoming.socket.destroy();
  }
}

/** The entries that a call hands in. */
export function handedIn(call: Call): HandedIn[] {
  if (call.path !== "/api/sync") return [];
  const isPacked = call.body[0] === 0x1f && call.body[1] === 0x8b;
  return entriesIn(isPacked ? gunzipSync(call.body) : call.body);
}

/** Whether a call is a sync that hands entries in. */
export function isPush(call: Call): boolean {
  return handedIn(call).length > 0;
}

async function whole(stream: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/** The request's headers; API answers come back unpacked, so that they can be read and cut here. */
function plainly(incoming: IncomingMessage): Record<string, string | string[]> {
  const headers: Record<string, string | string[]> = {};
  for (const [name, value] of Object.entries(incoming.headers)) if (value !== undefined) headers[name] = value;
  if (incoming.url?.startsWith("/api/")) delete headers["accept-encoding"];
  delete headers["connection"];
  return headers;
}

function headersOf(answered: IncomingMessage): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(answered.headers)) {
    const isOurs = ["connection", "transfer-encoding", "content-length", "keep-alive"].includes(name);
    if (value !== undefined && !isOurs) headers[name] = Array.isArray(value) ? value.join(", ") : value;
  }
  return headers;
}
