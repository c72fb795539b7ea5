'use client';
/** One node over one transport: its state, its latency, its last pings and its last loss. The whole card leads to its page. */
import Link from 'next/link';
import { memo } from 'react';
import type { EpochMs, TargetState } from '#contract';
import { failureSentence, lossWords } from '../format/failure-sentence';
import { transportName } from '../format/names';
import { formatRtt, quantile } from '../format/units';
import { Elapsed } from '../session/moment';
import { statusOf, urgencyOf } from '../session/status';
import { StatusLine } from '../session/status-line';
import { HeartbeatStrip } from './heartbeat-strip';
import type { CardModel, Span } from './model';
import classes from './target-card.module.css';

interface Props {
  card: CardModel;
  unknown: readonly Span[];
  blindSince: EpochMs | null;
}

export const TargetCard = memo(function TargetCard({ card, unknown, blindSince }: Props) {
  const { state, samples } = card;
  const name = transportName(state.transport);
  // The countdown counts in StatusLine; what colours the card does not depend on the time.
  const urgency = urgencyOf(statusOf(state, state.session.since, blindSince), state);
  return (
    <article className={classes.card} data-urgency={urgency} data-target={state.key}>
      <div className={classes.head}>
        <h3>
          <Link href={`/targets/${state.key}`} prefetch={false} className={classes.link}>
            {name}
            <span className="hf-hidden"> to {state.nodeName}</span>
          </Link>
        </h3>
        <StatusLine state={state} blindSince={blindSince} />
      </div>
      <Figures card={card} />
      <HeartbeatStrip
        samples={samples}
        unknown={unknown}
        pingIntervalMs={state.pingIntervalMs}
        pingTimeoutMs={state.pingTimeoutMs}
      />
      <Note state={state} blindSince={blindSince} />
    </article>
  );
});

function Figures({ card: { state, samples } }: { card: CardModel }) {
  const rtts = samples.flatMap((s) => (s.rttMs === null ? [] : [s.rttMs]));
  const online = state.session.phase === 'online';
  return (
    <dl className={classes.figures}>
      <div className={classes.last}>
        <dt>Last RTT</dt>
        <dd data-old={online ? undefined : true}>
          <Figure ms={state.lastPing?.rttMs ?? null} />
        </dd>
      </div>
      <div>
        <dt>p50, 15 min</dt>
        <dd>
          <Figure ms={quantile(rtts, 0.5)} />
        </dd>
      </div>
      <div>
        <dt>p95, 15 min</dt>
        <dd>
          <Figure ms={quantile(rtts, 0.95)} />
        </dd>
      </div>
    </dl>
  );
}

function Figure({ ms }: { ms: number | null }) {
  if (ms === null) return <span className={classes.none}>–</span>;
  return (
    <>
      {formatRtt(ms)}
      <span className={classes.unit}> ms</span>
    </>
  );
}

/** What stands in the way now, else the last loss; always two lines high. */
function Note({ state, blindSince }: { state: TargetState; blindSince: EpochMs | null }) {
  const { session, lastLoss } = state;
  const failure = session.phase === 'backoff' || session.phase === 'stopped' ? session.failure : null;
  if (failure !== null && blindSince === null) {
    return (
      <p className={classes.note} data-now>
        {failureSentence(failure)}
      </p>
    );
  }
  if (lastLoss === null) return <p className={classes.note}>No loss on record</p>;
  return (
    <p className={classes.note}>
      Last loss <Elapsed since={lastLoss.at} /> ago: {lossWords(lastLoss.failure)}
    </p>
  );
}
