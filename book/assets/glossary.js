// Shows a term's definition on hover, on focus and on tap. Escape puts it away and leaves the focus where it is;
// the pointer may move onto it; it stays until pointer and focus have both gone. Each is its link's description
// (aria-describedby) whether it shows or not.
const MARGIN = 8;
const PATIENCE = 250;

let open = null;
let closing = 0;

const tipOf = (link) => document.getElementById(link.getAttribute("aria-describedby"));

function place({ link, tip }) {
  // A link may run over two lines: its first part is where the word begins.
  const word = link.getClientRects()[0];
  const left = Math.min(word.left, document.documentElement.clientWidth - tip.offsetWidth - MARGIN);
  const below = word.bottom + 2;
  const fits = below + tip.offsetHeight <= innerHeight - MARGIN;
  tip.style.left = `${Math.max(MARGIN, left)}px`;
  tip.style.top = `${fits ? below : Math.max(MARGIN, word.top - tip.offsetHeight - 2)}px`;
}

function show(link) {
  clearTimeout(closing);
  if (open?.link === link) return;
  hide();
  open = { link, tip: tipOf(link) };
  open.tip.hidden = false;
  link.dataset.open = "";
  place(open);
}

function hide() {
  clearTimeout(closing);
  if (!open) return;
  open.tip.hidden = true;
  delete open.link.dataset.open;
  open = null;
}

function hideSoon() {
  clearTimeout(closing);
  closing = setTimeout(() => {
    if (open && document.activeElement !== open.link) hide();
  }, PATIENCE);
}

function watch(link) {
  const tip = tipOf(link);
  for (const part of [link, tip]) {
    part.addEventListener("pointerenter", (event) => event.pointerType !== "touch" && show(link));
    part.addEventListener("pointerleave", (event) => event.pointerType !== "touch" && hideSoon());
  }
  // A tap gives focus before it clicks: what was open at the press decides whether the click follows the link.
  let wasOpen = true;
  let tapped = false;
  link.addEventListener("pointerdown", (event) => {
    tapped = event.pointerType === "touch";
    wasOpen = open?.link === link;
  });
  link.addEventListener("focus", () => show(link));
  link.addEventListener("blur", hideSoon);
  link.addEventListener("click", (event) => {
    if (tapped && !wasOpen) {
      event.preventDefault();
      show(link);
    }
    tapped = false;
  });
}

for (const link of document.querySelectorAll("a.glossary-term[aria-describedby]")) watch(link);

addEventListener("keydown", (event) => event.key === "Escape" && hide());
addEventListener("pointerdown", (event) => {
  if (open && !open.tip.contains(event.target) && !open.link.contains(event.target)) hide();
});
addEventListener("scroll", () => open && place(open), { passive: true });
addEventListener("resize", () => open && place(open));
