/** Scenario files: found, read, and checked with the line of everything that is wrong. */
import { readdirSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import type { z } from 'zod';
import { inProject } from '../../../config/project-root';
import { parseYaml, type YamlSource } from '../../../config/yaml-source';
import { type Scenario, scenario } from './scenario';

/** Each problem reads `file:line: what is wrong`. */
export type Loaded = { ok: true; scenario: Scenario } | { ok: false; problems: string[] };

const FOLDER = ['server', 'simulator', 'finesse', 'scenarios'] as const;
const ENDING = '.yaml';

/** Names of the scenarios that come along, in order. */
export function scenarioNames(): string[] {
  return readdirSync(inProject(...FOLDER))
    .filter((file) => file.endsWith(ENDING))
    .map((file) => basename(file, ENDING))
    .sort();
}

/** @param nameOrFile one of `scenarioNames`, or the path of a YAML file */
export function loadScenario(nameOrFile: string): Loaded {
  const own = /^[a-z0-9-]+$/.test(nameOrFile);
  const file = own ? inProject(...FOLDER, `${nameOrFile}${ENDING}`) : nameOrFile;
  try {
    return parseScenario(readFileSync(file, 'utf8'), own ? `${nameOrFile}${ENDING}` : nameOrFile);
  } catch {
    const known = own ? `; there are ${scenarioNames().join(', ')}` : '';
    return { ok: false, problems: [`${nameOrFile}: no such scenario can be read${known}`] };
  }
}

/** @param file how the problems call it; its last part without ending becomes the scenario's name */
export function parseScenario(text: string, file: string): Loaded {
  const yaml = parseYaml(text);
  if (!yaml.ok) return { ok: false, problems: yaml.problems.map((p) => `${file}:${p.line}: ${p.message}`) };
  const parsed = scenario.safeParse(yaml.source.value);
  if (parsed.success) {
    return { ok: true, scenario: { ...parsed.data, name: basename(file).replace(/\.ya?ml$/, '') } };
  }
  return { ok: false, problems: parsed.error.issues.flatMap((issue) => told(issue, file, yaml.source)) };
}

function told(issue: z.core.$ZodIssue, file: string, source: YamlSource): string[] {
  const path = issue.path.filter((p) => typeof p !== 'symbol');
  const place = path.length === 0 ? '' : `${path.join('.')}: `;
  if (issue.code !== 'unrecognized_keys') return [`${file}:${source.lineOf(path)}: ${place}${issue.message}`];
  return issue.keys.map((key) => `${file}:${source.lineOf([...path, key], 'key')}: ${place}there is no "${key}"`);
}
