/** Judges a whole configuration, wherever its parts come from, and builds from it what the worker sees. */
import { type ReadText, readAuthorities } from './authorities';
import { backupOf } from './backup';
import type { Context } from './context';
import { duplicateFindings, shapeFindings } from './findings';
import { finesseOf } from './finesse';
import { finesseFindings } from './finesse-findings';
import { historyOf } from './history';
import { notifyOf } from './notify';
import { privacyOf } from './privacy';
import { type Finding, pathText, type WhereOf } from './problem';
import { roughly } from './rough';
import { rulesOf } from './rules';
import type { HoldfastConfig } from './schema';
import { type FileShape, fileShape } from './shape';
import { signInOf } from './sign-in';
import { tagsOf } from './tags';
import { targetsOf } from './targets';
import { watchFindings } from './watch-findings';
import { watchesOf } from './watches';
import type { Path } from './yaml-source';

export interface WholeDeps {
  instanceId: string;
  /** What paths of PEM files are relative to. */
  folder: string;
  readText: ReadText;
  /** Of variables that are not set: what follows from them is not told as well. */
  known: readonly Finding[];
}

/** Everything that is wrong with it, by its places. */
export function findingsOf(value: unknown, whereOf: WhereOf, deps: WholeDeps): Finding[] {
  const rough = roughly(value);
  const authorities = readAuthorities(rough, deps.folder, deps.readText);
  const findings = [
    ...deps.known,
    ...judged(value, deps.known),
    ...duplicateFindings(rough, whereOf),
    ...finesseFindings(rough, whereOf),
    ...watchFindings(rough, whereOf),
    ...authorities.findings,
  ];
  if (findings.length > 0) return findings;
  const shape = fileShape.parse(value);
  const built = targetsOf(shape, contextOf(value, deps));
  return built.findings.length > 0 ? built.findings : rulesOf(shape.rules ?? [], whereOf).findings;
}

/** @param value one without findings */
export function configOf(value: unknown, file: string | null, deps: WholeDeps): HoldfastConfig {
  const shape: FileShape = fileShape.parse(value);
  const context = contextOf(value, deps);
  const { targets } = targetsOf(shape, context);
  return {
    ...{ file, targets, finesse: finesseOf(shape, context), watches: watchesOf(shape, targets) },
    tags: tagsOf(shape),
    notify: notifyOf(shape.notify, shape.maintenance, context),
    rules: rulesOf(shape.rules ?? [], () => '').rules,
    history: historyOf(shape.history),
    privacy: privacyOf(shape.privacy),
    signIn: signInOf(shape.signIn),
    backup: backupOf(shape.backup),
  };
}

function contextOf(value: unknown, { instanceId, folder, readText }: WholeDeps): Context {
  const { pem } = readAuthorities(roughly(value), folder, readText);
  return { instanceId, caOf: (place: Path) => pem.get(pathText(place)) };
}

/** What the schema says, without what follows from a variable that is not set. */
function judged(value: unknown, known: readonly Finding[]): Finding[] {
  const silent = known.map((f) => `${pathText(f.path)}.`);
  return shapeFindings(value).filter((f) => !silent.some((prefix) => `${pathText(f.path)}.`.startsWith(prefix)));
}
