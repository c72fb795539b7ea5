'use client';
/** RTT from this observer, by transport and server: the last eight pings and the newest. It says nothing about an agent at home. */
import type { Sample, ServerView, TransportKind } from '#contract';
import { transportName } from '../format/names';
import { formatRtt } from '../format/units';
import { useNow } from '../live/live-context';
import type { CardModel } from '../overview/model';
import { statusOf } from '../session/status';
import classes from './service-panel.module.css';

/** As in the cards below. */
const kinds: readonly TransportKind[] = ['websocket', 'bosh', 'tcp'];

interface Props {
  servers: readonly ServerView[];
  cards: readonly CardModel[];
  observerId: string;
}

export function TransportRows({ servers, cards, observerId }: Props) {
  const there = kinds.filter((kind) => cards.some((c) => c.state.transport === kind));
  return there.map((kind) => (
    <tr key={kind}>
      <th scope="row">
        {transportName(kind)} <span className={classes.from}>from {observerId}</span>
      </th>
      {servers.map((s) => {
        const card = cards.find((c) => c.state.nodeKey === s.nodeKey && c.state.transport === kind);
        return (
          <td key={s.nodeKey}>
            {card === undefined ? <span className={classes.quiet}>not used</span> : <Pings card={card} />}
          </td>
        );
      })}
    </tr>
  ));
}

const SHOWN = 8;

function Pings({ card: { state, samples } }: { card: CardModel }) {
  const status = statusOf(state, useNow());
  if (status.kind !== 'online' && status.kind !== 'unstable') {
    return (
      <span className={status.kind === 'closed-by-design' ? classes.quiet : classes.stale}>
        {status.word}
        {status.kind === 'closed-by-design' && ` ${status.detail}`}
      </span>
    );
  }
  const last = samples.slice(-SHOWN);
  return (
    <span className={classes.pings}>
      <Bars samples={last} />
      <span className="hf-figures">
        {state.lastPing === null ? 'no ping yet' : `${formatRtt(state.lastPing.rttMs)} ms`}
      </span>
    </span>
  );
}

function Bars({ samples }: { samples: readonly Sample[] }) {
  const answered = samples.filter((s) => s.rttMs !== null).length;
  const bars = samples.map((s, i) =>
    s.rttMs === null ? hollow(i + SHOWN - samples.length) : full(i + SHOWN - samples.length),
  );
  return (
    <svg
      width={SHOWN * 5}
      height="12"
      role="img"
      aria-label={`${answered} of the last ${samples.length} pings answered`}
    >
      <path d={bars.join('')} className={classes.bars} />
    </svg>
  );
}

const full = (i: number) => `M${i * 5 + 2} 1v10`;
/** A miss is a gap with a foot. */
const hollow = (i: number) => `M${i * 5 + 2} 9v2`;
