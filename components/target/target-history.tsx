'use client';
/** A target over time, on one surface for every range: what ends now goes on as pings come. */
import { useMemo } from 'react';
import type { EpochMs, TargetSeries } from '#contract';
import { CompareSelect, type TargetName } from '../history/compare-select';
import { HistoryPanel } from '../history/history-panel';
import type { Given } from '../history/loader';
import { Toolbar } from '../history/toolbar';
import { useHistory } from '../history/use-history';
import { useView } from '../history/use-view';
import { useViewerZone } from '../history/use-viewer-zone';
import { givenIn, WEEK, wantedOf } from '../history/wanted';
import type { SeriesAsked } from '../live/api';
import { useApi, useNow } from '../live/live-context';
import { liveSeries } from './live-series';
import type { TargetModel } from './model';

/** What the page was rendered with. */
export interface FirstSeries {
  at: EpochMs;
  given: readonly Given<SeriesAsked, TargetSeries>[];
}

interface Props {
  model: TargetModel;
  first: FirstSeries;
  unknownSince: EpochMs | null;
  /** Everything that it can be compared with. */
  targets: readonly TargetName[];
}

export function TargetHistory({ model, first, unknownSince, targets }: Props) {
  const page = useView(first.at, undefined, useNow());
  const zone = useViewerZone();
  const { key } = model.state;
  const others = targets.filter((t) => t.key !== key);
  const compared = [WEEK, ...others.map((t) => t.key)].find((c) => c === page.param('compare')) ?? null;
  const { asked, span, view } = page;
  const wanted = useMemo(() => wantedOf(key, asked, zone, compared), [key, asked, zone, compared]);
  const fetched = useHistory({ page, wanted, load: useApi().series, given: givenIn(zone, first.given) });
  const shown = useMemo(() => {
    const [own, ...rest] = fetched.series;
    const goesOn = view.kind === 'live' && own !== undefined && own.to - own.from === view.range.ms;
    return goesOn ? { ...fetched, series: [liveSeries(own, model, span, unknownSince), ...rest] } : fetched;
  }, [fetched, model, span, unknownSince, view]);
  const otherName = compared === WEEK ? 'A week before' : (others.find((t) => t.key === compared)?.name ?? null);
  return (
    <>
      <Toolbar page={page}>
        <CompareSelect
          label="Compare with"
          value={compared ?? ''}
          targets={others}
          others={[
            ['', 'nothing'],
            [WEEK, 'the same time last week'],
          ]}
          onChange={(value) => page.setParam('compare', value)}
        />
      </Toolbar>
      <HistoryPanel page={page} shown={shown} name="Here" otherName={otherName} />
    </>
  );
}
