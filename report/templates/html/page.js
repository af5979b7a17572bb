// All of the page can be read without this: it filters and sorts claims, and opens what is linked to.
"use strict";

const ORDER = ["reproduced", "not-reproduced", "inconclusive", "not-checkable", "not-run"];
const byName = new Intl.Collator("en", { numeric: true }).compare;

function make(tag, properties, ...children) {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
}

function button(pressed, ...children) {
  const made = make("button", { type: "button" }, ...children);
  if (pressed !== null) made.setAttribute("aria-pressed", String(pressed));
  return made;
}

// Buttons show the verdicts that are pressed; none pressed shows all. All words must be found.
function filters(table, claims) {
  const shown = new Set();
  const search = make("input", { type: "search", placeholder: "Find in claims" });
  search.setAttribute("aria-label", "Find in claims");
  const said = make("output", {});
  const row = make("div", { className: "controls" });
  row.setAttribute("role", "group");
  row.setAttribute("aria-label", "Filter the claims");

  function apply() {
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    let count = 0;
    for (const claim of claims) {
      const text = claim.textContent.toLowerCase();
      claim.hidden = (shown.size && !shown.has(claim.dataset.verdict)) || !words.every((w) => text.includes(w));
      count += !claim.hidden;
    }
    said.textContent = count === claims.length ? "" : `${count} of ${claims.length} claims shown`;
  }

  for (const verdict of ORDER) {
    const same = claims.filter((claim) => claim.dataset.verdict === verdict);
    if (!same.length) continue;
    const toggle = button(false, same[0].querySelector(".badge").cloneNode(true), ` ${same.length}`);
    toggle.onclick = () => {
      const now = !shown.delete(verdict);
      if (now) shown.add(verdict);
      toggle.setAttribute("aria-pressed", String(now));
      apply();
    };
    row.append(toggle);
  }
  search.oninput = apply;
  row.append(search, said);
  table.before(row);

  table.showAll = () => {
    shown.clear();
    search.value = "";
    row.querySelectorAll("[aria-pressed]").forEach((b) => b.setAttribute("aria-pressed", "false"));
    apply();
  };
}

// A click on a column's head sorts by it, a second one the other way round.
function sorting(table, claims) {
  const ranks = {
    Claim: (a, b) => byName(a.dataset.id, b.dataset.id),
    Verdict: (a, b) => ORDER.indexOf(a.dataset.verdict) - ORDER.indexOf(b.dataset.verdict),
  };
  for (const head of table.tHead.rows[0].cells) {
    const rank = ranks[head.textContent];
    if (!rank) continue;
    const sort = button(null, head.textContent);
    sort.onclick = () => {
      const up = head.getAttribute("aria-sort") !== "ascending";
      for (const cell of head.parentElement.cells) cell.removeAttribute("aria-sort");
      head.setAttribute("aria-sort", up ? "ascending" : "descending");
      table.append(...[...claims].sort((a, b) => (up ? rank(a, b) : rank(b, a)) || claims.indexOf(a) - claims.indexOf(b)));
    };
    head.replaceChildren(sort);
  }
}

// What is linked to is shown, whatever was filtered or folded away.
function openTarget() {
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (!target) return;
  const hidden = target.closest("tbody[hidden]");
  if (hidden) hidden.closest("table").showAll();
  for (let node = target; node; node = node.parentElement) if (node.tagName === "DETAILS") node.open = true;
  if (target.tagName === "TBODY") target.querySelectorAll("details").forEach((d) => (d.open = true));
  target.scrollIntoView();
}

for (const table of document.querySelectorAll("table.filtered")) {
  const claims = [...table.tBodies];
  if (claims.length < 4) continue;
  filters(table, claims);
  sorting(table, claims);
}

// On paper, reasons are open; afterwards they are as they were.
let opened = [];
addEventListener("beforeprint", () => {
  opened = [...document.querySelectorAll(".chapter details:not(.variant):not([open])")];
  for (const details of opened) details.open = true;
});
addEventListener("afterprint", () => opened.forEach((details) => (details.open = false)));

// The contents name the chapter that is read, and unfold its sections only.
const contents = document.querySelector(".contents");
const reading = new IntersectionObserver((seen) => {
  for (const { target } of seen.filter((one) => one.isIntersecting)) {
    for (const item of contents.querySelectorAll("details > ol > li")) {
      const here = item.firstElementChild.hash === `#${target.id}`;
      item.classList.toggle("here", here);
      if (here) item.firstElementChild.setAttribute("aria-current", "true");
      else item.firstElementChild.removeAttribute("aria-current");
    }
  }
}, { rootMargin: "-20% 0px -79% 0px" });
contents.classList.add("follows");
document.querySelectorAll("#overview, .chapter").forEach((part) => reading.observe(part));

addEventListener("hashchange", openTarget);
document.addEventListener("click", (event) => {
  const link = event.target.closest?.('a[href^="#"]');
  if (link && link.hash === location.hash) openTarget(); // the same place again is no hashchange
});
if (innerWidth < 1200) document.querySelector(".contents details").open = false;
if (location.hash) openTarget();
