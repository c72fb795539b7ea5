'use client';
/** Moments in sentences: evidence, changes of the day before, blindness, who was told, and all that happened. */
import type { OutageReview, ReviewMoment } from '#contract';
import { Panel, PanelEmpty } from '../board/panel';
import { formatDuration } from '../format/units';
import { Moment } from '../session/moment';
import classes from './outage.module.css';

export function CausePanel({ cause }: Pick<OutageReview, 'cause'>) {
  return (
    <Panel title="Cause and its evidence">
      <p className={classes.cause}>{cause.text}.</p>
      <Moments moments={cause.evidence} />
    </Panel>
  );
}

export function ChangesPanel({ changes }: Pick<OutageReview, 'changes'>) {
  return (
    <Panel title="Changed in the 24 hours before">
      {changes.length === 0 ? <PanelEmpty>Nothing that Holdfast saw.</PanelEmpty> : <Moments moments={changes} />}
    </Panel>
  );
}

export function BlindPanel({ blind }: Pick<OutageReview, 'blind'>) {
  const moments = blind.map((b) => ({ at: b.from, text: `${b.text}, for ${formatDuration(b.to - b.from)}` }));
  return (
    <Panel title="When Holdfast was blind">
      {moments.length === 0 ? (
        <PanelEmpty>At no time: every feed told without a gap.</PanelEmpty>
      ) : (
        <Moments moments={moments} />
      )}
    </Panel>
  );
}

export function HappenedPanel({ marks }: Pick<OutageReview, 'marks'>) {
  const facts = marks.filter((m) => m.kind !== 'incident' && m.kind !== 'told');
  const moments = facts.map(({ at, text, count }) => ({
    at,
    text: count > 1 ? `${text}, and ${count - 1} more` : text,
  }));
  return (
    <Panel title="What the servers and sessions did" rule="oldest first">
      {moments.length === 0 ? <PanelEmpty>No single fact is on record.</PanelEmpty> : <Moments moments={moments} />}
    </Panel>
  );
}

function Moments({ moments }: { moments: readonly ReviewMoment[] }) {
  return (
    <ol className={classes.moments}>
      {moments.map((m) => (
        <li key={`${m.at} ${m.text}`}>
          <Moment at={m.at} />
          <span>{m.text}</span>
        </li>
      ))}
    </ol>
  );
}
