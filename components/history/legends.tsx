/** What the lines, shades and shapes of the charts mean; only what is to be seen is explained. */
import {
  type ConnectColumn,
  connectPhases,
  type HistoryMark,
  type HistoryNote,
  historyStatuses,
  markKinds,
  noteKinds,
} from '#contract';
import { phaseName } from '../format/names';
import { phaseShade } from './chart-data';
import classes from './legends.module.css';
import { MarkShape } from './marks-lane';
import { noteWords } from './notes';
import lane from './notes-lane.module.css';
import strip from './status-strip.module.css';
import { markWords, statusWords } from './words';

export function RttLegend({ compared, beyond }: { compared: string | null; beyond: boolean }) {
  return (
    <ul className={classes.legend}>
      <Item swatch="p50">half within (p50)</Item>
      <Item swatch="smoke">95 % within (p95), and least to most around it</Item>
      <Item swatch="miss">missed</Item>
      {beyond && <Item swatch="beyond">slower than the scale</Item>}
      {compared !== null && <Item swatch="other">{compared}: p50, and p95 dotted</Item>}
    </ul>
  );
}

export function StatusLegend() {
  return (
    <ul className={classes.legend}>
      {historyStatuses.map((status) => (
        <li key={status}>
          <span className={strip.swatch} data-status={status} />
          {statusWords[status]}
        </li>
      ))}
    </ul>
  );
}

export function EventLegend({ marks, notes }: { marks: readonly HistoryMark[]; notes: readonly HistoryNote[] }) {
  const kinds = markKinds.filter((kind) => marks.some((m) => m.kind === kind));
  const lasting = noteKinds.filter((kind) => notes.some((n) => n.kind === kind));
  return (
    <ul className={classes.legend} data-keeps="">
      {kinds.map((kind) => (
        <li key={kind}>
          <MarkShape kind={kind} />
          {markWords[kind]}
        </li>
      ))}
      {lasting.map((kind) => (
        <li key={kind}>
          <span className={lane.swatch} data-kind={kind} />
          {noteWords[kind]}
        </li>
      ))}
    </ul>
  );
}

export function PhaseLegend({ connects }: { connects: readonly ConnectColumn[] }) {
  const phases = connectPhases.filter((phase) => connects.some((c) => c.phases.some((p) => p.phase === phase)));
  return (
    <ul className={classes.legend} data-keeps="">
      {phases.map((phase) => (
        <li key={phase}>
          <span className={classes.box} style={{ background: `var(--hf-span-${phaseShade(phase)})` }} />
          {phaseName(phase)}
        </li>
      ))}
      {connects.some((c) => c.outcome !== 'online') && <Item swatch="failed">failed</Item>}
    </ul>
  );
}

function Item({ swatch, children }: { swatch: string; children: React.ReactNode }) {
  return (
    <li>
      <span className={classes.swatch} data-swatch={swatch} />
      {children}
    </li>
  );
}
