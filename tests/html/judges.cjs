// What is wrong with how a page looks, by rules that hold for any font: both give texts, none if all is well.
"use strict";
const fs = require("node:fs");
const axe = fs.readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");

// Layout: nothing wider than the window, no boxes over one another, no text out of its box.
function layoutProblems() {
    const problems = [],
        visible = (element) => element.offsetParent !== null && getComputedStyle(element).visibility === "visible";
    const name = (element) =>
        element.tagName.toLowerCase() + "." + element.className + " '" + element.textContent.trim().slice(0, 30) + "'";
    const width = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth > width)
        problems.push("the page is wider than the window: " + document.documentElement.scrollWidth);
    for (const table of document.querySelectorAll(".long"))
        if (visible(table) && table.offsetWidth > table.closest(".scroll").clientWidth)
            problems.push("the table is wider than the window: " + table.offsetWidth);
    for (const group of [
        ".top",
        ".top .tools",
        ".tiles",
        ".tile dd",
        ".toolbar",
        ".bar-file",
        ".bar-file .tools",
        "main .page",
        "thead tr",
        "tbody tr",
        ".steps",
        "th a, td",
        ".block > div",
    ]) {
        for (const parent of [...document.querySelectorAll(group)].slice(0, 300)) {
            const boxes = [...parent.children]
                .filter((child) => visible(child) && !child.matches(".vh, svg, script"))
                .map((element) => ({ element, box: element.getBoundingClientRect() }))
                .filter(({ box }) => box.width && box.height);
            boxes.forEach(({ element, box }, i) => {
                if (!element.closest(".scroll, .code") && (box.left < -1 || box.right > width + 1))
                    problems.push(name(element) + " leaves the window");
                for (const other of boxes.slice(i + 1)) {
                    const across = Math.min(box.right, other.box.right) - Math.max(box.left, other.box.left);
                    const down = Math.min(box.bottom, other.box.bottom) - Math.max(box.top, other.box.top);
                    if (across > 1 && down > 2) problems.push(name(element) + " overlaps " + name(other.element));
                }
            });
        }
    }
    for (const element of document.querySelectorAll("button, h1, .tile, th, td, dt, dd, small, .badge, .note")) {
        const style = getComputedStyle(element);
        if (
            visible(element) &&
            style.display !== "inline" &&
            !element.matches(".vh") &&
            element.scrollWidth > element.clientWidth + 1 &&
            element.clientWidth > 0
        )
            problems.push(name(element) + " has text that is wider than it");
    }
    return [...new Set(problems)].slice(0, 8);
}
// What axe finds wrong. It is run by the debugger, which the pages' policy does not bind.
async function accessProblems(page, within) {
    await page.evaluate(axe);
    const { violations } = await page.evaluate(
        (selector) => window.axe.run(document.querySelector(selector), { resultTypes: ["violations"], preload: false }),
        within,
    );
    return violations.map(
        ({ id, nodes }) =>
            id +
            ": " +
            nodes
                .slice(0, 3)
                .map((node) => node.html.slice(0, 120) + " " + (node.any[0]?.message ?? ""))
                .join(" | "),
    );
}

module.exports = { accessProblems, layoutProblems };
