/** A YAML text with the line of every key and value, and `${NAME}` in it. */
import { type Document, isMap, isPair, isScalar, isSeq, LineCounter, type Node, parseDocument } from 'yaml';
import { refusalOfJson } from '../domain/http/json-refusal';

export type Path = readonly (string | number)[];

/** A plain value as YAML gives it, `${NAME}` still as marks. */
export interface YamlSource {
  value: unknown;
  /** 1-based line of a value, or of its key with `at: 'key'`; of the nearest thing around it when it does not exist. */
  lineOf(path: Path, at?: 'value' | 'key'): number;
}

export type YamlResult =
  | { ok: true; source: YamlSource }
  | { ok: false; problems: { line: number; message: string }[] };

/**
 * Marks around a NAME, of the same length as `${` and `}`. A brace has a meaning of its own inside `{ … }`, so that YAML itself could
 * not read `{ password: ${NAME} }`; these two characters mean nothing to YAML and are in nobody's text.
 */
const OPEN = '$\uE000';
const CLOSE = '\uE001';

/** Deeper than anything that means something here; the parser takes the square of it in time. */
const DEEPEST = 200;

export function parseYaml(text: string): YamlResult {
  const abyss = lineOfDepth(text, DEEPEST);
  if (abyss !== null) return { ok: false, problems: [{ line: abyss, message: 'is nested far too deeply' }] };
  const lines = new LineCounter();
  const document = parseDocument(marked(text), { lineCounter: lines, prettyErrors: false, merge: false });
  const faults = [...document.errors, ...document.warnings];
  if (faults.length > 0) {
    return {
      ok: false,
      problems: faults.map((f) => ({
        line: lines.linePos(f.pos[0]).line,
        message: `is not valid YAML: ${withoutSource(unmarked(f.message))}`,
      })),
    };
  }
  const value = plainValue(document);
  if (value === null) return { ok: false, problems: [{ line: 1, message: 'repeats its anchors far too often' }] };
  // An anchor that holds itself is without an end.
  const endless = refusalOfJson(value.of);
  if (endless !== null) return { ok: false, problems: [{ line: 1, message: endless }] };
  const root = document.contents;
  const lineAt = (node: Node | null) => (node?.range ? lines.linePos(node.range[0]).line : 1);
  return {
    ok: true,
    source: {
      value: value.of,
      lineOf(path, at = 'value') {
        const found = descend(root, path);
        return lineAt(at === 'key' ? (found.key ?? found.value) : (found.value ?? found.key));
      },
    },
  };
}

/** What follows a colon there is a piece of the text, which may be a password that begins with * or !. */
function withoutSource(message: string): string {
  return message.replace(/: [\s\S]*$/, '');
}

/** The line in which so many brackets are open at a time, quoted ones counted too; null: none. */
function lineOfDepth(text: string, deepest: number): number | null {
  let [depth, line] = [0, 1];
  for (const char of text) {
    if (char === '\n') line += 1;
    else if (char === '[' || char === '{') depth += 1;
    else if (char === ']' || char === '}') depth = Math.max(0, depth - 1);
    if (depth > deepest) return line;
  }
  return null;
}

/** How a file writes the variable NAME. */
export const variable = (name: string) => `\${${name}}`;

export type Substituted = { text: string; missing: string[] };

/** Puts the variables' values in place of the marks; names that are not set are listed. */
export function substitute(text: string, variables: Readonly<Record<string, string | undefined>>): Substituted {
  const missing: string[] = [];
  const whole = new RegExp(`${OPEN.replace('$', '\\$')}([A-Za-z_][A-Za-z0-9_]*)${CLOSE}`, 'g');
  const result = text.replace(whole, (_, name: string) => {
    const value = variables[name];
    if (value === undefined || value === '') missing.push(name);
    return value ?? '';
  });
  return { text: result, missing };
}

/** Does this text hold a `${NAME}`? */
export function hasVariable(text: string): boolean {
  return text.includes(OPEN);
}

/** null when aliases of aliases would fill the memory. */
function plainValue(document: Document): { of: unknown } | null {
  try {
    return { of: document.toJS({ maxAliasCount: 100 }) };
  } catch {
    return null;
  }
}

function marked(text: string): string {
  return text.replace(/\$\{([A-Za-z_][A-Za-z0-9_]*)\}/g, `$${OPEN}$1${CLOSE}`);
}

export function unmarked(text: string): string {
  return text.replaceAll(OPEN, '${').replaceAll(CLOSE, '}');
}

interface Found {
  key: Node | null;
  value: Node | null;
}

/** Follows a path as far as it exists. */
function descend(root: Node | null, path: Path): Found {
  let found: Found = { key: null, value: root };
  for (const step of path) {
    const next = child(found.value, step);
    if (next === null) return found;
    found = next;
  }
  return found;
}

function child(node: Node | null, step: string | number): Found | null {
  if (isSeq<Node>(node) && typeof step === 'number') {
    const item = node.items[step];
    return item === undefined ? null : { key: null, value: item };
  }
  if (!isMap<Node, Node | null>(node)) return null;
  const pair = node.items.find((p) => isPair(p) && isScalar(p.key) && String(p.key.value) === String(step));
  return pair === undefined ? null : { key: pair.key, value: pair.value ?? pair.key };
}
