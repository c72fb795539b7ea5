/** Reads holdfast.yaml: either a whole configuration, or everything that is wrong with it. */
import { readFileSync } from 'node:fs';
import { dirname, relative } from 'node:path';
import { type ReadText, readAuthorities } from './authorities';
import { environmentVariables } from './env';
import { duplicateFindings, shapeFindings } from './findings';
import { finesseOf } from './finesse';
import { finesseFindings, finesseWarnings } from './finesse-findings';
import { historyOf } from './history';
import { noNotify, notifyOf } from './notify';
import { codeOf } from './private-file';
import { type ConfigProblem, type Finding, pathText, problemSentence } from './problem';
import { privacyOf } from './privacy';
import { roughly } from './rough';
import { rulesOf } from './rules';
import type { HoldfastConfig } from './schema';
import { fileShape } from './shape';
import { signInOf } from './sign-in';
import { targetsOf } from './targets';
import { fillIn } from './variables';
import { watchFindings } from './watch-findings';
import { watchesOf } from './watches';
import { type Path, parseYaml, variable, type YamlSource } from './yaml-source';

export type LoadResult =
  | { ok: true; config: HoldfastConfig; warnings: ConfigProblem[] }
  | { ok: false; problems: ConfigProblem[] };

export type { ReadText };

export interface LoadDeps {
  /** For default resources; see instance-id.ts. */
  instanceId: string;
  /** What file names in messages are relative to. */
  cwd?: string;
  /** Text of a file, or the system's error code. */
  readText?: ReadText;
}

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
  if (file === null) return { ok: true, config: nothing, warnings: [] };
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
  const lineOf = (path: Path) => source.lineOf(path);
  const authorities = readAuthorities(rough, dirname(file), readText);
  const findings = [
    ...filled.findings,
    ...judged(filled.value, filled.findings),
    ...duplicateFindings(rough, lineOf),
    ...finesseFindings(rough, lineOf),
    ...watchFindings(rough, lineOf),
    ...authorities.findings,
  ];
  if (findings.length > 0) return { ok: false, problems: place(findings) };

  const context = { instanceId, caOf: (place: Path) => authorities.pem.get(pathText(place)) };
  const shape = fileShape.parse(filled.value);
  const built = targetsOf(shape, context);
  if (built.findings.length > 0) return { ok: false, problems: place(built.findings) };
  const ruled = rulesOf(shape.rules ?? [], lineOf);
  if (ruled.findings.length > 0) return { ok: false, problems: place(ruled.findings) };
  const { targets } = built;
  const notify = notifyOf(shape.notify, shape.maintenance, context);
  const [finesse, watches] = [finesseOf(shape, context), watchesOf(shape, targets)];
  const { rules } = ruled;
  const config = {
    file,
    targets,
    finesse,
    watches,
    notify,
    rules,
    history: historyOf(shape.history),
    privacy: privacyOf(shape.privacy),
    signIn: signInOf(shape.signIn),
  };
  const literal = filled.literalSecrets.map((path): Finding => ({ path, at: 'key', message: LITERAL_SECRET }));
  return { ok: true, config, warnings: place([...literal, ...finesseWarnings(rough)]) };
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

const nothing: HoldfastConfig = {
  ...{ file: null, targets: [], finesse: [], watches: [], notify: noNotify, rules: [] },
  history: historyOf(undefined),
  privacy: privacyOf(undefined),
  signIn: signInOf(undefined),
};

const LITERAL_SECRET = `stands in the file itself; write ${variable('NAME')} and set that variable, so that the file can be shared`;

/** What the schema says, without what follows from a variable that is not set. */
function judged(value: unknown, known: readonly Finding[]): Finding[] {
  const silent = known.map((f) => `${pathText(f.path)}.`);
  return shapeFindings(value).filter((f) => !silent.some((prefix) => `${pathText(f.path)}.`.startsWith(prefix)));
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
