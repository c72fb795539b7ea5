/** Reads holdfast.yaml and what was set up in the pages: either a whole configuration, or everything that is wrong with the file. */
import { readFileSync } from 'node:fs';
import { dirname, relative } from 'node:path';
import type { ReadText } from './authorities';
import { finesseWarnings } from './finesse-findings';
import { inForce, isRecord, type Merged, type OwnVerdict } from './merged';
import type { OwnItem } from './own-items';
import { codeOf } from './private-file';
import { type ConfigProblem, type Finding, pathText, problemSentence, type WhereOf } from './problem';
import { roughly } from './rough';
import type { HoldfastConfig } from './schema';
import { fillIn } from './variables';
import { configOf, findingsOf, type WholeDeps } from './whole';
import { parseYaml, variable, type YamlSource } from './yaml-source';

export type LoadResult =
  | {
      ok: true;
      config: HoldfastConfig;
      warnings: ConfigProblem[];
      /** Of each own item, in their order. */
      own: OwnVerdict[];
      /** What the file says, `${NAME}` filled in. */
      file: Record<string, unknown>;
      /** What is in force altogether, secrets as text. */
      whole: Record<string, unknown>;
    }
  | { ok: false; problems: ConfigProblem[] };

export type { ReadText };

export interface LoadDeps {
  /** For default resources; see instance-id.ts. */
  instanceId: string;
  /** What was set up in the pages: the file comes before it, and what is wrong of it is left out. */
  own?: readonly OwnItem[];
  /** What file names in messages are relative to. */
  cwd?: string;
  /** Text of a file, or the system's error code. */
  readText?: ReadText;
}

/**
 * @param file absolute path, or null for no file: then what was set up in the pages is everything, which may be nothing
 * @param variables the environment, for `${NAME}`
 * Never throws for bad input, and finds all problems, not only the first; they are in the order of their lines.
 */
export function loadConfig(
  file: string | null,
  variables: Readonly<Record<string, string | undefined>>,
  { instanceId, own = [], cwd = process.cwd(), readText = readFromDisk }: LoadDeps,
): LoadResult {
  const shown = file === null ? '' : displayName(file, cwd);
  const read = file === null ? { ok: true as const, text: '' } : readText(file);
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

  // A file of comments alone says nothing, which is valid.
  const filled = fillIn(source.value ?? {}, variables);
  const deps: WholeDeps = {
    ...{ instanceId, readText, known: filled.findings },
    folder: file === null ? cwd : dirname(file),
  };
  const inFile: WhereOf = (path) => `line ${source.lineOf(path)}`;
  const findings = findingsOf(filled.value, inFile, deps);
  if (findings.length > 0 || !isRecord(filled.value)) return { ok: false, problems: place(findings) };

  const { merged, verdicts } = inForce(filled.value, own, (value, parts) =>
    findingsOf(value, (path) => (isOwn(parts, path) ? 'the pages' : inFile(path)), deps),
  );
  const literal = filled.literalSecrets.map((path): Finding => ({ path, at: 'key', message: LITERAL_SECRET }));
  return {
    ok: true,
    config: configOf(merged.value, file, deps),
    warnings: place([...literal, ...finesseWarnings(roughly(filled.value))]),
    ...{ own: verdicts, file: filled.value, whole: merged.value },
  };
}

function isOwn({ places }: Merged, path: Finding['path']): boolean {
  return places.some((own) => own.path.every((step, i) => path[i] === step));
}

/** Throws an error that lists what is wrong. */
export function accepted(result: LoadResult): HoldfastConfig {
  if (!result.ok) throw new Error(`the configuration is refused:\n${result.problems.map(problemSentence).join('\n')}`);
  return result.config;
}

const LITERAL_SECRET = `stands in the file itself; write ${variable('NAME')} and set that variable, so that the file can be shared`;

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

export function readFromDisk(file: string): ReturnType<ReadText> {
  try {
    return { ok: true, text: readFileSync(file, 'utf8') };
  } catch (error) {
    const code = codeOf(error);
    return { ok: false, code: code === 'ENOENT' ? 'there is no such file' : (code ?? 'unknown error') };
  }
}
