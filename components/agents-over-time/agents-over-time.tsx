'use client';
/** How many agents of a cluster or a team were connected, at risk and forced out, from 15 minutes to a year; nobody by name. */
import { useMantineColorScheme } from '@mantine/core';
import { memo, useId, useMemo, useState } from 'react';
import type { AgentCountsSeries, ClusterMarks, EpochMs } from '#contract';
import { CountChart } from '../charts/count-chart';
import { placedOn } from '../charts/history-data';
import { createCursor } from '../history/cursor';
import { FoldedTable } from '../history/folded-table';
import classes from '../history/history-panel.module.css';
import { EventLegend } from '../history/legends';
import { MarksLane } from '../history/marks-lane';
import { NotesLane } from '../history/notes-lane';
import { ReadoutLine } from '../history/readout';
import { Surface } from '../history/surface';
import { Toolbar } from '../history/toolbar';
import { useHistory } from '../history/use-history';
import { useView } from '../history/use-view';
import { useViewerZone } from '../history/use-viewer-zone';
import { ranges } from '../history/view';
import { WEEK } from '../history/wanted';
import { pointAt, spanWords, stepWords, viewWords } from '../history/words';
import type { CountsAsked } from '../live/api';
import { useApi, useZone } from '../live/live-context';
import own from './agents-over-time.module.css';
import { Choices, type ClusterTeams } from './choices';
import { connectedWords, countCharts, countHead, countRows, countWords, troubleWords } from './count-data';
import { CountLegend } from './count-legend';

const usual = ranges[3];
const POINTS = 600;

export function AgentsOverTime({ clusters, at }: { clusters: readonly ClusterTeams[]; at: EpochMs }) {
  const page = useView(at, usual);
  const zone = useViewerZone();
  const api = useApi();
  const cluster = clusters.find((c) => c.key === page.param('cluster')) ?? clusters[0];
  const team = cluster?.teams.find((t) => t.id === page.param('team')) ?? null;
  const week = page.param('compare') === WEEK;
  const { asked } = page;
  const key = cluster?.key ?? null;
  const teamId = team?.id ?? null;
  const wanted = useMemo((): CountsAsked[] => {
    if (key === null) return [];
    const now = { ...asked, clusterKey: key, teamId, points: POINTS, zone, earlierDays: 0 };
    return week ? [now, { ...now, earlierDays: 7 }] : [now];
  }, [key, teamId, asked, zone, week]);
  const shown = useHistory({ page, wanted, load: api.counts });
  const marks = useHistory({ page, wanted: wanted.slice(0, 1), load: api.clusterMarks });
  return (
    <div className={own.page}>
      <h1>Agents over time</h1>
      {cluster === undefined ? (
        <p>No cluster has told of its agents yet: once one does, they are counted every minute.</p>
      ) : (
        <>
          <Toolbar page={page}>
            <Choices page={page} clusters={clusters} cluster={cluster} teamId={teamId} week={week} />
          </Toolbar>
          <Panel
            page={page}
            status={shown.status}
            series={shown.series[0]}
            other={week ? (shown.series[1] ?? null) : null}
            marks={marks.series[0] ?? null}
            who={team === null ? cluster.name : `${team.name}, ${cluster.name}`}
            csv={wanted[0] === undefined ? '' : api.countsCsv(wanted[0])}
          />
        </>
      )}
    </div>
  );
}

interface PanelProps {
  page: ReturnType<typeof useView>;
  status: 'waiting' | 'ready' | 'failed';
  series: AgentCountsSeries | undefined;
  other: AgentCountsSeries | null;
  marks: ClusterMarks | null;
  who: string;
  csv: string;
}

function Panel({ page, status, series, other, marks, who, csv }: PanelProps) {
  const { zone } = useZone();
  const id = useId();
  const [cursor] = useState(createCursor);
  const { span } = page;
  const at = (moment: EpochMs) => {
    const point = series === undefined ? null : pointAt(series.points, moment, span);
    const then = series === undefined || other === null ? null : placedOn(series, other)(moment);
    const before = then === null || other === null ? null : pointAt(other.points, then, other);
    return {
      point,
      words: [point === null ? 'not counted' : countWords(point)],
      beside: then === null ? null : `A week before: ${before === null ? 'not counted' : countWords(before)}`,
    };
  };
  return (
    <section className={classes.panel} aria-labelledby={id} data-status={status}>
      <div className={classes.head}>
        <h2 id={id}>
          {who}, {viewWords(page.view, zone)}
        </h2>
        <p className={classes.summary} role="status">
          {status === 'failed' ? 'Holdfast did not answer; zoom or pick a range to try again.' : null}
          {status === 'waiting' ? 'Loading …' : null}
          {status === 'ready' && series !== undefined && series.points.length > 0 ? stepWords(series) : null}
        </p>
      </div>
      <ReadoutLine cursor={cursor} span={span} at={at} />
      <Surface
        label={`Charts over ${spanWords(span, zone)}. Keys: plus and minus zoom, arrows move, 0 goes back.`}
        span={span}
        cursor={cursor}
        onMove={page.move}
        onReset={page.reset}
      >
        {series === undefined ? (
          <div className={classes.nothing} />
        ) : (
          <Charts series={series} other={other} marks={marks} from={span.from} to={span.to} />
        )}
      </Surface>
      {series !== undefined && (
        <FoldedTable
          {...{ name: 'Agents', part: 'counts', head: countHead, csv, end: series.to }}
          rows={(when) => countRows(series, when)}
        />
      )}
    </section>
  );
}

interface ChartsProps extends Pick<PanelProps, 'other' | 'marks'> {
  series: AgentCountsSeries;
  from: EpochMs;
  to: EpochMs;
}

/** Drawn again when what they show changes, and not with the clock. */
const Charts = memo(function Charts({ series, other, marks, from, to }: ChartsProps) {
  // The colours of a canvas are read when it is drawn.
  useMantineColorScheme();
  const { zone } = useZone();
  const axis = useMemo(() => ({ from, to, zone }), [from, to, zone]);
  const { connected, trouble } = useMemo(() => countCharts(axis, series, other, marks), [axis, series, other, marks]);
  const here = connectedWords(series);
  const risk = troubleWords(series, zone, to);
  return (
    <>
      <div className={classes.chartHead}>
        <h3>
          Connected <span className={classes.unit}>agents</span>
        </h3>
        <p className={classes.words}>{here}</p>
      </div>
      <CountChart label={`Connected agents: ${here}. The table below holds the same.`} data={connected} />
      <MarksLane marks={marks?.marks ?? []} span={axis} />
      <NotesLane notes={marks?.notes ?? []} span={axis} />
      <EventLegend marks={marks?.marks ?? []} notes={marks?.notes ?? []} />
      <div className={classes.chartHead}>
        <h3>
          At risk and forced out <span className={classes.unit}>agents, the most of each slot</span>
        </h3>
        <p className={classes.words}>{risk}</p>
      </div>
      <CountChart label={`At risk and forced out: ${risk}. The table below holds the same.`} data={trouble} />
      <CountLegend compared={other !== null} />
    </>
  );
});
