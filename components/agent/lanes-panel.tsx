'use client';
/** The connection over time: lanes that zoom and pan, what the marks mean, and the same as a table. */
import { useMediaQuery } from '@mantine/hooks';
import { useMemo, useState } from 'react';
import type { EpochMs } from '#contract';
import { createCursor } from '../history/cursor';
import { ReadoutLine } from '../history/readout';
import { Surface } from '../history/surface';
import { Toolbar } from '../history/toolbar';
import { useView } from '../history/use-view';
import { ranges } from '../history/view';
import { spanWords as rangeWords, viewWords } from '../history/words';
import { useNow, useZone } from '../live/live-context';
import classes from './agent-page.module.css';
import { LANE_LEFT_PX, LaneChart } from './lane-chart';
import { LaneTable } from './lane-table';
import { spanWords } from './lane-words';
import { lanesOf, thinnedLanes } from './lanes';
import { Legend } from './legend';
import type { AgentPageModel } from './model';
import { LEAST_CHOICE_MS } from './zoom';

const usual = ranges[3];

interface Props {
  model: AgentPageModel;
  /** The server's time of rendering. */
  at: EpochMs;
  /** Nobody measures since then; null: somebody does. */
  unseenFrom: EpochMs | null;
}

export function LanesPanel({ model, at, unseenFrom }: Props) {
  const now = useNow();
  const { zone } = useZone();
  const narrow = useMediaQuery('(max-width: 48em)', false) ?? false;
  const page = useView(at, usual, now);
  const [cursor] = useState(createCursor);
  const { span } = page;
  const lanes = useMemo(() => lanesOf(model, span, unseenFrom), [model, span, unseenFrom]);
  const drawn = useMemo(() => thinnedLanes(lanes), [lanes]);
  const words = viewWords(page.view, zone);
  const plot = narrow ? { left: 0, right: 0 } : { left: LANE_LEFT_PX, right: 0 };
  return (
    <section className={classes.panel} aria-labelledby="lanes-title">
      <div className={classes.panelHead}>
        <h2 id="lanes-title">Connection over {words}</h2>
      </div>
      <Toolbar page={page} upToMs={Math.max(LEAST_CHOICE_MS, now - (model.health[0]?.from ?? now))} />
      <ReadoutLine
        cursor={cursor}
        span={span}
        at={(moment) => {
          const verdict = lanes.verdict.find((s) => moment >= s.from && moment < s.to);
          const state = lanes.states.find((s) => moment >= s.from && moment < s.to);
          const told = [verdict, state].flatMap((s) => (s === undefined ? [] : [spanWords(s)]));
          return { point: { from: moment, to: moment }, words: told, beside: null };
        }}
      />
      <Surface
        label={`Lanes over ${rangeWords(span, zone)}. Keys: plus and minus zoom, arrows move, 0 goes back.`}
        span={span}
        cursor={cursor}
        plot={plot}
        onMove={page.move}
        onReset={page.reset}
      >
        <LaneChart lanes={drawn} narrow={narrow} label={`Connection over ${words}; the table below says the same`} />
      </Surface>
      <Legend several={[drawn.verdict, drawn.states].flat().some((s) => s.kind === 'several')} />
      <LaneTable lanes={lanes} />
    </section>
  );
}
