// Each page of a list before pa11y with both of its runners, in one Chromium.
// Takes: a file of [{"url", "cookie"}], the folder of the checkers, Chromium. Prints what it found.
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";

const [list, home, chromium, out] = process.argv.slice(2);
const load = createRequire(`${home}/`);
const pa11y = load("pa11y");
const puppeteer = load("puppeteer");
const args = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-background-networking"];
const browser = await puppeteer.launch({ executablePath: chromium, args, headless: true });
const found = [];
for (const { url, cookie } of JSON.parse(readFileSync(list, "utf-8"))) {
  try {
    const said = await pa11y(url, {
      browser,
      headers: cookie ? { Cookie: cookie } : {},
      runners: ["axe", "htmlcs"],
      standard: "WCAG2AA",
      timeout: 60000,
      ignore: ["WCAG2AA.Principle1.Guideline1_4.1_4_3.G18.Abs"],
    });
    found.push({ url, issues: said.issues });
  } catch (trouble) {
    found.push({ url, trouble: String(trouble) });
  }
}
await browser.close();
writeFileSync(out, JSON.stringify(found));
