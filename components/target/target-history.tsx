'use client';
/** A target over time: live while the last minutes are shown, from history for everything longer or further back. */
import { useMemo, useState } from 'react';
import type { EpochMs } from '#contract';
import { CompareSelect, type TargetName } from '../history/compare-select';
import { createCursor } from '../history/cursor';
import { HistoryPanel } from '../history/history-panel';
import { Surface } from '../history/surface';
import { Toolbar } from '../history/toolbar';
import { useHistory } from '../history/use-history';
import { useView } from '../history/use-view';
import { useViewerZone } from '../history/use-viewer-zone';
import { ranges } from '../history/view';
import type { TargetModel } from './model';
import { RttPanel } from './rtt-panel';

interface Props {
  model: TargetModel;
  at: EpochMs;
  unknownSince: EpochMs | null;
  /** Everything that it can be compared with. */
  targets: readonly TargetName[];
}

const WEEK = 'last-week';
const POINTS = 600;
/** Between the edge of the live panel and its chart: border and padding. */
const PANEL_INSET_PX = 15;

export function TargetHistory({ model, at, unknownSince, targets }: Props) {
  const page = useView(at);
  const zone = useViewerZone();
  const [cursor] = useState(createCursor);
  const { key } = model.state;
  const others = targets.filter((t) => t.key !== key);
  const compared = [WEEK, ...others.map((t) => t.key)].find((c) => c === page.param('compare')) ?? '';
  const live = page.view.kind === 'live' && page.view.range.key === ranges[0].key && compared === '';
  const { from, to } = page.span;
  const wanted = useMemo(() => {
    if (live) return [];
    const own = { target: key, from, to, points: POINTS, zone, earlierDays: 0 };
    if (compared === '') return [own];
    return [own, compared === WEEK ? { ...own, earlierDays: 7 } : { ...own, target: compared }];
  }, [live, key, from, to, zone, compared]);
  const shown = useHistory(wanted, page.moving);
  const otherName = compared === WEEK ? 'A week before' : (others.find((t) => t.key === compared)?.name ?? null);
  return (
    <>
      <Toolbar page={page}>
        <CompareSelect
          label="Compare with"
          value={compared}
          targets={others}
          others={[
            ['', 'nothing'],
            [WEEK, 'the same time last week'],
          ]}
          onChange={(value) => page.setParam('compare', value)}
        />
      </Toolbar>
      {live ? (
        <Surface
          label="The last 15 minutes, live. Keys: plus and minus zoom, arrows move."
          span={page.span}
          cursor={cursor}
          insetPx={PANEL_INSET_PX}
          onMove={page.move}
          onReset={page.reset}
        >
          <RttPanel model={model} unknownSince={unknownSince} />
        </Surface>
      ) : (
        <HistoryPanel page={page} shown={shown} name="Here" otherName={otherName} />
      )}
    </>
  );
}
