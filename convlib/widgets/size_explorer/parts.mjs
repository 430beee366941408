// Parts of a drawing that stay where they are and change: what is not touched is not laid out anew.

/** Children of `parent`, one for each item: `create(index)` makes an `{ element, update }` once, and each hears of every change. */
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
