// The build leaves out of Aksel's CSS what no component writes. This holds every screen against the whole of
// it: if a rule that a screen needs were taken out, adding the whole would change how something looks.
import { readFileSync } from "node:fs";
import { type Page } from "@playwright/test";
import { openPlan, planIds, signIn, unfold, VILDE, visit } from "./app";
import { expect, test } from "./fixtures";

const WHOLE = readFileSync(`${__dirname}/../../target/style/joined/app.css`, "utf8");

/** What looks otherwise with all of Aksel's rules: element, property, and both values. */
function differences(page: Page): Promise<string[]> {
  return page.evaluate(async (css) => {
    await Promise.allSettled(document.getAnimations().map((animation) => animation.finished));
    const looks = () => {
      const found: Map<string, string>[] = [];
      for (const element of document.body.querySelectorAll("*")) {
        for (const part of ["", "::before", "::after"]) {
          const style = getComputedStyle(element, part || null);
          if (part && style.content === "none") continue;
          const values = new Map([["*", `${element.tagName}.${element.getAttribute("class") ?? ""}${part}`]]);
          for (const property of style) {
            if (!property.startsWith("--")) values.set(property, style.getPropertyValue(property));
          }
          found.push(values);
        }
      }
      return found;
    };
    const before = looks();
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    document.adoptedStyleSheets = [sheet];
    const after = looks();
    document.adoptedStyleSheets = [];
    const different: string[] = [];
    if (before.length !== after.length) different.push(`${before.length} parts, then ${after.length}`);
    before.forEach((values, at) => {
      for (const [property, value] of values) {
        const whole = after[at]?.get(property);
        if (whole !== value) different.push(`${values.get("*")} ${property}: ${value}, whole: ${whole}`);
      }
    });
    return different.slice(0, 20);
  }, WHOLE);
}

test("every screen looks as it does with all of Aksel's rules", async ({ centre, newDevice }) => {
  const tablet = await newDevice();
  const { page } = tablet;
  await visit(page, centre.url);
  await expect(page.getByRole("button", { name: VILDE.name })).toBeVisible();
  expect(await differences(page)).toEqual([]);

  await signIn(tablet, centre, VILDE);
  const [plan] = await planIds(page, centre);
  for (const size of [{ width: 820, height: 1180 }, { width: 1440, height: 900 }]) {
    await page.setViewportSize(size);
    for (const path of ["/", "/agenda", "/sync", "/new", "/nowhere"]) {
      await visit(page, centre.url + path);
      await expect(page.getByRole("main").locator("h1, p").first()).toBeVisible();
      expect(await differences(page), path).toEqual([]);
    }
    await visit(page, `${centre.url}/new`);
    await page.getByRole("button", { name: "Opprett plan" }).click();
    await expect(page.getByRole("main").getByText(/skriv/i).first()).toBeVisible();
    expect(await differences(page), "errors at the fields").toEqual([]);
    await openPlan(page, centre, plan!);
    await unfold(page.locator("[data-item]").first());
    expect(await differences(page), "plan").toEqual([]);
    await page.getByRole("button", { name: "Endre dato" }).click();
    await expect(page.getByRole("dialog")).toBeVisible();
    expect(await differences(page), "dialog").toEqual([]);
  }
});
