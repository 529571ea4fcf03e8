// What lies in the browser's databases: as anybody finds it, and as the app's own keys open it.
import { type Page } from "@playwright/test";

/** A database as it lies in the browser. */
export interface Database {
  name: string;
  version: number;
  /** Store by store, name by name, the records in base64. */
  stores: Record<string, Record<string, string>>;
}

/** All databases of the app, and its marks in local storage. */
export async function everything(page: Page): Promise<{ marks: Record<string, string>; databases: Database[] }> {
  return page.evaluate(async () => {
    const asked = <T>(request: IDBRequest<T>) =>
      new Promise<T>((done, failed) => {
        request.onsuccess = () => done(request.result);
        request.onerror = () => failed(request.error);
      });
    const databases: Database[] = [];
    for (const { name } of await indexedDB.databases()) {
      const database = await asked(indexedDB.open(name!));
      const stores: Database["stores"] = {};
      for (const store of database.objectStoreNames) {
        const records = database.transaction(store).objectStore(store);
        const [names, values] = await Promise.all([asked(records.getAllKeys()), asked(records.getAll())]);
        const text = (bytes: Uint8Array) => btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
        stores[store] = Object.fromEntries(names.map((name, at) => [String(name), text(values[at])]));
      }
      databases.push({ name: database.name, version: database.version, stores });
      database.close();
    }
    return { marks: { ...localStorage }, databases };
  });
}

/** The records of the user's space, by store. */
async function records(page: Page): Promise<Record<string, Buffer[]>> {
  const { databases } = await everything(page);
  const space = databases.find(({ name }) => name.startsWith("overgang-space-"))!;
  const bytes = (records: Record<string, string>) => Object.values(records).map((text) => Buffer.from(text, "base64"));
  return Object.fromEntries(Object.entries(space.stores).map(([store, records]) => [store, bytes(records)]));
}

/** How many records each store of the space has. */
export async function counts(page: Page): Promise<Record<string, number>> {
  const stores = Object.entries(await records(page));
  return Object.fromEntries(stores.map(([store, all]) => [store, all.length]));
}

/** The generations of the keys with which the records of the space are sealed. */
export async function generations(page: Page): Promise<number[]> {
  const sealed = Object.values(await records(page)).flat().filter(([form]) => form === 1);
  return [...new Set(sealed.map(([, generation]) => generation!))];
}

/**
 * Whether any record holds these words. Opens all of them with the keys of the space that is open on this page, which it
 * hands to whoever asks on this origin, as to a new tab.
 */
export async function lies(page: Page, words: string): Promise<boolean> {
  return page.evaluate(async (words) => {
    const bytes = (text: string) => new TextEncoder().encode(text);
    const [found] = (await indexedDB.databases()).filter(({ name }) => name?.startsWith("overgang-space-"));
    const space = found!.name!.slice("overgang-space-".length);
    const keys = await new Promise<Map<number, CryptoKey>>((done) => {
      const channel = new BroadcastChannel(`overgang-keys-${space}`);
      channel.onmessage = ({ data }) => {
        if (!Array.isArray(data) || data[0] !== "answer") return;
        channel.close();
        const all = new Map<number, CryptoKey>();
        for (let at = 2; at < data.length; at += 2) all.set(Number(data[at]), data[at + 1]);
        done(all);
      };
      channel.postMessage(null);
    });
    const id = Uint8Array.from(space.replaceAll("-", "").match(/../g)!, (pair) => parseInt(pair, 16));
    const open = async (store: string, name: string, record: Uint8Array): Promise<Uint8Array> => {
      if (record[0] !== 1) return record;
      const place = [...bytes("overgang record"), record[0], record[1]!, ...id, ...bytes(store), 0, ...bytes(name)];
      const how = { name: "AES-GCM", iv: record.slice(2, 14), additionalData: Uint8Array.from(place) };
      const opened = new Uint8Array(await crypto.subtle.decrypt(how, keys.get(record[1]!)!, record.slice(14)));
      if (opened[0] !== 1) return opened;
      const packed = new Blob([opened.slice(1)]).stream().pipeThrough(new DecompressionStream("gzip"));
      return new Uint8Array(await new Response(packed).arrayBuffer());
    };
    const database = await new Promise<IDBDatabase>((opened, failed) => {
      const request = indexedDB.open(found!.name!);
      request.onsuccess = () => opened(request.result);
      request.onerror = () => failed(request.error);
    });
    const wanted = Array.from(bytes(words)).join(",");
    const ask = <T>(request: IDBRequest<T>) => new Promise<T>((done) => (request.onsuccess = () => done(request.result)));
    let isThere = false;
    for (const store of Array.from(database.objectStoreNames)) {
      const records = database.transaction(store).objectStore(store);
      const [names, values] = await Promise.all([ask(records.getAllKeys()), ask(records.getAll())]);
      for (const [at, name] of names.entries()) {
        const opened = await open(store, String(name), values[at]);
        isThere ||= Array.from(opened).join(",").includes(wanted);
      }
    }
    database.close();
    return isThere;
  }, words);
}

/** Flips a bit in the middle of the first record of a store, as a bad page of the disk would. */
export async function damageRecord(page: Page, store: string): Promise<void> {
  await page.evaluate(async (store) => {
    const [found] = (await indexedDB.databases()).filter(({ name }) => name?.startsWith("overgang-space-"));
    const database = await new Promise<IDBDatabase>((done) => {
      const request = indexedDB.open(found!.name!);
      request.onsuccess = () => done(request.result);
    });
    await new Promise<void>((done) => {
      const transaction = database.transaction(store, "readwrite");
      transaction.oncomplete = () => done();
      const request = transaction.objectStore(store).openCursor();
      request.onsuccess = () => {
        const cursor = request.result!;
        const record = cursor.value as Uint8Array;
        record[record.length >> 1]! ^= 1;
        cursor.update(record);
      };
    });
    database.close();
  }, store);
}
