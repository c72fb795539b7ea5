/** Availability by cluster, node, transport and target: of several targets moment by moment together. */
import type { AvailabilityRow, HistorySpan, TargetKey, TargetState } from '#contract';
import { availabilityOf, tallyEach, tallyOf, together } from '../history/availability';
import type { Span } from '../history/timeline';

type Of = Pick<TargetState, 'key' | 'clusterKey' | 'clusterName' | 'nodeKey' | 'nodeName' | 'transport'>;

export interface RowsAsked {
  targets: readonly Of[];
  spans: ReadonlyMap<TargetKey, readonly HistorySpan[]>;
  range: Span;
  parts: readonly Span[];
}

/** In order: a cluster, its transports over all nodes, then each node with its targets. Targets without spans are left out. */
export function availabilityRows(asked: RowsAsked): AvailabilityRow[] {
  const known = asked.targets.filter((t) => asked.spans.has(t.key));
  return grouped(known, (t) => t.clusterKey).flatMap((cluster) => clusterRows(cluster, asked));
}

function clusterRows(targets: readonly Of[], asked: RowsAsked): AvailabilityRow[] {
  const [first] = targets;
  if (first === undefined) return [];
  const { clusterKey } = first;
  const nodes = grouped(targets, (t) => t.nodeKey);
  const transports = grouped(targets, (t) => t.transport);
  return [
    rowOf('cluster', clusterKey, targets, asked),
    // Of one node they would say the same as its targets.
    ...(nodes.length < 2
      ? []
      : transports.map((of) => rowOf('transport', `${clusterKey}/*/${of[0]?.transport}`, of, asked))),
    ...nodes.flatMap((of) => [
      rowOf('node', `${clusterKey}/${of[0]?.nodeKey}`, of, asked),
      ...of.map((target) => rowOf('target', target.key, [target], asked)),
    ]),
  ];
}

function rowOf(
  level: AvailabilityRow['level'],
  key: string,
  targets: readonly Of[],
  { spans, range, parts }: RowsAsked,
): AvailabilityRow {
  const members = targets.map((t) => spans.get(t.key) ?? []);
  const own = members.length === 1 ? (members[0] ?? []) : together(members, range);
  const tally = tallyOf(own);
  const [first] = targets;
  return {
    level,
    key,
    clusterKey: first?.clusterKey ?? '',
    clusterName: first?.clusterName ?? '',
    nodeName: level === 'node' || level === 'target' ? (first?.nodeName ?? null) : null,
    teamName: null,
    transport: level === 'transport' || level === 'target' ? (first?.transport ?? null) : null,
    targets: targets.length,
    tally,
    ...availabilityOf(tally),
    parts: tallyEach(own, parts),
  };
}

function grouped<T>(items: readonly T[], by: (item: T) => string): T[][] {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(by(item));
    if (group === undefined) groups.set(by(item), [item]);
    else group.push(item);
  }
  return [...groups.values()];
}
