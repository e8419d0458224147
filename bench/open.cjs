// How long a browser takes to open a page: from the address to the first paint, to the end of the page's own script, and to the paint
// behind that, when all of the page is there and answers. A new tab each time, of a browser that runs; the best of the rounds, ms.
// usage: node open.cjs CHROMIUM ROUNDS PAGE...
"use strict";
const { pathToFileURL } = require("node:url");
const { chromium } = require("playwright-core");

const [executablePath, rounds, ...pages] = process.argv.slice(2);
const names = ["first paint", "script done", "whole"];

function times() {
    return new Promise((done) =>
        requestAnimationFrame(() =>
            setTimeout(() =>
                done([
                    performance.getEntriesByName("first-contentful-paint")[0].startTime,
                    performance.getEntriesByType("navigation")[0].domContentLoadedEventEnd,
                    performance.now(),
                ]),
            ),
        ),
    );
}

async function open(browser, file) {
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    await page.goto(pathToFileURL(file).href);
    const taken = await page.evaluate(times);
    await page.close();
    return taken;
}

(async () => {
    const root = process.getuid() === 0;
    const browser = await chromium.launch({ executablePath, args: root ? ["--no-sandbox"] : [] });
    console.log("".padEnd(26) + names.map((name) => name.padStart(14)).join(""));
    for (const file of pages) {
        const all = [];
        for (let i = 0; i < Number(rounds); i++) all.push(await open(browser, file));
        const best = all.sort((a, b) => a[2] - b[2])[0];
        console.log(file.replace(/.*\//, "").padEnd(26) + best.map((ms) => Math.round(ms).toString().padStart(14)).join(""));
    }
    await browser.close();
})();
