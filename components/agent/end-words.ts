/** How a stay ended, as the sentence of a story: who did what, and what it is called. Pure. */
import type { Disconnect, EpochMs } from '#contract';
import { codeWords, isUccx } from './code-words';

type End = NonNullable<Disconnect['end']>;

/** `Finesse set Not Ready`, `Finesse logged the agent out on side A`, `A supervisor logged the agent out`. */
export function endSentence(end: End, d: Disconnect): string {
  const on = end.side === null ? '' : ` on side ${end.side}`;
  switch (end.outcome) {
    case 'forced-logout':
      return `Finesse logged the agent out${on}`;
    case 'forced-not-ready':
      return `Finesse set Not Ready${on}`;
    case 'self':
      return 'The agent signed out';
    case 'supervisor':
      return `A supervisor ${done(end)}`;
    case 'inactivity':
      return `Finesse ${done(end)} for inactivity`;
    case 'phone':
      return `Finesse ${done(end)} because of the phone`;
    case 'pg-reset':
      return `Finesse ${done(end)} after ${isUccx(d.profile.deployment) ? 'a failure of CCX' : 'a reset of the PG'}`;
    case 'sso-expired':
      return `Finesse ${done(end)}: the single sign-on token had expired`;
    case 'unknown':
      return `${end.state === 'LOGOUT' ? 'Logged out' : 'Taken out'}, and no feed told why`;
  }
}

const done = (end: End): string => (end.state === 'LOGOUT' ? 'logged the agent out' : 'set Not Ready');

/** `set Not Ready 09:17:04, 255: connection failure`, for a story in one line. */
export function endInShort(end: End, d: Disconnect, when: (at: EpochMs) => string): string {
  const code = codeWords(end, d.profile);
  const tail = code === null ? '' : `, ${code}`;
  return `${shortOf(end)} ${when(end.at)}${tail}`;
}

function shortOf(end: End): string {
  const state = end.state === 'LOGOUT' ? 'logged out' : 'set Not Ready';
  switch (end.outcome) {
    case 'forced-logout':
    case 'forced-not-ready':
    case 'phone':
    case 'pg-reset':
      return state;
    case 'self':
      return 'signed out';
    case 'supervisor':
      return `${state} by a supervisor`;
    case 'inactivity':
      return `${state} for inactivity`;
    case 'sso-expired':
      return `${state}, token expired`;
    case 'unknown':
      return `${state}, not told why`;
  }
}
