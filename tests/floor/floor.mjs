// The oldest browsers that the book supports, and what MDN's table of browsers says of them.
import { createRequire } from "node:module";

/** setup.md names the same; on a telephone the engines are those of the desktop. */
export const FLOOR = { chrome: 112, edge: 112, firefox: 115, safari: 16.4 };

export const data = createRequire(import.meta.url)("@mdn/browser-compat-data");

const isReached = (version, floor) => version === true || parseFloat(String(version).replace("≤", "")) <= floor;

function worksIn(statement, floor, prefix) {
  return (
    statement.prefix === prefix &&
    !statement.flags &&
    !statement.alternative_name &&
    isReached(statement.version_added, floor) &&
    !(statement.version_removed && isReached(statement.version_removed, floor))
  );
}

/** The supported browsers in which a feature of the table is missing under its own name, or with a prefix put before it. */
export function missing(feature, { prefix } = {}) {
  const { support } = feature.__compat;
  return Object.entries(FLOOR)
    .filter(([browser, floor]) => {
      const statements = [support[browser] ?? []].flat();
      return statements.length > 0 && !statements.some((statement) => worksIn(statement, floor, prefix));
    })
    .map(([browser]) => browser);
}

export const isMissing = (feature) => Boolean(feature?.__compat) && missing(feature).length > 0;
