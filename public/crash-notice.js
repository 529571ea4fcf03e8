// Says that the app has stopped, when it has. A fault in its WebAssembly ends the app at once and leaves a page on
// which nothing moves: the person would go on typing into fields that save nothing. The words stand
// hidden in index.html; here they are only shown, so this works whatever else is broken.
(() => {
  "use strict";
  const hasStopped = (error) => error instanceof WebAssembly.RuntimeError;
  const show = () => {
    const notice = document.getElementById("crashed");
    if (!notice || !notice.hidden) return;
    // Behind an open dialog nothing can be pressed.
    (document.querySelector("dialog[open]") ?? document.body).append(notice);
    notice.hidden = false;
    // What cannot be saved any more cannot be typed any more. What stands there can still be read and copied.
    for (const field of document.querySelectorAll("input, textarea")) field.readOnly = true;
    document.getElementById("crashed-reload").addEventListener("click", () => location.reload());
  };
  window.addEventListener("error", (event) => hasStopped(event.error) && show());
  window.addEventListener("unhandledrejection", (event) => hasStopped(event.reason) && show());
})();
