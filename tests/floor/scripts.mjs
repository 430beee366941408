// What a script asks for that one of the supported browsers does not know: syntax, and names of the language and the page.
import { parse } from "acorn";
import { ancestor } from "acorn-walk";
import { data, isMissing } from "./floor.mjs";

/** The newest form of the language that all of them read. */
const LANGUAGE = 2022;
const kinds = { ...data.api, ...data.javascript.builtins.Intl, ...data.javascript.builtins };

/** Every method and property by its name: {"toSorted": [features]}. */
const members = new Map();
for (const kind of Object.values(kinds)) {
  for (const [key, feature] of Object.entries(kind)) {
    const name = key.replace(/_static$/, "");
    if (feature.__compat) members.set(name, [...(members.get(name) ?? []), feature]);
  }
}

const isNewName = (name) => {
  const known = members.get(name);
  return known?.every(isMissing) ?? false;
};

/** Whether a member is too new: of a kind that is written out, `URL.canParse`, or of whatever has such a name. */
function isNewMember(object, name) {
  const kind = object.type === "Identifier" && Object.hasOwn(kinds, object.name) ? kinds[object.name] : null;
  const exact = kind?.[`${name}_static`] ?? kind?.[name];
  return exact ? isMissing(exact) : isNewName(name);
}

const isNewGlobal = (name) => isMissing(kinds[name]) || isMissing(data.api.Window[name]);

const nameOf = ({ computed, property }) =>
  computed
    ? property.type === "Literal" && typeof property.value === "string"
      ? property.value
      : null
    : property.name;

/** What a script declares itself, as a variable, a property or a method. */
function own(tree) {
  const names = new Set();
  const note = (node) => node?.type === "Identifier" && names.add(node.name);
  ancestor(tree, {
    Pattern: note,
    VariablePattern: note,
    Function: ({ id }) => note(id),
    Class: ({ id }) => note(id),
    Property: ({ key }) => note(key),
    PropertyDefinition: ({ key }) => note(key),
    MethodDefinition: ({ key }) => note(key),
    AssignmentExpression: ({ left }) => left.type === "MemberExpression" && note(left.property),
    ImportSpecifier: ({ local }) => note(local),
    ImportDefaultSpecifier: ({ local }) => note(local),
  });
  return names;
}

/** Whether the name is only asked for here, `"x" in y`, `a.x && …`, `a.x?.()`, `typeof x`: there is another way, then. */
function isQuestion(node, parents) {
  const parent = parents.at(-2);
  const above = parents.at(-3);
  return (
    (parent?.type === "CallExpression" && parent.callee === node && parent.optional) ||
    (parent?.type === "MemberExpression" && parent.object === node && parent.optional) ||
    (parent?.type === "LogicalExpression" && parent.left === node) ||
    (/^(If|Conditional)/.test(parent?.type) && parent.test === node) ||
    (parent?.type === "UnaryExpression" &&
      (parent.operator === "typeof" || (parent.operator === "!" && above?.test === parent)))
  );
}

export function inScript(text, { module = true } = {}) {
  let tree;
  try {
    tree = parse(text, {
      ecmaVersion: LANGUAGE,
      sourceType: module ? "module" : "script",
      allowReturnOutsideFunction: !module,
    });
  } catch (error) {
    return [
      { what: `not ECMAScript ${LANGUAGE}`, where: `${error.message}: ${text.slice(error.pos - 20, error.pos + 40)}` },
    ];
  }
  const declared = own(tree);
  const asked = new Set();
  const found = [];
  const report = (what, name, { start, end }) =>
    found.push({ what, name, where: text.slice(start, Math.min(end, start + 80)) });
  ancestor(tree, {
    BinaryExpression({ operator, left }) {
      if (operator === "in" && left.type === "Literal") asked.add(left.value);
    },
    MemberExpression(node, _, parents) {
      const name = nameOf(node);
      if (name === null || declared.has(name) || !isNewMember(node.object, name)) return;
      if (isQuestion(node, parents)) asked.add(name);
      else report(`.${name}`, name, node);
    },
    VariableDeclarator({ id, init }) {
      if (id.type !== "ObjectPattern" || !init) return;
      for (const { key } of id.properties.filter(({ type, key }) => type === "Property" && key.type === "Identifier"))
        if (Object.hasOwn(kinds, init.name ?? "") && isNewMember(init, key.name)) report(`.${key.name}`, key.name, id);
    },
    Identifier(node, _, parents) {
      const { name } = node;
      if (declared.has(name) || !isNewGlobal(name)) return;
      if (isQuestion(node, parents)) asked.add(name);
      else report(name, name, node);
    },
  });
  return found.filter(({ name }) => !asked.has(name)).map(({ what, where }) => ({ what, where }));
}
