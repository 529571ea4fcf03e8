// The page's one Trusted Types policy, and its first script. The CSP says
// `require-trusted-types-for 'script'; trusted-types default`: from then on the browser asks this
// policy before any string becomes markup or the address of a script. leptos builds the static parts
// of a view through innerHTML, so markup passes unless it could run something. Nothing a person types
// comes this way: typed text is always set as text.
(() => {
  "use strict";
  if (!window.trustedTypes || !window.trustedTypes.createPolicy) return; // an engine without Trusted Types

  // Elements that run or load something, event handlers in attributes, and script addresses.
  const COULD_RUN =
    /<\s*\/?\s*(?:script|iframe|frame|frameset|object|embed|base|meta|link)\b|[\s"'/]on[a-z]+\s*=|srcdoc\s*=|javascript:/i;

  // Our own worker files, by path on our own origin. A new worker is added here.
  const WORKER_FILES = new Set(["/sw.js", "/key_worker_loader.js", "/second_copy_loader.js"]);

  window.trustedTypes.createPolicy("default", {
    createHTML(markup) {
      if (COULD_RUN.test(markup)) throw new TypeError("markup that could run something is refused");
      return markup;
    },
    createScriptURL(address) {
      const url = new URL(address, location.origin);
      if (url.origin === location.origin && url.search === "" && WORKER_FILES.has(url.pathname)) return url.href;
      throw new TypeError("only our own worker files may be loaded as scripts");
    },
    // No createScript: strings never become code.
  });
})();
