// What axe does not see, asked of a page that stands in a window. Each function tells what is wrong, in words.
(() => {
  const drawn = (el) => el.getClientRects().length > 0 && el.checkVisibility({ visibilityProperty: true });
  const name = (el) => `<${el.tagName.toLowerCase()} class="${el.className.baseVal ?? el.className}"> ${(el.textContent || el.name || "").trim().slice(0, 40)}`;
  const reached = () => [...document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex='0']")]
    .filter((el) => drawn(el) && !el.disabled && el.type !== "hidden");
  const within = (el, other) => el === other || el.contains(other) || other.contains(el) || [...(el.labels || [])].some((l) => l.contains(other));

  window.checks = {
    // What axe finds by these sets of rules; only what is wrong comes back.
    axe: (rules) => axe.run({ runOnly: rules, resultTypes: ["violations"] }).then((found) =>
      found.violations.flatMap((rule) => rule.nodes.map((node) => `${rule.id}: ${rule.help}: ${node.html.slice(0, 120)}`))),

    // How many pixels the page is wider than the window.
    sideways: () => document.documentElement.scrollWidth - document.documentElement.clientWidth,

    // What sticks out of the window, where the page is wider: the innermost elements.
    wide: () => checks.sideways() <= 0 ? [] : [...document.querySelectorAll("body *")]
      .filter((el) => drawn(el) && !el.closest(".region, .unseen") && el.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
      .filter((el, _, all) => !all.some((other) => other !== el && el.contains(other))).map(name),

    // Everything that takes the focus can be seen while it has it: no head that stays covers it, nothing is off the page.
    covered() {
      const wrong = [];
      for (const el of reached()) {
        el.focus({ preventScroll: false });
        if (el.matches("textarea")) el.scrollIntoView({ block: "nearest" }); // Chromium goes to its caret a moment later
        if (document.activeElement !== el) { wrong.push(`takes no focus: ${name(el)}`); continue; }
        const box = [...el.getClientRects()].find((r) => r.width > 0 && r.height > 0);
        if (!box || el.matches(".region") || el.id === "main") continue;
        const x = Math.min(Math.max(box.left + Math.min(box.width / 2, 12), 1), innerWidth - 2);
        const y = box.top + box.height / 2;
        if (y < 0 || y > innerHeight) { wrong.push(`out of sight: ${name(el)}`); continue; }
        const top = document.elementFromPoint(x, y);
        if (top && !within(el, top)) wrong.push(`covered by ${name(top)}: ${name(el)}`);
      }
      return wrong;
    },

    // The order of the keyboard is that of the page; what only looks like a control is none.
    order() {
      const wrong = [...document.querySelectorAll("[tabindex]")].filter((el) => el.tabIndex > 0).map((el) => `jumps ahead: ${name(el)}`);
      return wrong.concat([...document.querySelectorAll("[onclick], a:not([href])")].map((el) => `no control: ${name(el)}`));
    },

    // Every row of a table has as many columns as its head.
    ragged() {
      const wrong = [];
      for (const table of document.querySelectorAll("table")) {
        const widths = [], below = [];
        [...table.rows].forEach((row, at) => {
          widths[at] = (below[at] || 0) + [...row.cells].reduce((sum, cell) => sum + cell.colSpan, 0);
          for (const cell of row.cells) for (let n = 1; n < cell.rowSpan; n++) below[at + n] = (below[at + n] || 0) + cell.colSpan;
        });
        if (new Set(widths).size > 1) wrong.push(`rows of ${[...new Set(widths)]} columns: ${name(table)}`);
      }
      return wrong;
    },

    // Words that are cut off.
    clipped: () => [...document.querySelectorAll("main *")]
      .filter((el) => drawn(el) && !el.matches(".unseen, .unseen *, .region, svg *, select, input, textarea"))
      .filter((el) => getComputedStyle(el).overflowX === "hidden" && el.scrollWidth > el.clientWidth + 1).map(name),

    // In forced colours fills and shadows are gone: a line, a sign or words must be left of every one of these.
    bare() {
      const lined = (el) => { const s = getComputedStyle(el); return (s.outlineStyle !== "none" && parseFloat(s.outlineWidth) > 0) || ["Top", "Bottom", "Left"].some((side) => parseFloat(s[`border${side}Width`]) > 0); };
      const controls = [...document.querySelectorAll("button:not(.quiet), select, textarea, input:not([type=hidden], [type=checkbox], [type=radio]), .card, .note, .freshness")];
      const cells = [...document.querySelectorAll("td.state")];
      return controls.filter((el) => drawn(el) && !lined(el)).concat(cells.filter((el) => drawn(el) && !(lined(el) && el.textContent.trim()))).map(name);
    },

    // Every word two fifths longer, as in a language that needs more room.
    grow() {
      const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
      for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        node.data = node.data.replace(/\p{L}{3,}/gu, (word) => word + "é".repeat(Math.ceil(0.4 * word.length)));
      }
    },
  };
})();
