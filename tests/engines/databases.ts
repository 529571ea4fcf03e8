// What lies in the app's databases, as any script on its origin finds it, and making one newer than the app.
import { type Tab } from "./browser";

/** Every record of every database of the app: its store and name, and its bytes as text. */
export type Records = Record<string, string>;

/**
 * Opens all databases of the app `ahead` versions ahead of the app's own, as a newer app would, and closes them. Answers
 * with the versions, or says after some seconds that it is blocked.
 */
export async function upgradeAll(tab: Tab, ahead: number): Promise<number[]> {
  return tab.evaluate(async (ahead) => {
    const found = (await indexedDB.databases()).filter(({ name }) => name?.startsWith("overgang"));
    const open = ({ name, version }: IDBDatabaseInfo) =>
      new Promise<number>((opened, failed) => {
        const request = indexedDB.open(name!, version! + ahead);
        request.onsuccess = () => {
          opened(request.result.version);
          request.result.close();
        };
        request.onerror = () => failed(request.error);
        setTimeout(() => failed(new Error(`${name} is blocked`)), 8_000);
      });
    return Promise.all(found.map(open));
  }, ahead);
}

/** All that lies in the databases, at whatever version they are. */
export async function allRecords(tab: Tab): Promise<Records> {
  return tab.evaluate(async () => {
    const answer = <Result>(request: IDBRequest<Result>) =>
      new Promise<Result>((done, failed) => {
        request.onsuccess = () => done(request.result);
        request.onerror = () => failed(request.error);
      });
    const all: Record<string, string> = {};
    for (const { name } of await indexedDB.databases()) {
      if (!name?.startsWith("overgang")) continue;
      const database = await answer(indexedDB.open(name));
      for (const store of database.objectStoreNames) {
        const records = database.transaction(store).objectStore(store);
        const [names, values] = await Promise.all([answer(records.getAllKeys()), answer(records.getAll())]);
        names.forEach((key, at) => {
          all[`${name} ${store} ${String(key)}`] = Array.from(values[at] as Uint8Array).join();
        });
      }
      database.close();
    }
    return all;
  });
}
