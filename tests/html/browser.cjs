// The report as its readers meet it. Each test has a page as if it were its own; whatever a page reports as an error, or asks for
// outside the report, fails the test.
// usage: node browser.cjs WORK CHROMIUM [NAME]; NAME: only tests whose name has it
"use strict";
const assert = require("node:assert/strict");
const fs = require("node:fs");
const path = require("node:path");
const { pathToFileURL } = require("node:url");
const { chromium } = require("playwright-core");
const { accessProblems, layoutProblems } = require("./judges.cjs");

const [work, executablePath, only = ""] = process.argv.slice(2);
const url = (file) =>
    pathToFileURL(path.join(work, file.split("#")[0])).href + (file.includes("#") ? "#" + file.split("#")[1] : "");
const tests = [];
const test = (name, run, options = {}) => tests.push({ name, run, options });
const viewport = { width: 1280, height: 800 };
const slow = ({ name }) => name.startsWith("very many") || name.startsWith("looks");
const WORDS = "report/src/words-words.c.html";
const sizes = [
    [390, 844],
    [1024, 768],
    [1600, 1000],
];

const texts = (locator) => locator.evaluateAll((list) => list.map((element) => element.textContent.trim()));
const visibleFiles = (page) => page.locator("tr[data-d='4']:visible th a").allInnerTexts();
const inView = (locator) =>
    locator.evaluate((element) => {
        const box = element.getBoundingClientRect();
        return box.top >= 0 && box.bottom <= innerHeight;
    });
const background = (locator) => locator.evaluate((element) => getComputedStyle(element).backgroundColor);
const here = (page) => page.locator(".lines .here").evaluate((line) => line.id);

