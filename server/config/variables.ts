/** Puts the environment's values where the file says `${NAME}`. */
import type { Finding } from './problem';
import { isSecret } from './secret-places';
import { hasVariable, type Path, substitute, variable } from './yaml-source';

export interface Filled {
  value: unknown;
  findings: Finding[];
  /** Passwords that stand in the file itself. */
  literalSecrets: Path[];
}

/** A copy of `value` with every `${NAME}` replaced; names that are not set are findings. */
export function fillIn(value: unknown, variables: Readonly<Record<string, string | undefined>>): Filled {
  const findings: Finding[] = [];
  const literalSecrets: Path[] = [];
  const filled = walk(value, []);
  return { value: filled, findings, literalSecrets };

  function walk(node: unknown, path: Path): unknown {
    if (Array.isArray(node)) return node.map((item, i) => walk(item, [...path, i]));
    if (typeof node === 'object' && node !== null) {
      return Object.fromEntries(Object.entries(node).map(([key, item]) => [key, walk(item, [...path, key])]));
    }
    return typeof node === 'string' ? scalar(node, path) : node;
  }

  function scalar(text: string, path: Path): string {
    if (isSecret(path) && !hasVariable(text)) literalSecrets.push(path);
    if (text.includes('${')) {
      findings.push({
        path,
        at: 'value',
        message: `holds a $ and { without a name: write ${variable('NAME')} with letters, digits and _ only`,
      });
      return text;
    }
    const { text: result, missing } = substitute(text, variables);
    for (const name of missing)
      findings.push({ path, at: 'value', message: `needs the environment variable ${name}, which is not set` });
    return result;
  }
}
