// Marks in the contents of the page the part that is being read, and keeps its line in sight. The theme's own spy finds
// no part where one is higher than the screen, and leaves a long list where it is.

const list = document.querySelector(".bd-sidebar-secondary nav.page-toc");
const room = list?.closest(".bd-sidebar-secondary");
const parts = [...(list?.querySelectorAll('a[href^="#"]') ?? [])]
  .map((link) => ({ link, section: document.getElementById(decodeURIComponent(link.hash.slice(1))) }))
  .filter(({ section }) => section);

/** What begins in the upper quarter of the screen, or above it, is being read; at the page's end its last part. */
function reading() {
  const isEnd = scrollY > 0 && scrollY + innerHeight >= document.documentElement.scrollHeight - 2;
  const line = isEnd ? innerHeight : 0.25 * innerHeight;
  return parts.findLast(({ section }) => section.getBoundingClientRect().top <= line)?.link ?? null;
}

function keepInSight(link) {
  const [own, around] = [link.getBoundingClientRect(), room.getBoundingClientRect()];
  const bottom = Math.min(around.bottom, innerHeight);
  if (own.top >= around.top + own.height && own.bottom <= bottom - own.height) return;
  room.scrollTop += (own.top + own.bottom - around.top - bottom) / 2;
}

let marked = null;

function mark() {
  const link = reading();
  if (link === marked) return;
  marked = link;
  for (const one of parts) one.link.classList.toggle("active", link !== null && one.link.parentElement.contains(link));
  if (link) keepInSight(link);
}

let due = false;

/** Once a frame, however often a reader's wheel turns. */
function soon() {
  if (due) return;
  due = true;
  requestAnimationFrame(() => {
    due = false;
    mark();
  });
}

if (parts.length > 0) {
  for (const event of ["scroll", "resize"]) addEventListener(event, soon, { passive: true });
  soon();
}
