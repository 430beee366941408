// The search page: what stands in its field is looked for as it is typed, and the address keeps it.
import { marked, search } from "./search.mjs";

const PAUSE = 150;
const field = document.querySelector("#book-search");
const status = document.querySelector("#search-status");
const list = document.querySelector("#search-results");
const site = new URL("..", import.meta.url);

function make(tag, attributes, ...children) {
  const node = Object.assign(document.createElement(tag), attributes);
  node.append(...children);
  return node;
}

const withMarks = (text, sought) =>
  marked(text, sought).map(([part, isMarked]) => (isMarked ? make("mark", {}, part) : part));

function hit({ title, section, address, text, isCode }, sought) {
  const where = section ? [` › ${section}`] : [];
  return make(
    "li",
    {},
    make("h2", {}, make("a", { href: new URL(address, site).href }, title, ...where)),
    make("p", {}, ...(isCode ? [make("code", {}, ...withMarks(text, sought))] : withMarks(text, sought))),
  );
}

function said({ hits, some }, question) {
  if (question.trim() === "") return "";
  if (hits.length === 0) return `Nothing found for “${question}”. Try fewer words, or another word for the same thing.`;
  const pages = hits.length === 1 ? "1 page" : `${hits.length} pages`;
  return some
    ? `No page has all of “${question}”; ${pages} ${hits.length === 1 ? "has" : "have"} some of it.`
    : `${pages} found for “${question}”.`;
}

function show(pages) {
  const question = field.value;
  const found = search(pages, question);
  status.textContent = said(found, question);
  list.replaceChildren(...found.hits.map((one) => hit(one, found.sought)));
}

field.value = new URLSearchParams(location.search).get("q") ?? "";
field.focus();
field.select();
const pages = await (await fetch(new URL("search_index.json", import.meta.url))).json();
show(pages);

let timer = 0;
field.addEventListener("input", () => {
  clearTimeout(timer);
  timer = setTimeout(() => {
    const address = new URL(location.href);
    address.searchParams.set("q", field.value);
    history.replaceState(null, "", address);
    show(pages);
  }, PAUSE);
});
