'use client';
/** The connection over time: lanes, how much time they show, what the marks mean, and the same as a table. */
import { useMediaQuery } from '@mantine/hooks';
import type { EpochMs } from '#contract';
import { useNow } from '../live/live-context';
import classes from './agent-page.module.css';
import { LaneChart } from './lane-chart';
import { LaneTable } from './lane-table';
import { lanesOf } from './lanes';
import { Legend } from './legend';
import type { AgentPageModel } from './model';
import { type Zoom, zooms } from './zoom';

interface Props {
  model: AgentPageModel;
  zoom: Zoom;
  /** Nobody measures since then; null: somebody does. */
  unseenFrom: EpochMs | null;
  onZoom: (zoom: Zoom) => void;
}

export function LanesPanel({ model, zoom, unseenFrom, onZoom }: Props) {
  const now = useNow();
  const narrow = useMediaQuery('(max-width: 48em)', false) ?? false;
  const lanes = lanesOf(model, { from: now - zoom.ms, to: now }, unseenFrom);
  return (
    <section className={classes.panel} aria-labelledby="lanes-title">
      <div className={classes.panelHead}>
        <h2 id="lanes-title">Connection over {zoom.words}</h2>
        <fieldset className={classes.zooms}>
          <legend className="hf-hidden">How much time is shown</legend>
          {zooms.map((choice) => (
            <button
              key={choice.key}
              type="button"
              className={classes.zoom}
              aria-pressed={choice.key === zoom.key}
              onClick={() => onZoom(choice)}
            >
              {choice.name}
            </button>
          ))}
        </fieldset>
      </div>
      <LaneChart
        lanes={lanes}
        zoom={zoom}
        narrow={narrow}
        label={`Connection over ${zoom.words}; the table below says the same`}
      />
      <Legend />
      <LaneTable lanes={lanes} />
    </section>
  );
}
