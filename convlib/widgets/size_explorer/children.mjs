// Parts of a drawing that stay where they are and change: what is not touched is not laid out anew.

/**
 * Children of `parent`, one for each item: `create(index)` makes each of them once, and all hear of every change.
 * @template Item
 * @param {Element} parent
 * @param {(index: number) => { element: Element, update: (item: Item) => void }} create
 * @returns {(items: Item[]) => void}
 */
export function children(parent, create) {
  const parts = [];
  return (items) => {
    while (parts.length > items.length) parts.pop().element.remove();
    while (parts.length < items.length) {
      parts.push(create(parts.length));
      parent.append(parts.at(-1).element);
    }
    items.forEach((item, index) => parts[index].update(item));
  };
}
