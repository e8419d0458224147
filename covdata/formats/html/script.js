/* What the pages do beyond being read: theme, keys, sorting, filtering, going to names, stepping through missed parts,
   what a test reached. Everything shown is in the markup already, or in names.js and tests.js, which are loaded when
   they are first asked for. No name is ever made markup: elements are made by make(), text by text nodes. */
"use strict";
(() => {
    const page = document.documentElement;
    const all = (selector, within = document) => [...within.querySelectorAll(selector)];
    const one = (selector, within = document) => within.querySelector(selector);

    function make(tag, attributes = {}, ...children) {
        const element = document.createElement(tag);
        for (const [name, value] of Object.entries(attributes)) {
            if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
            else if (value !== false) element.setAttribute(name, value === true ? "" : value);
        }
        element.append(...children);
        return element;
    }

    const wordsOf = (text) => text.toLowerCase().split(/\s+/).filter(Boolean);
    const keySign = (name) => make("kbd", { "aria-hidden": "true" }, name);

    /* Storage may be forbidden. */
    function recall(key) {
        try { return localStorage.getItem("covdata." + key); } catch { return null; }
    }
    function keep(key, value) {
        try { localStorage.setItem("covdata." + key, value); } catch { /* not kept */ }
    }

    /* Theme: set before the page is drawn. */
    const themes = ["auto", "light", "dark"];
    let theme = themes.includes(recall("theme")) ? recall("theme") : "auto";
    const themeButton = make("button", { type: "button", onclick: themeNext });
    function themeShow() {
        if (theme === "auto") delete page.dataset.theme;
        else page.dataset.theme = theme;
        themeButton.textContent = { auto: "◐ Auto", light: "○ Light", dark: "● Dark" }[theme];
        themeButton.setAttribute("aria-label", "Theme: " + theme);
    }
    function themeNext() {
        theme = themes[(themes.indexOf(theme) + 1) % themes.length];
        keep("theme", theme);
        themeShow();
    }
    themeShow();

    const live = make("div", { class: "vh", role: "status", "aria-live": "polite" });
    const say = (text) => { live.textContent = text; };
    /* In a report of one file, the page that is shown. */
    const shown = () => all(".page").find((element) => element.offsetParent !== null);
    const single = () => document.body.classList.contains("single");
    const up = () => document.body.dataset.up;

    /* Dialogs: help and "go to". */
    const keys = [];
    const key = (name, what, run) => keys.push({ name, what, run });
    function dialogMake(label, ...children) {
        const dialog = make("dialog", { "aria-label": label }, ...children);
        dialog.addEventListener("click", (event) => { if (event.target === dialog) dialog.close(); });
        document.body.append(dialog);
        return dialog;
    }
    let help;
    function helpShow() {
        help ??= dialogMake("Keys", make("h2", {}, "Keys"), make("table", {}, make("tbody", {}, ...keys.map((entry) =>
            make("tr", {}, make("th", { scope: "row" }, make("kbd", {}, entry.name)), make("td", {}, entry.what))))),
            make("form", { method: "dialog" }, make("button", {}, "Close")));
        help.showModal();
    }

    /* Names of files and functions. */
    let names;
    window.covdataNames = (list) => {
        names = list.map(([file, address, ...rest]) => {
            const functions = [];
            for (let i = 0; i < rest.length; i += 2) functions.push([rest[i], rest[i + 1]]);
            return { file, address, functions };
        });
    };
    function scriptLoad(name) {
        return new Promise((done, failed) => document.head.append(
            make("script", { src: up() + name, onload: done, onerror: failed })));
    }
    async function namesHave() {
        if (!names) await scriptLoad("names.js");
        return names;
    }
    const lineAddress = (address, line) => single() ? address + "L" + line : up() + address + "#L" + line;
    const goTo = (address) => { location.href = address; };
    const fileAddress = (address) => single() ? address : up() + address;

    const FOUND_LIMIT = 60;
    function rank(name, words) {
        const low = name.toLowerCase();
        if (!words.every((word) => low.includes(word))) return -1;
        const base = low.slice(low.lastIndexOf("/") + 1);
        return base === words[0] ? 0 : base.startsWith(words[0]) ? 1 : base.includes(words[0]) ? 2 : 3;
    }
    function find(text) {
        const words = wordsOf(text), found = [];
        if (words.length === 0) return found;
        for (const { file, address, functions } of names ?? []) {
            const place = rank(file, words);
            if (place >= 0) found.push({ place, name: file, where: "", go: () => goTo(fileAddress(address)) });
            for (const [name, line] of functions) {
                const at = rank(name, words);
                const go = () => goTo(lineAddress(address, line));
                if (at >= 0) found.push({ place: at + .5, name, where: file + ":" + line, go });
            }
        }
        return found.sort((a, b) => a.place - b.place || a.name.length - b.name.length);
    }

    /* A dialog with a field and a list: items are {name, where, go}; `plain` takes what was typed if no item is
       wanted. */
    function chooserMake(label, items, plain = () => false) {
        const id = "list" + all("dialog").length;
        const input = make("input", { type: "search", "aria-label": label, placeholder: label, role: "combobox",
            "aria-expanded": "true", "aria-controls": id, autocomplete: "off", spellcheck: "false" });
        const list = make("ul", { id, role: "listbox", "aria-label": label });
        const title = make("p", {}), dialog = dialogMake(label, title, input, list);
        let chosen = 0, found = [];
        const choose = (index) => {
            const options = all("li", list);
            chosen = Math.max(0, Math.min(index, options.length - 1));
            options.forEach((option, i) => option.setAttribute("aria-selected", String(i === chosen)));
            options[chosen]?.scrollIntoView({ block: "nearest" });
            if (options[chosen]) input.setAttribute("aria-activedescendant", options[chosen].id);
            else input.removeAttribute("aria-activedescendant");
        };
        const take = (item) => {
            dialog.close();
            item.go();
        };
        const show = () => {
            found = items(input.value).slice(0, FOUND_LIMIT);
            list.replaceChildren(...found.map((item, i) => make("li",
                { id: id + "-" + i, role: "option", onclick: () => take(item) },
                item.name, make("small", {}, item.where))));
            choose(0);
        };
        input.addEventListener("input", show);
        input.addEventListener("keydown", (event) => {
            if (event.key === "ArrowDown") choose(chosen + 1);
            else if (event.key === "ArrowUp") choose(chosen - 1);
            else if (event.key === "Enter") {
                if (plain(input.value)) dialog.close();
                else if (found[chosen]) take(found[chosen]);
            } else return;
            event.preventDefault();
        });
        const open = (text = "", heading = "") => {
            input.value = text;
            title.textContent = heading;
            show();
            dialog.showModal();
            input.focus();
        };
        return { open, show };
    }
    let goto;
    async function gotoShow(text = "") {
        goto ??= chooserMake("File, function or :line", find, (typed) => {
            const line = /^:(\d+)$/.exec(typed.trim());
            if (line) lineGo(Number(line[1]));
            return line !== null;
        });
        goto.open(text);
        await namesHave();
        goto.show();
    }
    async function fileStep(step) {
        const here = shown();
        const list = await namesHave();
        const at = list.findIndex(({ address }) => single() ? address === "#" + here.id
            : decodeURI(location.pathname).endsWith("/" + address));
        const next = list[at + step];
        if (at >= 0 && next) goTo(fileAddress(next.address));
    }

    /* Tables. Rows of a tree have a depth; a row's children are those behind it that are deeper. */
    function valueOf(row, column, kind) {
        const cell = row.cells[column];
        return kind === "text" ? cell.textContent.toLowerCase() : Number(cell.dataset.v ?? cell.textContent);
    }
    function rowsOrder(rows, column, kind, sign) {
        const order = kind === "text" ? (a, b) => a.localeCompare(b, "en", { numeric: true }) : (a, b) => a - b;
        return rows.map((row) => [valueOf(row, column, kind), row])
            .sort((a, b) => sign * order(a[0], b[0])).map((pair) => pair[1]);
    }
    function childrenOf(rows) {
        const children = new Map([[null, []]]), path = [null];
        for (const row of rows) {
            const depth = Number(row.dataset.d);
            path.length = depth;
            children.get(path[depth - 1]).push(row);
            children.set(row, []);
            path.push(row);
        }
        return children;
    }
    const rowsOrderOf = (table, ...rest) => rowsOrder(...rest);
    function treeOrder(table, rows, column, kind, sign) {
        if (table.classList.contains("flat")) return rowsOrder(rows, column, kind, sign);
        const out = [];
        const walk = (row) => {
            for (const child of rowsOrder(table.below.get(row), column, kind, sign)) {
                out.push(child);
                walk(child);
            }
        };
        walk(null);
        return out;
    }
    function tableSort(table, heading, sign) {
        const column = heading.cellIndex, kind = heading.dataset.sort;
        table.order = [column, sign];
        all("thead th", table).forEach((other) => other.setAttribute("aria-sort",
            other !== heading ? "none" : sign > 0 ? "ascending" : "descending"));
        rowsPut(table, (table.below ? treeOrder : rowsOrderOf)(table, table.list, column, kind, sign));
    }
    /* Rows stand in groups of equal size (report.h); what of a group is shown says how high it is before it is seen. */
    function rowsPut(table, rows) {
        [...table.tBodies].forEach((body, i) => body.append(...rows.slice(i * table.group, (i + 1) * table.group)));
        groupsFit(table);
    }
    function groupsFit(table) {
        for (const body of table.matches(".long") ? table.tBodies : []) {
            const seen = [...body.rows].filter(rowSeen).length;
            body.hidden = seen === 0;
            body.style.setProperty("--rows", seen);
        }
    }
    const rowSeen = (row) => !row.hidden && !(row.dataset.d < 4 && row.closest(".flat"));
    function tableSetUp(table) {
        table.list = [...table.tBodies].flatMap((body) => [...body.rows]);
        table.group = table.tBodies[0].rows.length;
        if (table.classList.contains("tree")) table.below = childrenOf(table.list);
        for (const heading of all("thead th", table)) {
            const first = heading.dataset.sort === "number" ? -1 : 1;
            heading.setAttribute("aria-sort", "none");
            heading.replaceChildren(make("button", { type: "button", onclick: () =>
                tableSort(table, heading, table.order?.[0] === heading.cellIndex ? -table.order[1] : first) },
                heading.textContent));
        }
    }

    /* Above a table: what narrows it down. */
    const limits = [["Any coverage", () => true], ["Not whole", (v) => v < 100], ["Below 90 %", (v) => v < 90],
        ["Below 75 %", (v) => v < 75], ["Run at all", (v) => v > 0], ["Not run", (v) => v === 0]];
    function rowText(row) {
        return row.text ??= (row.cells[0].textContent + " " + (one(".where", row)?.textContent ?? "")).toLowerCase();
    }
    function tableNarrow(table, text, limit, status, what) {
        const words = wordsOf(text);
        const leaf = table.classList.contains("tree") ? "4" : undefined;
        const column = all("thead th", table).findIndex((heading) => heading.dataset.sort === "percent");
        let seen = 0, total = 0;
        const matches = (row, above) => {
            const value = Number(row.cells[column].dataset.v);
            if (value < 0) return words.length === 0;
            return limit(value) && words.every((word) => (above + rowText(row)).includes(word));
        };
        const visit = (row, above) => {
            let any = false;
            for (const child of table.below.get(row)) any = visit(child, row ? above + rowText(row) : "") || any;
            if (row?.dataset.d === leaf) { total++; any = matches(row, above); seen += any; }
            if (row) row.hidden = !any || row.folded === true;
            return any;
        };
        if (table.below) visit(null, "");
        else for (const row of table.list) { total++; row.hidden = !matches(row, ""); seen += !row.hidden; }
        groupsFit(table);
        status.textContent = (seen === total ? total : seen + " of " + total) + " " + what;
    }
    function toolbarMake(table) {
        const tree = table.classList.contains("tree"), what = tree ? "files" : "functions";
        const label = "Filter " + what;
        const input = make("input", { type: "search", placeholder: label, "aria-label": label, "data-key": "/" });
        const limit = make("select", { "aria-label": "Statements covered" },
            ...limits.map(([name], i) => make("option", { value: i }, name)));
        const status = make("small", { role: "status" });
        const narrow = () => tableNarrow(table, input.value, limits[limit.value][1], status, what);
        table.narrow = narrow;
        input.addEventListener("input", narrow);
        limit.addEventListener("change", narrow);
        const bar = make("div", { class: "toolbar" }, input, limit);
        if (tree) bar.append(treeButtons(table));
        bar.append(status);
        table.closest(".scroll").before(bar);
        narrow();
    }
    function treeButtons(table) {
        const turn = () => flatSet(!table.classList.contains("flat"));
        const button = make("button", { type: "button", "aria-pressed": "false", onclick: turn }, "Flat list");
        function flatSet(flat) {
            table.classList.toggle("flat", flat);
            button.setAttribute("aria-pressed", String(flat));
            keep("flat", flat ? "1" : "");
            if (table.order) tableSort(table, all("thead th", table)[table.order[0]], table.order[1]);
            else rowsPut(table, table.list);
        }
        for (const row of table.list) if (row.dataset.d < 4) foldAdd(table, row);
        if (recall("flat")) flatSet(true);
        return button;
    }
    function foldAdd(table, row) {
        const button = make("button", { type: "button", class: "fold", "aria-expanded": "true",
            "aria-label": "Show what is in " + row.cells[0].textContent,
            onclick: () => fold(button.getAttribute("aria-expanded") === "true") });
        function fold(folded) {
            button.setAttribute("aria-expanded", String(!folded));
            const set = (above) => {
                for (const child of table.below.get(above)) {
                    child.folded = folded;
                    const inner = one(".fold", child);
                    if (!inner || inner.getAttribute("aria-expanded") === "true") set(child);
                }
            };
            set(row);
            table.narrow();
        }
        row.fold = fold;
        row.cells[0].prepend(button);
    }
    function filterFocus() {
        const input = one("input[data-key='/']", shown());
        input?.focus();
        return input;
    }
    function rowStep(step) {
        const table = one("table.sort", shown());
        const rows = all("tbody tr", table).filter(rowSeen);
        const at = rows.findIndex((row) => row.contains(document.activeElement));
        const row = rows[at < 0 ? (step > 0 ? 0 : rows.length - 1) : Math.max(0, Math.min(at + step, rows.length - 1))];
        one("a, .fold", row)?.focus();
        row?.scrollIntoView({ block: "nearest" });
    }
    function rowFold(folded) {
        document.activeElement.closest?.(".tree tr")?.fold?.(folded);
    }

    /* Source pages. */
    const lineNumber = (line) => Number(line.id.slice(line.id.lastIndexOf("L") + 1));
    function lineShow(line) {
        all(".here", line.closest(".lines")).forEach((other) => other.classList.remove("here"));
        line.classList.add("here");
        line.scrollIntoView({ block: "center" });
    }
    function lineGo(number) {
        const section = shown();
        const line = section && document.getElementById((single() ? section.id : "") + "L" + number);
        if (line) { history.replaceState(null, "", "#" + line.id); lineShow(line); }
        else say("No line " + number);
    }
    /* Runs of lines that were missed, in whole or in part: the first line of each. */
    function gapsFind(section) {
        let last = -1;
        return section.gaps = all(".block > .m, .block > .p", section).filter((line) => {
            const number = lineNumber(line), first = number !== last + 1;
            last = number;
            return first;
        });
    }
    function gapStep(step) {
        const section = shown();
        const gaps = section?.classList.contains("source") ? section.gaps ?? gapsFind(section) : [];
        if (gaps.length === 0) return say("Nothing was missed");
        const here = one(".lines .here", section) ?? one(".lines :target", section);
        const number = here ? lineNumber(here) : 0;
        let index = step > 0 ? gaps.findIndex((line) => lineNumber(line) > number)
            : gaps.findLastIndex((line) => lineNumber(line) < number);
        if (index < 0) index = step > 0 ? 0 : gaps.length - 1;
        lineShow(gaps[index]);
        history.replaceState(null, "", "#" + gaps[index].id);
        one(".at", section).textContent = index + 1 + "/" + gaps.length;
        say("Line " + lineNumber(gaps[index]) + ", missed part " + (index + 1) + " of " + gaps.length);
    }
    function partTell(event) {
        const part = event.target.closest?.(".block span.h, .block span.m");
        if (!part || part.title) return;
        const margin = part.closest("div").querySelector("b");
        const count = part.dataset.n ?? (margin.title || margin.textContent);
        part.title = part.matches(".m") ? "not run"
            : document.body.matches(".set") ? "run" : "run " + count + (count === "1" ? " time" : " times");
    }
    function sourceSetUp(section) {
        const lines = one(".lines", section), map = one(".map", section);
        if (!lines) return;
        const gaps = gapsFind(section);
        const none = gaps.length === 0;
        const button = (text, label, step) => make("button", { type: "button", "aria-label": label, title: label,
            disabled: none, onclick: () => gapStep(step) }, text);
        one(".tools", section).append(make("span", { class: "steps" }, button("↑", "Previous missed part (p)", -1),
            make("small", { class: "at" }, none ? "none missed" : gaps.length + " missed"),
            button("↓", "Next missed part (n)", 1)));
        lines.addEventListener("mouseover", partTell);
        map?.addEventListener("click", (event) => {
            const count = Number(map.getAttribute("viewBox").split(" ")[3]);
            lineGo(Math.max(1, Math.ceil(event.clientY / map.clientHeight * count)));
        });
    }

    /* Tests. Sets of them are digits of base 16, the first for tests 0 to 3. */
    let tests, chosenTest = -1;
    const testButton = make("button", { type: "button", onclick: () => testShow() });
    window.covdataTests = (list) => { tests = list.map(([name, ...reached]) => ({ name, reached })); };
    const tested = () => document.body.classList.contains("tested");
    const setHas = (digits, test) => (parseInt(digits[test >> 2] ?? "0", 16) >> (test & 3) & 1) === 1;
    async function testsHave() {
        if (!tests) await scriptLoad("tests.js");
        return tests;
    }
    function testItems(numbers, text) {
        const words = wordsOf(text);
        return numbers.filter((number) => words.every((word) => tests[number].name.toLowerCase().includes(word)))
            .sort((a, b) => tests[a].name.localeCompare(tests[b].name, "en", { numeric: true }))
            .map((number) => ({ name: tests[number].name, where: "", go: () => testChoose(number) }));
    }
    let testDialog, testShown = [];
    async function testShow(numbers, heading) {
        if (!tested()) return say("The data is not told apart by tests");
        const everything = { name: "All tests", where: "", go: () => testChoose(-1) };
        testDialog ??= chooserMake("Test", (text) =>
            [...(chosenTest >= 0 && !text ? [everything] : []), ...testItems(testShown, text)]);
        testShown = numbers ?? [];
        testDialog.open("", heading ?? "Show only what one test reaches:");
        testShown = numbers ?? [...(await testsHave()).keys()];
        testDialog.show();
    }
    /* Which tests reached this line? */
    async function lineTests(line) {
        const section = line?.closest(".source");
        if (!section || !tested()) return;
        await testsHave();
        const sets = setsOf(section), digits = all("span[data-t]", line).map((part) => sets[part.dataset.t]);
        const numbers = [...tests.keys()].filter((number) => digits.some((set) => setHas(set, number)));
        const count = numbers.length + " of " + tests.length + " tests";
        testShow(numbers, "Line " + lineNumber(line) + " was reached by " + count + ".");
    }
    const setsOf = (section) => section.sets ??= JSON.parse(one(".sets", section).textContent);
    function testChoose(number) {
        chosenTest = number;
        try { sessionStorage.setItem("covdata.test", number < 0 ? "" : tests[number].name); } catch { /* not kept */ }
        testButton.replaceChildren(number < 0 ? "All tests" : "Test: " + tests[number].name, keySign("t"));
        testButton.classList.toggle("on", number >= 0);
        all(".source").forEach(testSource);
        all(".summary table").forEach(testTable);
    }
    /* What the test did not reach loses its colour; lines without parts go by those before them. */
    function testSource(section) {
        if (!one(".sets", section)) return;
        section.classList.toggle("only", chosenTest >= 0);
        const sets = setsOf(section);
        let off = false;
        for (const line of all(".block > .h, .block > .p", section)) {
            const parts = all("span[data-t]", line);
            for (const part of parts)
                part.classList.toggle("off", chosenTest >= 0 && !setHas(sets[part.dataset.t], chosenTest));
            if (parts.length > 0) off = parts.every((part) => part.classList.contains("off"));
            line.classList.toggle("off", chosenTest >= 0 && off);
        }
    }
    function testTable(table) {
        const { reached } = tests[chosenTest] ?? { reached: [] }, hits = new Map();
        for (let i = 0; i < reached.length; i += 2) hits.set(String(reached[i]), reached[i + 1]);
        const visit = (row) => {
            const hit = row?.dataset.f ? Math.min(hits.get(row.dataset.f) ?? 0, totalOf(row))
                : table.below.get(row).reduce((sum, child) => sum + visit(child), 0);
            if (row) testRow(row, hit);
            return hit;
        };
        table.classList.toggle("only", chosenTest >= 0);
        visit(null);
        table.narrow();
        if (table.order) tableSort(table, all("thead th", table)[table.order[0]], table.order[1]);
    }
    const totalOf = (row) => Number(one("small", row.cells[1]).textContent.split("/")[1]);
    function testRow(row, hit) {
        const [, cell, missed] = row.cells;
        row.whole ??= { cell: cell.cloneNode(true), missed: missed.textContent, total: totalOf(row) };
        const { whole } = row, percent = whole.total ? 100 * hit / whole.total : -1;
        if (chosenTest < 0) {
            cell.replaceWith(whole.cell.cloneNode(true));
            missed.textContent = whole.missed;
            return;
        }
        cell.className = "only bars";
        cell.dataset.v = percent;
        cell.style.setProperty("--v", Math.max(0, percent) + "%");
        one("b", cell).textContent = percent < 0 ? "–" : percent.toFixed(1) + "%";
        one("small", cell).textContent = hit + "/" + whole.total;
        missed.textContent = whole.total - hit;
    }
    async function testsSetUp() {
        let name;
        try { name = sessionStorage.getItem("covdata.test"); } catch { /* not kept */ }
        testButton.replaceChildren("All tests", keySign("t"));
        one(single() ? ".top .tools" : ".source .tools, .top .tools").prepend(testButton);
        for (const lines of all(".lines")) lines.addEventListener("click", (event) => {
            if (event.target.matches(".block b")) lineTests(event.target.parentNode);
        });
        if (!name) return;
        await testsHave();
        const number = tests.findIndex((test) => test.name === name);
        if (number >= 0) testChoose(number);
    }

    key("?", "These keys", helpShow);
    key("/", "Filter the table, or go to a name", () => filterFocus() || gotoShow());
    key("f", "Go to a file or function", () => gotoShow());
    key(":", "Go to a line", () => gotoShow(":"));
    key("n", "Next missed part", () => gapStep(1));
    key("p", "Previous missed part", () => gapStep(-1));
    key("t", "Show only what one test reaches", () => testShow());
    key("r", "Which tests reached this line", () => lineTests(one(".lines .here, .lines :target", shown())));
    key("j", "Next row", () => rowStep(1));
    key("k", "Previous row", () => rowStep(-1));
    key("h", "Fold the row", () => rowFold(true));
    key("l", "Unfold the row", () => rowFold(false));
    key("]", "Next file", () => fileStep(1));
    key("[", "Previous file", () => fileStep(-1));
    key("s", "Summary", () => goTo(one(".top nav a").href));
    key("m", "All functions", () => goTo(one(".top nav a:nth-of-type(2)").href));
    key("d", "Theme: as the system, light, dark", themeNext);

    function keyTake(event) {
        /* What was closed just now may have the focus still. */
        const typing = event.target.closest?.("input, select, textarea, dialog") &&
            !event.target.closest("dialog:not([open])");
        if (event.key === "Escape" && event.target.matches?.("input[data-key]")) event.target.blur();
        if (event.ctrlKey || event.altKey || event.metaKey || typing) return;
        const entry = keys.find(({ name }) => name === event.key);
        if (!entry) return;
        event.preventDefault();
        entry.run();
    }

    document.addEventListener("DOMContentLoaded", () => {
        const goButton = make("button", { type: "button", onclick: () => gotoShow() }, "Go to", keySign("f"));
        const helpButton = make("button", { type: "button", onclick: helpShow }, "Keys", keySign("?"));
        one(".top .tools").append(goButton, themeButton, helpButton);
        document.body.append(live);
        all("table.sort").forEach(tableSetUp);
        all(".summary table, .list table").forEach(toolbarMake);
        all(".source").forEach(sourceSetUp);
        document.addEventListener("keydown", keyTake);
        if (tested()) testsSetUp();
        for (const link of all(".top nav a"))
            if (link.href === location.href.replace(/#.*/, "")) link.setAttribute("aria-current", "page");
    });
})();
