// All of the page can be read without this: it filters and sorts claims, and opens what is linked to.
"use strict";

function make(tag, properties, ...children) {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
}

function openTarget() {
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (!target) return;
  for (let node = target; node; node = node.parentElement) if (node.tagName === "DETAILS") node.open = true;
  target.scrollIntoView();
}

const order = ["reproduced", "not-reproduced", "inconclusive", "not-checkable", "not-run"];

function controls(table) {
  const claims = [...table.tBodies];
  if (claims.length < 4) return;
  const off = new Set();
  const search = make("input", { type: "search", placeholder: "Find in claims" });
  search.setAttribute("aria-label", "Find in claims");
  const said = make("output", {});

  function filter() {
    const words = search.value.toLowerCase();
    for (const claim of claims)
      claim.hidden = off.has(claim.dataset.verdict) || !claim.textContent.toLowerCase().includes(words);
    const shown = claims.filter((claim) => !claim.hidden).length;
    said.textContent = shown === claims.length ? "" : `${shown} of ${claims.length} shown`;
  }

  const row = make("div", { className: "controls" });
  for (const verdict of order) {
    const same = claims.filter((claim) => claim.dataset.verdict === verdict);
    if (!same.length) continue;
    const button = make("button", { type: "button" });
    button.append(same[0].querySelector(".badge").cloneNode(true), ` ${same.length}`);
    button.setAttribute("aria-pressed", "true");
    button.onclick = () => {
      const show = off.delete(verdict);
      if (!show) off.add(verdict);
      button.setAttribute("aria-pressed", String(show));
      filter();
    };
    row.append(button);
  }
  search.oninput = filter;
  row.append(search, said);
  table.before(row);

  const sorts = {
    Claim: (claim) => claims.indexOf(claim),
    Verdict: (claim) => order.indexOf(claim.dataset.verdict) * claims.length + claims.indexOf(claim),
  };
  for (const head of table.tHead.rows[0].cells) {
    const rank = sorts[head.textContent];
    if (!rank) continue;
    const button = make("button", { type: "button", textContent: head.textContent });
    button.onclick = () => {
      const up = head.getAttribute("aria-sort") !== "ascending";
      for (const cell of head.parentElement.cells) cell.removeAttribute("aria-sort");
      head.setAttribute("aria-sort", up ? "ascending" : "descending");
      table.append(...[...claims].sort((a, b) => (up ? 1 : -1) * (rank(a) - rank(b))));
    };
    head.replaceChildren(button);
  }
}

document.querySelectorAll("table.claims").forEach(controls);
addEventListener("hashchange", openTarget);
addEventListener("beforeprint", () => document.querySelectorAll(".chapter details:not(.variant)").forEach((d) => (d.open = true)));
if (innerWidth < 1100) document.querySelector(".contents details").open = false;
if (location.hash) openTarget();
