// The name of a new person is looked up by the national identity number, which goes with the plan; whatever the register
// does, the fields stay for writing by hand.
import { createServer, type Server } from "node:http";
import { type AddressInfo } from "node:net";
import { type Page } from "@playwright/test";
import { signIn, syncNow, VILDE, visit } from "./app";
import { expect, test } from "./fixtures";

const NUMBER = "01019010046";
const UNKNOWN = "02029010075";

/** A register that knows one person and is silent about a third number. */
async function register(): Promise<Server> {
  const server = createServer((request, answer) => {
    let body = "";
    request.on("data", (part) => (body += part));
    request.on("end", () => {
      const { identity_number } = JSON.parse(body);
      const person = {
        found: "person",
        given_name: "Oppdiktet",
        family_name: "Registersen",
        prison: "ullersmo",
        address_grade: "none",
      };
      answer.setHeader("content-type", "application/json");
      answer.end(JSON.stringify(identity_number === NUMBER ? person : { found: "nobody" }));
    });
  });
  await new Promise<void>((listens) => server.listen(0, "127.0.0.1", listens));
  return server;
}

async function newPerson(page: Page, url: string): Promise<void> {
  await visit(page, `${url}/new`);
  await expect(page.getByRole("button", { name: "Slå opp navnet" })).toBeVisible();
}

test("a name is looked up by the number, which goes with the plan", async ({ centre, newDevice }) => {
  const asked = await register();
  await centre.askRegister((asked.address() as AddressInfo).port);
  const tablet = await newDevice();
  await signIn(tablet, centre, VILDE);
  const { page } = tablet;
  await newPerson(page, centre.url);
  const number = page.getByLabel(/^Fødselsnummer eller D-nummer/);
  const name = page.getByLabel("Navn", { exact: true });
  const lookUp = page.getByRole("button", { name: "Slå opp navnet" });

  await number.fill("12345678901");
  await lookUp.click();
  await expect(page.getByText("Et av dem er feil", { exact: false })).toBeVisible();
  await number.fill(UNKNOWN);
  await lookUp.click();
  await expect(page.getByText("Ingen har dette nummeret", { exact: false })).toBeVisible();
  await expect(name).toHaveValue("");
  await number.fill(`${NUMBER.slice(0, 6)} ${NUMBER.slice(6)}`);
  await lookUp.click();
  await expect(page.getByText("Navnet er hentet", { exact: false })).toBeVisible();
  await expect(name).toHaveValue("Oppdiktet Registersen");
  await expect(page.getByLabel("Fengsel", { exact: true })).toHaveValue("ullersmo");

  // Another day of birth than the number has is said at the number, and nothing is opened.
  await page.getByLabel(/^Fødselsdato/).fill("1990-01-02");
  await page.getByRole("button", { name: "Opprett plan" }).click();
  await expect(page.getByText("hører til en annen fødselsdato", { exact: false }).first()).toBeVisible();
  await page.getByLabel(/^Fødselsdato/).fill("1990-01-01");
  await page.getByRole("button", { name: "Opprett plan" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Oppdiktet Registersen");
  await page.getByRole("link", { name: "Person", exact: true }).click();
  await expect(page.locator('[data-sheet="person"]')).toContainText("010190 •••••");
  await syncNow(page, centre);
  asked.closeAllConnections();
  asked.close();

  await test.step("without an answer, and without network, the name is written by hand", async () => {
    for (const goesOffline of [false, true]) {
      if (goesOffline) await tablet.goOffline();
      await visit(page, `${centre.url}/new`);
      await number.fill(NUMBER);
      await lookUp.click();
      await expect(page.getByText("Fikk ikke svar. Skriv navnet selv.")).toBeVisible();
      await name.fill("Skrevet Selv");
      await expect(number).toHaveValue(NUMBER);
    }
    await page.getByRole("button", { name: "Opprett plan" }).click();
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("Skrevet Selv");
  });
});
