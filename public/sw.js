// The service worker: keeps one whole version of the app for use without network.
// It holds no personal data, never touches /api/ and decides nothing about sync.
//
// How a version comes and goes:
// - install: every file is fetched and checked; one failing file fails the whole, and the old version stays.
// - waiting: a new version waits until the app says {type: "activate"}, which it does at the user's word.
// - activate: caches of older versions go.
"use strict";

// `cargo xtask finish-dist` writes both at build time: a hash over all files, and each file's path and sha384.
const VERSION = "unbuilt";
const FILES = [];

const CACHE_PREFIX = "overgang-app-";
const CACHE = CACHE_PREFIX + VERSION;

// What each kind of file must be served as. A captive portal answers everything with its own HTML:
// none of that may be kept under the name of our files.
const CONTENT_TYPES = {
  html: ["text/html"],
  js: ["text/javascript", "application/javascript"],
  wasm: ["application/wasm"],
  css: ["text/css"],
  bin: ["application/octet-stream"],
  webmanifest: ["application/manifest+json", "application/json"],
  svg: ["image/svg+xml"],
  png: ["image/png"],
};

self.addEventListener("install", (event) => {
  event.waitUntil(keepAllFiles());
});

self.addEventListener("activate", (event) => {
  event.waitUntil(dropOlderVersions());
});

self.addEventListener("message", (event) => {
  if (event.data && event.data.type === "activate") self.skipWaiting();
});

self.addEventListener("fetch", (event) => {
  const request = event.request;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin) return;
  const kept = keptPathFor(url.pathname, request.mode === "navigate");
  if (kept) event.respondWith(answer(kept, request));
});

// Which kept file answers a request, or null where the network alone answers.
function keptPathFor(path, isNavigation) {
  if (path === "/api" || path.startsWith("/api/")) return null;
  if (FILES.some((file) => file.path === path)) return path;
  // Every screen has its own address, and all of them are drawn by the same page.
  // The last part of a screen's address has no dot; a file that we do not know has.
  const isScreen = isNavigation && path !== "/health" && !path.slice(path.lastIndexOf("/")).includes(".");
  return isScreen ? "/" : null;
}

async function answer(path, request) {
  const cache = await caches.open(CACHE);
  const kept = await cache.match(path);
  // The browser may have dropped single files; the network is then better than nothing.
  return kept || fetch(request);
}

// All files are fetched and checked before the first is kept, so a version is whole or not there.
async function keepAllFiles() {
  try {
    const answers = await Promise.all(FILES.map(fetchChecked));
    const cache = await caches.open(CACHE);
    await Promise.all(FILES.map((file, i) => cache.put(file.path, answers[i])));
  } catch (error) {
    await caches.delete(CACHE);
    throw error;
  }
}

// `no-cache` asks the server again even where the browser has a copy, and saves the bytes if it is the same;
// `integrity` makes the browser refuse anything but the very bytes that were built.
async function fetchChecked(file) {
  const response = await fetch(file.path, { cache: "no-cache", integrity: file.integrity, redirect: "error" });
  if (!response.ok) throw new Error(`${file.path} was answered with ${response.status}`);
  const kind = file.path === "/" ? "html" : file.path.slice(file.path.lastIndexOf(".") + 1);
  const type = (response.headers.get("content-type") || "").split(";")[0].trim().toLowerCase();
  const expected = CONTENT_TYPES[kind];
  if (expected && !expected.includes(type)) throw new Error(`${file.path} was served as ${type || "nothing"}`);
  return response;
}

async function dropOlderVersions() {
  const older = (await caches.keys()).filter((name) => name.startsWith(CACHE_PREFIX) && name !== CACHE);
  await Promise.all(older.map((name) => caches.delete(name)));
  // On the very first install the open page is taken over at once, so that it works without network
  // without a reload. Later versions take over by being activated.
  if (older.length === 0) await self.clients.claim();
}