// Navigation
test("from the summary to a file and back", async (page) => {
    await page.goto(url("report/index.html"));
    assert.equal(await page.title(), "wordpack – coverage");
    await page.getByRole("link", { name: "words.c", exact: false }).first().click();
    assert.match(page.url(), /src\/.*words\.c\.html$/);
    await page.getByRole("link", { name: "Functions", exact: true }).click();
    await page.locator("tbody a", { hasText: /^append$/ }).click();
    assert.match(page.url(), /words-words\.c\.html#L22$/);
    assert.ok(await inView(page.locator("#L22")));
    await page.goBack();
    await page.getByRole("link", { name: "Summary" }).click();
    assert.match(page.url(), /index\.html$/);
    assert.equal(await page.locator(".top nav a[aria-current=page]").innerText(), "Summary");
});
test("a line by its address", async (page) => {
    await page.goto(url(WORDS + "#L52"));
    assert.ok(await inView(page.locator("#L52")));
    assert.notEqual(await background(page.locator("#L52")), await background(page.locator("#L54")));
    await page.locator("#L54 a").click();
    assert.match(page.url(), /#L54$/);
});
test("next and previous missed part", async (page) => {
    await page.goto(url(WORDS));
    const seen = [];
    for (let i = 0; i < 5; i++) {
        await page.keyboard.press("n");
        seen.push(await here(page));
        assert.ok(await inView(page.locator(".lines .here")));
    }
    assert.deepEqual(seen, ["L25", "L27", "L40", "L50", "L66"]);
    await page.keyboard.press("n");
    assert.equal(await here(page), "L25");
    await page.keyboard.press("p");
    assert.equal(await here(page), "L66");
    assert.equal(await page.locator(".at").innerText(), "5/5");
    assert.match(page.url(), /#L66$/);
    await page.getByRole("button", { name: "Previous missed part" }).click();
    assert.equal(await here(page), "L50");
    await page.goto(url("report/src/words-include-words.h.html"));
    assert.equal(await page.locator(".at").innerText(), "none missed");
    assert.ok(await page.getByRole("button", { name: "Next missed part" }).isDisabled());
    await page.keyboard.press("n");
    assert.equal(await page.locator(".lines .here").count(), 0);
});
test("next and previous file", async (page) => {
    await page.goto(url(WORDS));
    await page.keyboard.press("]");
    await page.waitForURL(/words-include-words\.h\.html$/);
    await page.keyboard.press("[");
    await page.waitForURL(/words-words\.c\.html$/);
});
test("go to a file, a function, a line", async (page) => {
    await page.goto(url("report/index.html"));
    await page.keyboard.press("f");
    await page.locator("dialog[open] input").fill("app mai");
    await page.keyboard.press("Enter");
    await page.waitForURL(/app-main\.c\.html$/);
    await page.getByRole("button", { name: "Go to" }).click();
    await page.locator("dialog[open] input").fill("words_");
    const found = await texts(page.locator("dialog[open] li"));
    assert.ok(
        found.includes("words_addwords/words.c:58") && found.includes("words_freewords/words.c:92"),
        found.join(),
    );
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowUp");
    await page.locator("dialog[open] li", { hasText: "words_sort" }).click();
    await page.waitForURL(/words-words\.c\.html#L85$/);
    await page.keyboard.press(":");
    await page.keyboard.type("12");
    await page.keyboard.press("Enter");
    assert.equal(await here(page), "L12");
    await page.keyboard.press(":");
    await page.keyboard.type("7777");
    await page.keyboard.press("Enter");
    assert.equal(await page.getByRole("status").first().textContent(), "No line 7777");
});
test(
    "the strip beside the text",
    async (page) => {
        await page.goto(url(WORDS));
        await page.mouse.click(1278, 716);
        assert.equal(await here(page), "L99");
    },
    { viewport: { width: 1280, height: 720 } },
);

// Tables
test("sorting", async (page) => {
    await page.goto(url("report/index.html"));
    const heading = (name) => page.locator("thead th").filter({ hasText: name });
    const missed = async () => (await texts(page.locator("tr[data-d='2'] td:nth-of-type(2)"))).map(Number);
    await heading("Missed").getByRole("button").click();
    assert.equal(await heading("Missed").getAttribute("aria-sort"), "descending");
    const down = await missed();
    assert.deepEqual(
        down,
        [...down].sort((a, b) => b - a),
    );
    assert.ok(down[0] > down.at(-1));
    // Each file stays below its package.
    const depths = await page.locator("tbody tr").evaluateAll((rows) => rows.map((row) => Number(row.dataset.d)));
    assert.deepEqual(depths.slice(0, 4), [1, 2, 3, 4]);
    assert.ok(depths.every((depth, i) => i === 0 || depth <= depths[i - 1] + 1));
    await heading("Missed").getByRole("button").click();
    assert.equal(await heading("Missed").getAttribute("aria-sort"), "ascending");
    assert.deepEqual(
        await missed(),
        [...down].sort((a, b) => a - b),
    );
    await page.getByRole("button", { name: "Flat list" }).click();
    await heading("Statements").getByRole("button").click();
    const percents = await page
        .locator("tr[data-d='4'] td:nth-of-type(1)")
        .evaluateAll((cells) => cells.filter((cell) => cell.offsetParent).map((cell) => Number(cell.dataset.v)));
    assert.equal(percents.length, 5);
    assert.deepEqual(
        percents,
        [...percents].sort((a, b) => a - b),
    );
    assert.ok((await visibleFiles(page)).includes("words/words.c"));
    await page.reload();
    assert.equal(await page.getByRole("button", { name: "Flat list" }).getAttribute("aria-pressed"), "true");
});
test("filtering", async (page) => {
    await page.goto(url("report/index.html"));
    await page.keyboard.press("/");
    await page.keyboard.type("include words");
    assert.deepEqual(await visibleFiles(page), ["words.h"]);
    assert.equal(await page.locator(".toolbar [role=status]").innerText(), "1 of 5 files");
    assert.equal(await page.locator("tr[data-d='1']:visible").count(), 1);
    await page.keyboard.press("Escape");
    await page.locator(".toolbar input").fill("");
    await page.getByLabel("Statements covered").selectOption({ label: "Not whole" });
    const files = await visibleFiles(page);
    assert.ok(files.includes("words.c") && !files.includes("words.h"), files.join());
    await page.goto(url("report/functions.html"));
    await page.locator(".toolbar input").fill("words.c app");
    assert.deepEqual(await page.locator("tbody tr:visible th").allInnerTexts(), ["append"]);
});
test("folding and rows by keys", async (page) => {
    await page.goto(url("report/index.html"));
    const all = (await visibleFiles(page)).length;
    await page.keyboard.press("j");
    await page.keyboard.press("h");
    assert.equal(await page.locator("tbody tr:visible").count(), 1);
    assert.equal(await page.locator(".fold").first().getAttribute("aria-expanded"), "false");
    await page.keyboard.press("l");
    assert.equal((await visibleFiles(page)).length, all);
    for (let i = 0; i < 3; i++) await page.keyboard.press("j");
    const focused = await page.evaluate(() => document.activeElement.closest("tr").dataset.d);
    assert.equal(focused, "4");
    await page.keyboard.press("k");
    await page.keyboard.press("j");
    await page.keyboard.press("Enter");
    await page.waitForURL(/src\//);
});
test("functions of a file", async (page) => {
    await page.goto(url(WORDS));
    await page.locator("summary").click();
    assert.equal(await page.locator(".functions tbody tr:visible").count(), 8);
    await page.locator(".functions a", { hasText: "words_add" }).click();
    assert.ok(await inView(page.locator("#L59")));
});
test("help has every key", async (page) => {
    await page.goto(url(WORDS));
    await page.keyboard.press("?");
    const keys = await texts(page.locator("dialog[open] kbd"));
    for (const key of ["?", "/", "f", ":", "n", "p", "t", "r", "j", "k", "[", "]", "s", "m", "d"])
        assert.ok(keys.includes(key), key);
    await page.keyboard.press("Escape");
    assert.equal(await page.locator("dialog[open]").count(), 0);
    await page.keyboard.press("s");
    await page.waitForURL(/index\.html$/);
    await page.keyboard.press("m");
    await page.waitForURL(/functions\.html$/);
});

// Colours
test("parts of lines, to the column", async (page) => {
    await page.goto(url(WORDS));
    assert.deepEqual(await texts(page.locator("#L27 span.m")), ["{"]);
    assert.deepEqual(await texts(page.locator("#L27 span.h")), ["if (!items)"]);
    assert.notEqual(await background(page.locator("#L27 span.m")), await background(page.locator("#L27 span.h")));
    assert.deepEqual(await texts(page.locator("#L25 span.m.i")), ["words->cap * 2"]);
    assert.deepEqual(await texts(page.locator("#L25 span.h.i")), ["16"]);
    assert.match(
        await page.locator("#L25 span.m.i").evaluate((part) => getComputedStyle(part).textDecorationLine),
        /underline/,
    );
    // Where it stands on the screen: the gutter's 16 columns, then those of the text.
    const at = await page.locator("#L28").evaluate((line) => {
        const probe = document.createElement("span");
        probe.textContent = "0".repeat(100);
        line.append(probe);
        const column = probe.getBoundingClientRect().width / 100;
        return (line.querySelector("span.m").getBoundingClientRect().left - line.getBoundingClientRect().left) / column;
    });
    assert.ok(Math.abs(at - (16 + 12)) < 0.2, "column " + at);
    await page.locator("#L28 span.m").hover();
    assert.equal(await page.locator("#L28 span.m").getAttribute("title"), "not run");
    await page.locator("#L14 span.h").first().hover();
    assert.match(await page.locator("#L14 span.h").first().getAttribute("title"), /^run \d+ times?$/);
});
test("tabs", async (page) => {
    await page.goto(url("evil/src/tests-test_lib.c.html"));
    const columns = await page.evaluate(() =>
        ["L1", "L2"].map((id) => {
            const line = document.getElementById(id),
                range = document.createRange();
            const text = [...line.childNodes].find((node) => node.nodeType === 3);
            const at = text.textContent.search(/[bc]/);
            range.setStart(text, at);
            range.setEnd(text, at + 1);
            const box = range.getBoundingClientRect();
            return (box.left - line.getBoundingClientRect().left) / box.width;
        }),
    );
    assert.ok(Math.abs(columns[0] - 24) < 0.3 && Math.abs(columns[1] - 32) < 0.3, String(columns));
});
test("light and dark", async (page) => {
    const lightness = async () => Number((await background(page.locator("body"))).match(/\d+/)[0]);
    await page.emulateMedia({ colorScheme: "light" });
    await page.goto(url("report/index.html"));
    assert.ok((await lightness()) > 240);
    await page.emulateMedia({ colorScheme: "dark" });
    assert.ok((await lightness()) < 30);
    await page.keyboard.press("d");
    assert.ok((await lightness()) > 240, "light by the switch");
    await page.getByRole("link", { name: "Functions" }).click();
    assert.ok((await lightness()) > 240, "light on the next page");
    await page.getByRole("button", { name: "Theme: light" }).click();
    await page.emulateMedia({ colorScheme: "light" });
    assert.ok((await lightness()) < 30, "dark by the switch");
});

// Tests
test("only what one test reaches", async (page) => {
    await page.goto(url("report/index.html"));
    await page.keyboard.press("t");
    await page.locator("dialog[open] input").fill("emp");
    await page.keyboard.press("Enter");
    // summary of that test's data alone: "words.c 25.0% 12/48"
    const alone = new Map();
    for (const line of fs.readFileSync(path.join(work, "empty.txt"), "utf8").split("\n")) {
        const found = /^ +(\S+\.[ch]) +\S+ +(\d+\/\d+)/.exec(line);
        if (found) alone.set(found[1], found[2]);
    }
    const shown = await page
        .locator("tr[data-d='4']")
        .evaluateAll((rows) =>
            rows.map((row) => [
                row.querySelector("a").lastChild.textContent,
                row.cells[1].querySelector("small").textContent,
            ]),
        );
    assert.ok(alone.size >= 3);
    for (const [name, count] of shown) assert.equal(count, alone.get(name) ?? "0/" + count.split("/")[1], name);
    await page.locator(".scroll tbody a", { hasText: "words.c" }).last().click();
    await page.getByRole("button", { name: "Test: empty" }).waitFor();
    // compare() was run by another test, words_free() by this one.
    await page.locator("#L78.off").waitFor();
    assert.equal(await page.locator("#L97.off").count(), 0);
    assert.notEqual(await background(page.locator("#L97 span.h")), await background(page.locator("#L82 span.h")));
    await page.keyboard.press("t");
    await page.locator("dialog[open] li").first().click();
    assert.equal(await page.locator(".off").count(), 0);
});
test("which tests reached a line", async (page) => {
    await page.goto(url(WORDS + "#L82"));
    await page.keyboard.press("r");
    await page.locator("dialog[open]").waitFor();
    assert.match(await page.locator("dialog[open] p").innerText(), /^Line 82 was reached by \d of 3 tests/);
    assert.deepEqual(await texts(page.locator("dialog[open] li")), ["cli", "order"]);
    await page.keyboard.press("Escape");
    await page.locator("#L97 b").click();
    assert.deepEqual(await texts(page.locator("dialog[open] li")), ["cli", "empty", "order"]);
});

// Other readers
test(
    "without JavaScript",
    async (page) => {
        await page.goto(url(WORDS + "#L27"));
        assert.ok(await inView(page.locator("#L27")));
        assert.match(await page.locator("#L27").innerText(), /27\s*\d+\s*if \(!items\) \{/);
        await page.locator("summary").click();
        assert.ok(await page.locator(".functions table").isVisible());
        assert.equal(await page.locator("button:visible").count(), 0);
        await page.goto(url("report/index.html"));
        assert.equal((await visibleFiles(page)).length, 5);
        await page.goto(url("one.html"));
        assert.ok(await page.locator("#index").isVisible());
        assert.equal(await page.locator(".page:visible").count(), 1);
        await page.locator("#index tbody a").last().click();
        assert.equal(await page.locator(".page:visible").count(), 1);
        assert.ok(await page.locator(".source:visible .lines").isVisible());
    },
    { javaScriptEnabled: false },
);
test("one file", async (page) => {
    await page.goto(url("one.html"));
    await page.keyboard.press("f");
    await page.locator("dialog[open] input").fill("words_sort");
    await page.keyboard.press("Enter");
    await page.locator(".source:visible").waitFor();
    assert.match(page.url(), /#f\d+L85$/);
    assert.equal(await page.locator(".page:visible").count(), 1);
    await page.keyboard.press("p");
    assert.match(await here(page), /^f\d+L66$/);
    assert.equal(await page.locator(".page:visible").count(), 1);
    await page.keyboard.press("]");
    await page.locator("h1:visible", { hasText: "words.h" }).waitFor();
    await page.keyboard.press("t");
    await page.locator("dialog[open] li", { hasText: "cli" }).click();
    await page.keyboard.press("s");
    await page.locator("#index").waitFor();
    assert.match(await page.locator(".top").innerText(), /Test: cli/);
});
test(
    "on paper",
    async (page) => {
        await page.goto(url(WORDS));
        await page.emulateMedia({ media: "print", colorScheme: "dark" });
        assert.equal(await page.locator(".tools:visible, .map:visible").count(), 0);
        assert.equal(await background(page.locator("body")), "rgb(255, 255, 255)");
        const overflow = await page.evaluate(
            () =>
                [...document.querySelectorAll(".block > div")].filter((line) => line.scrollWidth > line.clientWidth + 1)
                    .length,
        );
        assert.equal(overflow, 0);
        assert.ok((await page.pdf()).length > 20000);
    },
    { viewport: { width: 700, height: 1000 } },
);
test("hostile names and text", async (page) => {
    for (const file of [
        "index.html",
        "functions.html",
        ...fs.readdirSync(path.join(work, "evil/src")).map((name) => "src/" + name),
    ]) {
        await page.goto(url("evil/" + file));
        assert.match(await page.title(), /coverage$/);
        assert.equal(await page.locator("main script:not([type])").count(), 0);
    }
    await page.keyboard.press("f");
    await page.locator("dialog[open] input").fill("script");
    assert.match((await texts(page.locator("dialog[open] li")))[0], /<script>alert\(1\)<\/script>/);
});
test("notes on sources", async (page) => {
    await page.goto(url("evil/src/lib-lib.c.html"));
    assert.match(await page.getByRole("note").innerText(), /not found/);
    await page.goto(url("evil/src/tests-test_lib.c.html"));
    assert.match(await page.getByRole("note").innerText(), /not the text that was compiled/);
});
// The file's lines, eight a function (browser.sh).
const many = Number(process.env.LINES);
test("very many functions", async (page) => {
    await page.goto(url("huge/functions.html"));
    assert.equal(await page.locator("h1").innerText(), many / 8 + " functions");
    assert.equal(await page.locator("tbody tr").count(), 5000);
    assert.match(await page.getByRole("note").innerText(), /^The 5000 with most missed statements/);
    // Rows stand in groups that are laid out when they are seen: what narrows them down or sorts them goes across.
    const names = await page.locator("tbody th").allTextContents();
    await page.locator(".toolbar input").fill(names.at(-1));
    assert.ok(await inView(page.locator("tbody tr:visible a", { hasText: names.at(-1) }).first()));
    assert.equal(
        await page.locator("tbody:visible").count(),
        new Set(names.flatMap((name, i) => (name.includes(names.at(-1)) ? [Math.floor(i / 50)] : []))).size,
    );
    await page.locator(".toolbar input").fill("");
    await page.getByRole("button", { name: "Function" }).click();
    const order = (a, b) => a.localeCompare(b, "en", { numeric: true });
    assert.deepEqual(await page.locator("tbody th").allTextContents(), [...names].sort(order));
    await page.locator("tbody tr").last().scrollIntoViewIfNeeded();
    assert.ok(await inView(page.locator("tbody tr").last()));
    await page.keyboard.press("f");
    await page.locator("dialog[open] input").fill("function" + (many / 8 - 1));
    await page.locator("dialog[open] li").first().click();
    await page.waitForURL((address) => address.hash === "#L" + (many - 5));
});
test("very many lines", async (page) => {
    const name = fs.readdirSync(path.join(work, "huge/src"))[0],
        last = many - 1000;
    await page.goto(url("huge/src/" + name + "#L" + last));
    assert.ok(await inView(page.locator("#L" + last)));
    await page.keyboard.press("n");
    const line = Number((await here(page)).slice(1));
    assert.ok(line > last && line < last + 100, String(line));
    assert.ok(await inView(page.locator(".lines .here")));
    await page.keyboard.press(":");
    await page.keyboard.type("100");
    await page.keyboard.press("Enter");
    assert.ok(await inView(page.locator("#L100")));
});

// Looks
const shown = {
    index: "report/index.html",
    functions: "report/functions.html",
    source: WORDS + "#L40",
    "one-file": "one.html",
    missing: "evil/src/lib-lib.c.html",
    hostile: "evil/index.html",
};
for (const [name, file] of Object.entries(shown)) {
    test("looks: " + name, async (page) => {
        await page.goto(url(file));
        if (name === "source") await page.locator("summary").click();
        for (const [width, height] of sizes) {
            await page.setViewportSize({ width, height });
            for (const colorScheme of ["light", "dark"]) {
                await page.emulateMedia({ colorScheme });
                await page.screenshot({ path: path.join(work, "shots", `${name}-${width}-${colorScheme}.png`) });
                if (width === 1024) assert.deepEqual(await accessProblems(page, "html"), [], colorScheme);
            }
            assert.deepEqual(await page.evaluate(layoutProblems), [], width + " wide");
        }
    });
}
test(
    "the picture of README.md",
    async (page) => {
        await page.goto(url(WORDS));
        await page.keyboard.press("n");
        await page.screenshot({ path: path.join(work, "shots", "readme.png") });
    },
    { viewport: { width: 1080, height: 560 }, colorScheme: "light" },
);
test("looks: dialogs", async (page) => {
    await page.goto(url(WORDS));
    for (const key of ["?", "f", "t"]) {
        await page.keyboard.press(key);
        await page.locator("dialog[open]").waitFor();
        assert.deepEqual(await accessProblems(page, "dialog[open]"), [], key);
        await page.screenshot({
            path: path.join(work, "shots", `dialog-${{ "?": "keys", f: "goto", t: "tests" }[key]}.png`),
        });
        await page.keyboard.press("Escape");
    }
});

// A page that tests use one after the other: to make a page takes longer than most tests. `wrong` is what the test did not want.
async function pageMake(browser, options = {}) {
    const context = await browser.newContext({ viewport, ...options });
    const page = await context.newPage(),
        wrong = [];
    page.setDefaultTimeout(30000);
    page.on("console", (message) => {
        if (message.type() === "error" || message.type() === "warning") wrong.push("console: " + message.text());
    });
    page.on("pageerror", (error) => wrong.push("error: " + error.message));
    page.on("dialog", (dialog) => {
        wrong.push("dialog: " + dialog.message());
        dialog.dismiss();
    });
    page.on("request", (request) => {
        if (!request.url().startsWith(pathToFileURL(work).href + "/")) wrong.push("request: " + request.url());
    });
    page.on("requestfailed", (request) => wrong.push("failed: " + request.url()));
    return { page, wrong };
}

// As a new page would be: nothing kept, nothing shown.
async function pageClear({ page }, { viewport: size = viewport, colorScheme = null }) {
    if (page.url() !== "about:blank")
        await page.evaluate(() => {
            localStorage.clear();
            sessionStorage.clear();
        });
    await page.goto("about:blank");
    await page.setViewportSize(size);
    await page.emulateMedia({ media: null, colorScheme });
}

async function testRun({ page, wrong }, { name, run }) {
    wrong.length = 0;
    try {
        await run(page);
        assert.deepEqual(wrong, []);
        return true;
    } catch (error) {
        console.log(
            `FAILED: ${name}: ${error.message}\n${(error.stack ?? "")
                .split("\n")
                .filter((line) => line.includes("browser.cjs"))
                .slice(0, 2)
                .join("\n")}`,
        );
        if (wrong.length) console.log(wrong.join("\n"));
        return false;
    }
}

(async () => {
    const root = process.getuid() === 0;
    fs.mkdirSync(path.join(work, "shots"), { recursive: true });
    const browser = await chromium.launch({ executablePath, args: root ? ["--no-sandbox"] : [] });
    // Two side by side, the longest first: much of a test is waiting.
    const wanted = tests.filter((entry) => entry.name.includes(only)).sort((a, b) => slow(b) - slow(a));
    const left = [...wanted];
    let failed = 0;
    const turn = async () => {
        const own = await pageMake(browser);
        for (let entry; (entry = left.shift()); ) {
            const plain = entry.options.javaScriptEnabled === false;
            if (!plain) await pageClear(own, entry.options);
            if (!(await testRun(plain ? await pageMake(browser, entry.options) : own, entry))) failed++;
        }
    };
    await Promise.all([turn(), turn()]);
    await browser.close();
    console.log(`${wanted.length} tests, ${failed} failed`);
    process.exit(failed || !wanted.length ? 1 : 0);
})();
