/** What happened to a session, told from its state. Pure. */
import type { EpochMs, TargetState } from '#contract';
import { formatMoment } from '../format/clock';
import { failureSentence, lossWords } from '../format/failure-sentence';
import { formatDuration } from '../format/units';
import { lossBehind } from '../overview/sentence';

export function storyOf(state: TargetState, now: EpochMs, zone: string | undefined): string {
  const { session } = state;
  const when = (at: EpochMs) => formatMoment(at, now, zone);
  switch (session.phase) {
    case 'online':
      return `Online since ${when(session.since)}, ${formatDuration(now - session.since)}. ${lastLoss(state, when)}`;
    case 'connecting':
    case 'backoff': {
      const loss = lossBehind(state);
      const failing = session.phase === 'backoff' ? failureSentence(session.failure) : null;
      if (loss === null) return failing === null ? `Trying since ${when(session.since)}.` : `${failing}.`;
      const since = `Lost at ${when(loss.at)} after ${formatDuration(loss.onlineForMs)} online: ${lossWords(loss.failure)}.`;
      return failing === null || failing === failureSentence(loss.failure) ? since : `${since} Now ${failing}.`;
    }
    case 'stopped':
      return session.failure === null
        ? `Since ${when(session.since)}. ${lastLoss(state, when)}`
        : `Since ${when(session.since)}: ${failureSentence(session.failure)}.`;
  }
}

function lastLoss({ lastLoss: loss }: TargetState, when: (at: EpochMs) => string): string {
  return loss === null ? 'No loss on record.' : `Last loss at ${when(loss.at)}: ${lossWords(loss.failure)}.`;
}
