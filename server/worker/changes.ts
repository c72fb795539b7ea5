/** What of the measuring has to change for another configuration to be in force: nothing that is the same is touched. */
import type { TargetKey } from '#contract';
import { saysTheSame } from '../config/same';
import type { FinesseClusterConfig, HoldfastConfig, TargetConfig, XmppWatchConfig } from '../config/schema';

export interface Changes {
  /** Of XMPP services: configured no more. */
  goneTargets: TargetKey[];
  /** New, or with something else about them. */
  targets: TargetConfig[];
  /** Their session is as it was, and who listens to it is another: it begins anew. */
  again: TargetKey[];
  /** Whose cluster is configured no more, or otherwise. */
  endedFinesse: string[];
  finesse: FinesseClusterConfig[];
  endedWatches: XmppWatchConfig[];
  watches: XmppWatchConfig[];
}

type Measured = Pick<HoldfastConfig, 'targets' | 'finesse' | 'watches'>;

export function changesOf(before: Measured, after: Measured): Changes {
  const targets = renewed(before.targets, after.targets, keyOf);
  const watches = renewed(before.watches.map(withTargets(before)), after.watches.map(withTargets(after)), watchKeyOf);
  const begun = watches.begun.map(({ watch }) => watch);
  const ended = watches.ended.map(({ watch }) => watch);
  const listened = [...begun, ...ended].flatMap((watch) => watch.targets);
  const stays = (key: TargetKey) =>
    after.targets.some((t) => t.key === key) && !targets.begun.some((t) => t.key === key);
  const finesse = renewed(before.finesse, after.finesse, keyOf);
  return {
    goneTargets: before.targets.map(keyOf).filter((key) => !after.targets.some((t) => t.key === key)),
    targets: targets.begun,
    again: [...new Set(listened)].filter(stays),
    endedFinesse: finesse.ended.map(keyOf),
    finesse: finesse.begun,
    endedWatches: ended,
    watches: begun,
  };
}

const keyOf = <K>({ key }: { key: K }): K => key;
const watchKeyOf = ({ watch }: { watch: XmppWatchConfig }): string => watchKey(watch);

export function watchKey({ clusterKey, nodeKey }: Pick<XmppWatchConfig, 'clusterKey' | 'nodeKey'>): string {
  return `${clusterKey}/${nodeKey}`;
}

/** How long a silent session still counts belongs to a watch. */
function withTargets({ targets }: Measured) {
  return (watch: XmppWatchConfig) => ({
    watch,
    policies: targets.filter(({ key }) => watch.targets.includes(key)).map(({ key, policy }) => ({ key, policy })),
  });
}

function renewed<T>(before: readonly T[], after: readonly T[], key: (one: T) => string): { ended: T[]; begun: T[] } {
  const isKnown = (one: T, among: readonly T[]) => among.some((o) => key(o) === key(one) && saysTheSame(o, one));
  return { ended: before.filter((one) => !isKnown(one, after)), begun: after.filter((one) => !isKnown(one, before)) };
}

/** For people: what was changed, one line each. */
export function changeLines(changes: Changes): string[] {
  return [
    ...changes.goneTargets.map((key) => `${key} is watched no more`),
    ...changes.targets.map(({ key }) => `${key} begins, or begins anew`),
    ...changes.endedFinesse.map((key) => `${key} is let go`),
    ...changes.finesse.map(({ key }) => `${key} begins, or begins anew`),
    ...changes.watches.map(({ clusterKey }) => `people of ${clusterKey} are watched as they are listed now`),
  ];
}
