/** What is wrong with a configuration file: where, and in one sentence what. */
import type { Path } from './yaml-source';

export interface ConfigProblem {
  file: string;
  /** 1-based; null when the file as a whole is meant. */
  line: number | null;
  /** `clusters[0].nodes[1].name`, empty for the file as a whole. */
  path: string;
  message: string;
}

/** A problem before it knows file and line; `at` says whether the key or its value is wrong. */
export interface Finding {
  path: Path;
  at: 'key' | 'value';
  message: string;
}

/** Where something else stands that a message names: `line 12`, or `the pages` for what was set up there. */
export type WhereOf = (path: Path) => string;

/** `holdfast.yaml:12: clusters[0].nodes[1].name: is missing` */
export function problemSentence(p: ConfigProblem): string {
  const where = p.line === null ? p.file : `${p.file}:${p.line}`;
  return p.path === '' ? `${where}: ${p.message}` : `${where}: ${p.path}: ${p.message}`;
}

/** The file on this machine cannot be in force. */
export class FileRefused extends Error {
  override readonly name = 'FileRefused';
  constructor(readonly problems: readonly ConfigProblem[]) {
    super(`the configuration is refused:\n${problems.map(problemSentence).join('\n')}`);
  }
}

/** By its name: a bundle may hold the class more than once. */
export function isFileRefused(error: unknown): error is FileRefused {
  return error instanceof Error && error.name === 'FileRefused';
}

export function pathText(path: Path): string {
  return path.reduce<string>((text, step) => {
    if (typeof step === 'number') return `${text}[${step}]`;
    return text === '' ? step : `${text}.${step}`;
  }, '');
}
