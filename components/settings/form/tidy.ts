/** From a draft to what is sent, and what is plainly missing or wrong in it. Pure; the server judges all of it again. */
import type { Field } from './fields';
import { branchOf, isBranch, isNew, listOf, type Path, pathText, type Tree, textOf, valueAt, withValue } from './tree';
import { watchOf } from './watch-text';

/** By the text of their path. */
export type Faults = Readonly<Record<string, string>>;

/**
 * Ends trimmed, digits as numbers, empty fields left out; keys that no field knows stay as they are.
 */
export function bodyOf(fields: readonly Field[], draft: Tree): Tree {
  return fields.reduce((tree, field) => tidied(field, tree), draft);
}

function tidied(field: Field, tree: Tree): Tree {
  if (field.as === 'one-of') return bodyOf(field.fields, tree);
  const value = valueAt(tree, [field.key]);
  return value === undefined ? tree : withValue(tree, [field.key], tidyValue(field, value));
}

/** undefined: left out. */
function tidyValue(field: Exclude<Field, { as: 'one-of' }>, value: Tree): Tree | undefined {
  switch (field.as) {
    case 'text':
      return isBranch(value) ? tidySecret(value) : textOf(value).trim() || undefined;
    case 'secret':
      return tidySecret(value);
    case 'number':
      return numberOf(textOf(value));
    case 'choice':
    case 'switch':
      return value === '' ? undefined : value;
    case 'some':
      return listOf(value).length === 0 ? undefined : value;
    case 'lines': {
      const lines = linesOf(value).flatMap((line) => textOf(line).trim() || []);
      return lines.length === 0 ? undefined : lines;
    }
    case 'watch': {
      const people = typeof value === 'string' ? watchOf(value) : value;
      return listOf(people).length === 0 ? undefined : people;
    }
    case 'json':
      return jsonOf(value);
    case 'pairs': {
      const pairs = pairsOf(value).flatMap(([name, of]) => (name.trim() === '' ? [] : [[name.trim(), of]]));
      return pairs.length === 0 ? undefined : Object.fromEntries(pairs);
    }
    case 'group':
      return bodyOf(field.fields, value);
    case 'list': {
      const items = listOf(value).map((item) => bodyOf(field.fields, item));
      return items.length === 0 && field.atLeast === 0 ? undefined : items;
    }
  }
}

/** As they were given, or one a line as they were typed. */
export function linesOf(value: Tree | undefined): readonly Tree[] {
  return typeof value === 'string' ? value.split('\n') : listOf(value);
}

/** As they were given, by name; or in the order in which they are typed. */
export function pairsOf(value: Tree | undefined): readonly (readonly [string, Tree])[] {
  if (!Array.isArray(value)) return Object.entries(branchOf(value));
  return value.map((pair) => [textOf(valueAt(pair, [0])), valueAt(pair, [1]) ?? '']);
}

/** What was typed is JSON where it can be read as such; `{{title}}` cannot. */
function jsonOf(value: Tree): Tree | undefined {
  if (typeof value !== 'string') return value;
  const text = value.trim();
  if (text === '') return undefined;
  if (!/^[{["]/.test(text)) return text;
  try {
    const read: Tree = JSON.parse(text);
    return read;
  } catch {
    return text;
  }
}

/** Nothing typed: nothing set. */
function tidySecret(value: Tree): Tree | undefined {
  return isNew(value) && textOf(branchOf(value).text) === '' ? undefined : value;
}

/** What is no number stays as it was typed, for the refusal to show it. */
function numberOf(typed: string): Tree | undefined {
  const text = typed.trim();
  if (text === '') return undefined;
  return /^\d{1,15}$/.test(text) ? Number(text) : text;
}

/** What can be told before anybody is asked. */
export function faultsOf(fields: readonly Field[], draft: Tree, at: Path = []): Faults {
  return Object.assign({}, ...fields.map((field) => faultsIn(field, draft, at)));
}

function faultsIn(field: Field, tree: Tree, at: Path): Faults {
  if (field.as === 'one-of') return faultsOfChoice(field, tree, at);
  const path = [...at, field.key];
  const value = valueAt(tree, [field.key]);
  const said = (message: string): Faults => ({ [pathText(path)]: message });
  switch (field.as) {
    case 'text':
    case 'lines':
    case 'some':
    case 'secret': {
      const isEmpty = value === undefined || tidyValue(field, value) === undefined;
      return 'required' in field && isEmpty ? said('This is needed.') : {};
    }
    case 'number':
      return numberFault(field, textOf(value).trim(), said);
    case 'group':
      return value === undefined && field.optional !== undefined ? {} : faultsOf(field.fields, value ?? {}, path);
    case 'list': {
      const items = listOf(value);
      if (items.length < field.atLeast) return said(`At least one ${field.one} is needed.`);
      return Object.assign({}, ...items.map((item, n) => faultsOf(field.fields, item, [...path, n])));
    }
    case 'choice':
    case 'switch':
    case 'json':
    case 'pairs':
    case 'watch':
      return {};
  }
}

function faultsOfChoice(field: Extract<Field, { as: 'one-of' }>, tree: Tree, at: Path): Faults {
  const chosen = chosenOf(field.fields, tree);
  if (chosen !== null) return faultsIn(chosen, tree, at);
  return field.required ? { [pathText([...at, field.key])]: 'Choose one.' } : {};
}

/** null: none of them. */
export function chosenOf(fields: readonly Field[], tree: Tree): Field | null {
  return fields.find((f) => valueAt(tree, [f.key]) !== undefined) ?? null;
}

function numberFault(
  { min, max, unit, required }: Extract<Field, { as: 'number' }>,
  typed: string,
  said: (message: string) => Faults,
): Faults {
  if (typed === '') return required ? said('This is needed.') : {};
  const n = Number(typed);
  const isFine = /^\d{1,15}$/.test(typed) && n >= min && n <= max;
  const range = `from ${min.toLocaleString('en')} to ${max.toLocaleString('en')}`;
  return isFine ? {} : said(`A whole number ${range}${unit === '' ? '' : ` ${unit}`}.`);
}
