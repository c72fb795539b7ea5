/** Targets as their table lists them: by cluster and server, filtered by words, several chosen at once. Pure. */
import { type NodeTags, type TargetKey, type TargetState, tagsOfNode } from '#contract';
import { transportName } from '../../format/names';

export interface TargetGroup {
  clusterKey: string;
  clusterName: string;
  targets: TargetState[];
}

/** Every word must be found somewhere in a target: cluster, server, transport, address, state, tags. */
export function groupsOf(states: readonly TargetState[], filter: string, tags: readonly NodeTags[]): TargetGroup[] {
  const words = filter
    .toLowerCase()
    .split(/\s+/)
    .filter((w) => w !== '');
  const groups = new Map<string, TargetGroup>();
  for (const state of states) {
    const text = textOf(state, tagsOfNode(tags, state));
    if (!words.every((word) => text.includes(word))) continue;
    const { clusterKey, clusterName } = state;
    const group = groups.get(clusterKey) ?? { clusterKey, clusterName, targets: [] };
    groups.set(clusterKey, { ...group, targets: [...group.targets, state] });
  }
  return [...groups.values()];
}

function textOf(s: TargetState, tags: readonly string[]): string {
  const state = isPaused(s) ? 'paused' : s.session.phase;
  return [s.clusterName, s.nodeName, transportName(s.transport), s.address, s.key, state, s.expect, ...tags]
    .join(' ')
    .toLowerCase();
}

export function isPaused({ session }: Pick<TargetState, 'session'>): boolean {
  return session.phase === 'stopped' && session.reason === 'paused';
}

export const expectWords: Record<TargetState['expect'], string> = {
  open: 'open',
  closed: 'closed',
  optional: 'either',
};

export type Bulk = 'pause-target' | 'resume-target' | 'reconnect-target';

/** Those of the chosen that a command means something to. */
export function meantBy(command: Bulk, chosen: readonly TargetState[]): TargetKey[] {
  switch (command) {
    case 'pause-target':
      return chosen.filter((s) => !isPaused(s)).map((s) => s.key);
    case 'resume-target':
      return chosen.filter(isPaused).map((s) => s.key);
    case 'reconnect-target':
      return chosen.filter((s) => !isPaused(s)).map((s) => s.key);
  }
}
