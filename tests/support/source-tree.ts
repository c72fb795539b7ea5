/** Reads the project's sources and their imports, for tests about its shape. */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export const projectRoot = resolve(dirname(fileURLToPath(import.meta.url)), '../..');

export interface SourceFile {
  /** Relative to the project, with slashes. */
  path: string;
  text: string;
  /** Packages by name; own files by path relative to the project. */
  imports: string[];
}

/** Everything that git tracks or would track, generated files left out. */
export function projectFiles(): string[] {
  const listed = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], { cwd: projectRoot });
  return listed
    .toString()
    .split('\n')
    .filter((path) => path !== '' && existsSync(join(projectRoot, path)));
}

export function sources(folders: readonly string[]): SourceFile[] {
  return projectFiles()
    .filter(
      (path) => /\.(ts|tsx|mts)$/.test(path) && !path.endsWith('.d.ts') && folders.includes(path.split('/')[0] ?? ''),
    )
    .map((path) => {
      const text = readFileSync(join(projectRoot, path), 'utf8');
      return { path, text, imports: importsOf(path, text) };
    });
}

const IMPORT =
  /(?:^|\n)\s*(?:import|export)\s(?:[^'"`;]*?\sfrom\s*)?['"]([^'"]+)['"]|import\(\s*['"]([^'"]+)['"]\s*\)/g;

function importsOf(path: string, text: string): string[] {
  return [...text.matchAll(IMPORT)].map((match) => targetOf(path, match[1] ?? match[2] ?? ''));
}

function targetOf(from: string, specifier: string): string {
  if (specifier === '#contract') return 'server/contract/index.ts';
  if (!specifier.startsWith('.')) return specifier;
  const base = resolve(projectRoot, dirname(from), specifier);
  const found = ['', '.ts', '.tsx', '.mts', '/index.ts']
    .map((end) => base + end)
    .find((p) => existsSync(p) && statSync(p).isFile());
  return relative(projectRoot, found ?? base);
}

/** Source without comments and string contents, so that words in prose do not count as code. */
export function codeOf(text: string): string {
  return text
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/(^|[^:])\/\/.*$/gm, '$1')
    .replace(/'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"/g, "''");
}
