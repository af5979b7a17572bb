// Opens a page in Chromium and prints as JSON what a reader would run into.
// node look.mjs CHROMIUM PAGE
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const [executablePath, file] = process.argv.slice(2);
const url = pathToFileURL(file).href;
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const off = ["background-networking", "component-update", "sync", "quic", "gpu"].map((name) => `--disable-${name}`);
const browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--no-first-run", ...off] });
const found = { requests: [], errors: [], violations: {}, wider: {} };

async function open(options, hash = "") {
  const page = await browser.newPage(options);
  page.on("pageerror", (error) => found.errors.push(error.message));
  page.on("request", (request) => /^(file|data):/.test(request.url()) || found.requests.push(request.url()));
  await page.goto(url + hash);
  return page;
}

for (const [colorScheme, width] of [["light", 1280], ["dark", 1280], ["light", 390], ["dark", 390]]) {
  const page = await open({ colorScheme, viewport: { width, height: 900 } });
  await page.evaluate(() => document.querySelectorAll("details").forEach((details) => (details.open = true)));
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => axe.run({ resultTypes: ["violations"] }));
  found.violations[`${colorScheme} ${width}`] = violations.map((v) => `${v.id}: ${v.nodes.length}, ${v.nodes[0].html.slice(0, 120)}`);
  await page.close();
}

for (const width of [390, 768, 1280]) {
  const page = await open({ viewport: { width, height: 900 } });
  const wider = () => page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  const closed = await wider();
  await page.evaluate(() => document.querySelectorAll("details").forEach((details) => (details.open = true)));
  found.wider[width] = Math.max(closed, await wider());
  await page.close();
}

const page = await open({ viewport: { width: 1280, height: 900 } });
const table = page.locator("table.filtered").first();
const visible = () => table.locator("tbody:visible").evaluateAll((claims) => claims.map((claim) => claim.dataset));
const buttons = table.locator("xpath=preceding-sibling::div[1]").locator("button");
found.all = (await visible()).map((claim) => claim.id);
await buttons.first().focus();
await page.keyboard.press("Space");
found.pressed = await buttons.first().getAttribute("aria-pressed");
found.filtered = await visible();
const hidden = await table.locator("tbody[hidden]").first().getAttribute("id");
await page.evaluate((id) => (location.hash = id), hidden);
await page.waitForTimeout(100);
found.linked = await page.locator(`[id="${hidden}"]`).isVisible();
found.opened = await page.locator(`[id="${hidden}"] details`).evaluateAll((all) => all.every((one) => one.open));
await page.getByRole("searchbox").first().fill("no such words anywhere");
found.nothing = (await visible()).length;
await page.getByRole("searchbox").first().fill("");
await table.getByRole("button", { name: "Verdict" }).click();
found.sorted = (await visible()).map((claim) => claim.verdict);
found.sort = await table.locator("th[aria-sort]").getAttribute("aria-sort");

await browser.close();
console.log(JSON.stringify(found));
