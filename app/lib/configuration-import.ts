/** The whole configuration as a file, out and in. */
import { randomUUID } from 'node:crypto';
import { dirname } from 'node:path';
import type { AlertRule, ConfigImported, PlannedWindow } from '#contract';
import { alertingDifferences, differencesOf } from '../../server/config/difference';
import { exportedYaml } from '../../server/config/export';
import { readFromDisk } from '../../server/config/file';
import { type ImportProblem, type ImportResult, importOf } from '../../server/config/import';
import type { Finding } from '../../server/config/problem';
import { findingsOf } from '../../server/config/whole';
import type { YamlSource } from '../../server/config/yaml-source';
import { type Loaded, loadedConfiguration, settingsStore } from './configuration';
import { type Asking, newFaults, saveAndTell } from './configuration-change';
import { env } from './env';
import { wallTime } from './time';

interface Alerting {
  rules: AlertRule[];
  windows: PlannedWindow[];
}

/** What of alerting was made in the pages; of what the file has as well, the file's is in force. */
async function ownAlerting({ result }: Loaded): Promise<Alerting> {
  const { rules, windows } = await (await settingsStore()).alerting();
  const inFile = result.config.rules.map(({ key }) => key);
  const at = wallTime();
  return {
    rules: rules.filter(({ key }) => !inFile.includes(key)),
    windows: windows.filter(({ when }) => when.kind === 'recurring' || when.to > at),
  };
}

/** Secrets are not in it. Throws `StoreError`. */
export async function exportConfiguration(): Promise<{ yaml: string; names: string[] }> {
  const loaded = await loadedConfiguration();
  return exportedYaml({ whole: loaded.result.whole, ...(await ownAlerting(loaded)) });
}

export type ImportOutcome =
  | { is: 'imported'; imported: ConfigImported }
  | { is: 'refused'; imported: ConfigImported }
  | { is: 'stale'; revision: number };

/** All of it or nothing. Throws `StoreError`. */
export async function importConfiguration(
  asking: Asking,
  { yaml, secrets }: { yaml: string; secrets: Readonly<Record<string, string>> },
): Promise<ImportOutcome> {
  const loaded = await loadedConfiguration();
  const { revision } = loaded.stored;
  if (revision !== asking.revision) return { is: 'stale', revision };
  const read = importOf({
    ...{ own: loaded.own, file: loaded.result.file, yaml, secrets, judge },
    ...{ at: wallTime(), actor: asking.viewer.actor, newId: randomUUID },
  });
  const nothing = { revision, differences: [], waiting: null, readOnly: [], missing: [], problems: [] };
  if (!read.ok) return refusedOr(asking, { ...nothing, problems: read.problems });
  const { change, alerting, readOnly, missing, problems } = read.imported;
  const isWhole = problems.length === 0 && missing.length === 0;
  const together = isWhole ? togetherProblems(loaded, read) : [];
  const before = await ownAlerting(loaded);
  const differences = [
    ...differencesOf(loaded.own, change.own),
    ...(isWhole ? alertingDifferences(before, alerting) : []),
  ];
  const imported = { ...nothing, differences, readOnly, missing, problems: [...problems, ...together] };
  if (asking.dryRun || !isWhole || together.length > 0) return refusedOr(asking, imported);
  if (differences.length === 0) return { is: 'imported', imported };
  const windows = alerting.windows.map((window) => sameWindow(window, before.windows));
  const outcome = await saveAndTell(asking, loaded, change, differences, { ...alerting, windows });
  switch (outcome.is) {
    case 'changed':
      return { is: 'imported', imported: { ...imported, ...outcome.changed } };
    case 'stale':
      return outcome;
    case 'refused':
      throw new Error('what was judged already is refused');
  }
}

function refusedOr({ dryRun }: Asking, imported: ConfigImported): ImportOutcome {
  return { is: dryRun ? 'imported' : 'refused', imported };
}

/** What does not go together with the file of this installation. */
function togetherProblems(loaded: Loaded, { imported }: Extract<ImportResult, { ok: true }>): ImportProblem[] {
  return newFaults(loaded, imported.change).map((fault) => ({
    ...{ line: imported.lineOf(fault), path: `${fault.kind}/${fault.key}`, message: fault.message },
  }));
}

/** A window that is there already keeps its id and its author. */
function sameWindow(window: PlannedWindow, before: readonly PlannedWindow[]): PlannedWindow {
  const same = before.find(
    (b) =>
      b.name === window.name &&
      JSON.stringify([b.when, b.clusterKey, b.nodeKey]) ===
        JSON.stringify([window.when, window.clusterKey, window.nodeKey]),
  );
  return same ?? window;
}

function judge(value: unknown, source: YamlSource, known: readonly Finding[]): Finding[] {
  const { configFile } = env();
  const folder = configFile === null ? process.cwd() : dirname(configFile);
  const deps = { instanceId: 'import', folder, readText: readFromDisk, known };
  return findingsOf(value, (path) => `line ${source.lineOf(path)}`, deps);
}
