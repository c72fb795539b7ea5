'use client';
/** Side A against side B, transport against transport, today against last week: two series on one axis, and their figures beside each other. */
import { useMemo } from 'react';
import type { EpochMs } from '#contract';
import { CompareSelect, type TargetName } from '../history/compare-select';
import { HistoryPanel } from '../history/history-panel';
import { Toolbar } from '../history/toolbar';
import { useHistory } from '../history/use-history';
import { useView } from '../history/use-view';
import { useViewerZone } from '../history/use-viewer-zone';
import { ranges } from '../history/view';
import { WEEK, wantedOf } from '../history/wanted';
import { useApi } from '../live/live-context';
import classes from './compare.module.css';
import { FiguresTable } from './figures-table';

const usual = ranges[3];

export function CompareView({ targets, at }: { targets: readonly TargetName[]; at: EpochMs }) {
  const page = useView(at, usual);
  const zone = useViewerZone();
  const first = targets.find((t) => t.key === page.param('a')) ?? targets[0];
  const asked = page.param('b');
  const second = targets.find((t) => t.key === asked) ?? null;
  const week = second === null && (asked === WEEK || targets.length < 2);
  const other = second ?? (week ? null : (counterpartOf(first, targets) ?? null));
  const { asked: span } = page;
  const a = first?.key ?? null;
  const b = other?.key ?? null;
  const wanted = useMemo(() => (a === null ? [] : wantedOf(a, span, zone, b ?? WEEK)), [a, b, span, zone]);
  const shown = useHistory({ page, wanted, load: useApi().series });
  if (first === undefined)
    return (
      <div className={classes.page}>
        <h1>Compare</h1>
        <p>There is no target yet: once something is watched, it can be compared here.</p>
      </div>
    );
  const name = b === null ? 'Now' : first.name;
  const otherName = other?.name ?? 'A week before';
  return (
    <div className={classes.page}>
      <h1>Compare</h1>
      <div className={classes.choices}>
        <CompareSelect
          label="A"
          value={first.key}
          targets={targets}
          others={[]}
          onChange={(v) => page.setParam('a', v)}
        />
        <CompareSelect
          label="B"
          value={b ?? WEEK}
          targets={targets.filter((t) => t.key !== first.key)}
          others={[[WEEK, 'A, the same time last week']]}
          onChange={(v) => page.setParam('b', v)}
        />
      </div>
      <Toolbar page={page} />
      <FiguresTable names={[name, otherName]} series={shown.series} />
      <HistoryPanel page={page} shown={shown} name={name} otherName={otherName} />
    </div>
  );
}

/** The same transport of another node, or else the next one of the same node: what people want to compare first. */
function counterpartOf(target: TargetName | undefined, targets: readonly TargetName[]): TargetName | undefined {
  if (target === undefined) return undefined;
  const [cluster, node, transport] = target.key.split('/');
  const others = targets.filter((t) => t.key !== target.key && t.key.startsWith(`${cluster}/`));
  return (
    others.find((t) => t.key.endsWith(`/${transport}`)) ??
    others.find((t) => t.key.startsWith(`${cluster}/${node}/`)) ??
    others[0]
  );
}
