// The app starts, keeps itself for use without network, and its page allows no code but our own.
import { expect, expectAccessible, test, waitUntilInstalled } from "./fixtures";

test.use({ wholeBrowser: true });

test("the app opens, also cold and without network, and after the centre is back", async ({ centre, newDevice }) => {
  const tablet = await newDevice();
  await tablet.page.goto(centre.url);
  await expect(tablet.page.getByRole("main")).toBeVisible();
  await expectAccessible(tablet.page);
  await waitUntilInstalled(tablet.page);

  await centre.kill9();
  await tablet.goOffline();
  await tablet.page.reload();
  await expect(tablet.page.getByRole("main")).toBeVisible();

  await tablet.kill9();
  const page = await tablet.open();
  await tablet.goOffline();
  await page.goto(centre.url);
  await expect(page.getByRole("main")).toBeVisible();

  await centre.restart();
  await tablet.goOnline();
  await page.reload();
  await expect(page.getByRole("main")).toBeVisible();
});

test("the page's own rules let the app run and refuse foreign code", async ({ centre, newDevice }) => {
  const { page } = await newDevice();
  const refused: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error") refused.push(message.text());
  });
  const response = await page.goto(centre.url);
  const rules = response?.headers()["content-security-policy"] ?? "";
  expect(rules).toContain("require-trusted-types-for 'script'");
  expect(rules).not.toContain("'unsafe-inline'");
  await expect(page.getByRole("main")).toBeVisible();
  expect(refused).toEqual([]);

  const outcomes = await page.evaluate(async () => {
    const attempt = async (act: () => unknown) => {
      try {
        await act();
        return "passed";
      } catch {
        return "refused";
      }
    };
    const box = document.createElement("div");
    return {
      markup: await attempt(() => (box.innerHTML = "<p>hei</p>")),
      script: await attempt(() => (box.innerHTML = "<script>1</script>")),
      handler: await attempt(() => (box.innerHTML = "<img src=x onerror=alert(1)>")),
      worker: await attempt(() => new Worker("/trusted-types.js")),
    };
  });
  expect(outcomes).toEqual({ markup: "passed", script: "refused", handler: "refused", worker: "refused" });
});
