/** Reads holdfast.yaml: either a whole configuration, or everything that is wrong with it. */
import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { dirname, relative, resolve } from 'node:path';
import { environmentVariables } from './env';
import { duplicateFindings, finesseFindings, type RoughFile, roughly, shapeFindings } from './findings';
import { codeOf } from './private-file';
import { type ConfigProblem, type Finding, pathText, problemSentence } from './problem';
import type { HoldfastConfig } from './schema';
import { fileShape } from './shape';
import { targetsOf } from './targets';
import { fillIn } from './variables';
import { type Path, parseYaml, variable, type YamlSource } from './yaml-source';

export type LoadResult =
  | { ok: true; config: HoldfastConfig; warnings: ConfigProblem[] }
  | { ok: false; problems: ConfigProblem[] };

export interface LoadDeps {
  /** For default resources; see instance-id.ts. */
  instanceId: string;
  /** What file names in messages are relative to. */
  cwd?: string;
  /** Text of a file, or the system's error code. */
  readText?: ReadText;
}

export type ReadText = (file: string) => { ok: true; text: string } | { ok: false; code: string };

/**
 * @param file absolute path, or null for no file: then there is nothing to monitor, which is valid
 * @param variables the environment, for `${NAME}`
 * Never throws for bad input, and finds all problems, not only the first; they are in the order of their lines.
 */
export function loadConfig(
  file: string | null,
  variables: Readonly<Record<string, string | undefined>>,
  { instanceId, cwd = process.cwd(), readText = readFromDisk }: LoadDeps,
): LoadResult {
  if (file === null) return { ok: true, config: { file: null, targets: [], finesse: [], watches: [] }, warnings: [] };
  const shown = displayName(file, cwd);
  const read = readText(file);
  if (!read.ok)
    return { ok: false, problems: [{ file: shown, line: null, path: '', message: `cannot be read (${read.code})` }] };
  const yaml = parseYaml(read.text);
  if (!yaml.ok) {
    return {
      ok: false,
      problems: yaml.problems.map(({ line, message }) => ({ file: shown, line, path: '', message })),
    };
  }
  const { source } = yaml;
  const place = (findings: Finding[]) => placed(findings, source, shown);

  const filled = fillIn(source.value, variables);
  const rough = roughly(filled.value);
  const authorities = readAuthorities(rough, dirname(file), readText);
  const findings = [
    ...filled.findings,
    ...judged(filled.value, rough, filled.findings),
    ...duplicateFindings(rough, (path) => source.lineOf(path)),
    ...authorities.findings,
  ];
  if (findings.length > 0) return { ok: false, problems: place(findings) };

  const built = targetsOf(fileShape.parse(filled.value), {
    instanceId,
    caOf: (c, n) => authorities.pem.get(`${c}/${n}`),
  });
  if (built.findings.length > 0) return { ok: false, problems: place(built.findings) };
  const warnings = filled.literalSecrets.map((path): Finding => ({ path, at: 'key', message: LITERAL_SECRET }));
  return { ok: true, config: { file, targets: built.targets, finesse: [], watches: [] }, warnings: place(warnings) };
}

/**
 * The configuration of a process whose supervisor has checked it already. Throws an error that lists what is wrong.
 * @param file as `Env.configFile`
 */
export function requireConfig(file: string | null, deps: LoadDeps): HoldfastConfig {
  const result = loadConfig(file, environmentVariables(), deps);
  if (!result.ok) throw new Error(`the configuration is refused:\n${result.problems.map(problemSentence).join('\n')}`);
  return result.config;
}

const LITERAL_SECRET = `stands in the file itself; write ${variable('NAME')} and set that variable, so that the file can be shared`;

/** What the schema says, without what follows from a cluster of a kind that is not there yet or from a variable that is not set. */
function judged(value: unknown, rough: RoughFile, known: readonly Finding[]): Finding[] {
  const finesse = finesseFindings(rough);
  const silent = [
    ...finesse.map((f) => `${pathText(f.path.slice(0, 2))}.`),
    ...known.map((f) => `${pathText(f.path)}.`),
  ];
  const shape = shapeFindings(value).filter((f) => !silent.some((prefix) => `${pathText(f.path)}.`.startsWith(prefix)));
  return [...finesse, ...shape];
}

interface Authorities {
  pem: Map<string, string>;
  findings: Finding[];
}

/** Loads every `tls.ca`, relative to the configuration file. */
function readAuthorities(rough: RoughFile, folder: string, readText: ReadText): Authorities {
  const result: Authorities = { pem: new Map(), findings: [] };
  for (const [c, cluster] of rough.clusters.entries()) {
    for (const [n, node] of cluster.nodes.entries()) {
      const ca = node.tls?.ca;
      if (ca === undefined || ca === '') continue;
      const read = readText(resolve(folder, ca));
      const fault = read.ok ? pemFault(read.text) : `cannot be read (${read.code})`;
      const path: Path = ['clusters', c, 'nodes', n, 'tls', 'ca'];
      if (fault !== null) result.findings.push({ path, at: 'value', message: fault });
      else if (read.ok) result.pem.set(`${c}/${n}`, read.text);
    }
  }
  return result;
}

function pemFault(text: string): string | null {
  const blocks = text.match(/-----BEGIN CERTIFICATE-----[\s\S]*?-----END CERTIFICATE-----/g) ?? [];
  if (blocks.length === 0) return 'is not a PEM file: it holds no certificate';
  return blocks.every(isCertificate) ? null : 'holds a certificate that cannot be parsed';
}

function isCertificate(pem: string): boolean {
  try {
    new X509Certificate(pem);
    return true;
  } catch {
    return false;
  }
}

/** In the order of their lines; on one line strange keys come before what is missing. */
function placed(findings: Finding[], source: YamlSource, file: string): ConfigProblem[] {
  const rank = { key: 0, value: 1 };
  return findings
    .map(({ path, at, message }) => ({
      rank: rank[at],
      problem: { file, line: source.lineOf(path, at), path: pathText(path), message },
    }))
    .sort((a, b) => a.problem.line - b.problem.line || a.rank - b.rank)
    .map(({ problem }) => problem);
}

function displayName(file: string, cwd: string): string {
  const near = relative(cwd, file);
  return near.startsWith('..') ? file : near;
}

function readFromDisk(file: string): ReturnType<ReadText> {
  try {
    return { ok: true, text: readFileSync(file, 'utf8') };
  } catch (error) {
    const code = codeOf(error);
    return { ok: false, code: code === 'ENOENT' ? 'there is no such file' : (code ?? 'unknown error') };
  }
}
