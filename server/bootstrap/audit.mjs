/** `npm run audit-dependencies`: what is known against the packages that run with Holdfast, which of them run something at install, and their licences. */
import { existsSync, readFileSync } from 'node:fs';
import { inRoot } from './paths.mjs';
import { npm } from './spawn.mjs';

/** @returns {Promise<number>} 0: nothing known; 1: known faults of weight; 2: the registry could not be asked */
export async function auditDependencies() {
  const lock = JSON.parse(readFileSync(inRoot('package-lock.json'), 'utf8'));
  const { allowScripts = {} } = JSON.parse(readFileSync(inRoot('package.json'), 'utf8'));
  const { output } = await npm(['audit', '--omit=dev', '--json', '--loglevel=silent']);
  const audit = readAudit(output);
  const lines = [...audit.lines, '', ...scriptLines(lock, allowScripts), '', ...licenceLines(lock, licenceOnDisk)];
  process.stdout.write(`${lines.join('\n')}\n`);
  return audit.code;
}

/**
 * @param {string} output of `npm audit --json`, with warnings around the JSON
 * @returns {{ code: number, lines: string[] }}
 */
export function readAudit(output) {
  const report = jsonOf(/^\{[\s\S]*^\}/m.exec(output)?.[0] ?? '');
  if (report?.metadata?.vulnerabilities === undefined) {
    const why = report?.error?.summary || report?.message || 'it did not answer';
    return {
      code: 2,
      lines: [
        `Known faults: the registry that npm uses here tells none of them (${String(why).split('\n')[0]}).`,
        'Ask again with a registry that does: npm audit --omit=dev --registry ADDRESS',
      ],
    };
  }
  const { critical = 0, high = 0, total = 0 } = report.metadata.vulnerabilities;
  const found = Object.values(report.vulnerabilities ?? {}).map(
    ({ name, severity, range }) => `  ${severity}: ${name} ${range}`,
  );
  const head =
    total === 0 ? 'Known faults: none.' : `Known faults: ${total}, of which ${critical + high} are high or critical.`;
  return { code: critical + high > 0 ? 1 : 0, lines: [head, ...found] };
}

/** @returns {string[]} which packages would run something when they are installed, and whether package.json lets them */
export function scriptLines(lock, allowScripts) {
  const named = productionPackages(lock).filter(([, entry]) => entry.hasInstallScript === true);
  const words = named.map(([name, { version }]) => {
    const allowed = allowScripts[name];
    return `  ${name} ${version}: ${allowed === true ? 'allowed' : allowed === false ? 'forbidden' : 'not decided in package.json, so not run'}`;
  });
  return [
    `Packages with install scripts: ${named.length}. Holdfast installs without them and compiles better-sqlite3 itself.`,
    ...words,
  ];
}

/** @returns {string[]} how many packages are under which licence; unusual ones with their names */
export function licenceLines(lock, licenceOf) {
  /** @type {Map<string, string[]>} */
  const byLicence = new Map();
  for (const [name, entry, path] of productionPackages(lock)) {
    const licence = entry.license ?? licenceOf(path) ?? 'none stated';
    byLicence.set(licence, [...(byLicence.get(licence) ?? []), name]);
  }
  const sorted = [...byLicence].sort((a, b) => b[1].length - a[1].length);
  return [
    'Licences:',
    ...sorted.map(([licence, names]) => `  ${licence}: ${names.length > 4 ? names.length : names.sort().join(', ')}`),
  ];
}

/** @returns {[string, any, string][]} name, entry and path of what is installed without `--dev` */
function productionPackages(lock) {
  return Object.entries(lock.packages)
    .filter(([path, entry]) => path !== '' && entry.dev !== true && entry.devOptional !== true)
    .map(([path, entry]) => [path.replace(/^.*node_modules\//, ''), entry, path]);
}

function licenceOnDisk(path) {
  const file = inRoot(path, 'package.json');
  const licence = existsSync(file) ? jsonOf(readFileSync(file, 'utf8'))?.license : undefined;
  return typeof licence === 'object' ? licence?.type : licence;
}

function jsonOf(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
