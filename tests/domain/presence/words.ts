/** Health in a few words, as tests compare it. */
import type { PresenceHealth } from '../../../server/contract';

export function wordsOf(h: PresenceHealth, second: (ms: number) => number): string {
  switch (h.kind) {
    case 'connected':
      return `connected ${h.side ?? '-'} ${h.sure}`;
    case 'unstable':
      return `unstable ${h.side ?? '-'}`;
    case 'at-risk': {
      const until = h.deadline.latest === null ? 'after the call' : `${second(h.deadline.latest)}`;
      const race = h.connectedOn === null ? '' : `, connected on ${h.connectedOn}`;
      return `at-risk ${h.side} ${h.sure} ${h.will} ${second(h.deadline.earliest)}-${until}${race}`;
    }
    case 'forced-out':
      return `forced-out ${h.outcome} by ${h.side ?? '-'}`;
    case 'logged-out':
      return `logged-out ${h.outcome}`;
    case 'unknown':
      return `unknown ${h.why} ${h.blame.feed} ${h.blame.side ?? '-'}`;
  }
}
