/** Why an account is not let in, or is the wrong one to watch with. */
import type { Hint } from '#contract';
import { said } from './said';
import { REFUSALS_OF_OURS } from './tries';

export type SeenAccount = {
  at: 'account';
  username: string;
} /** 401. `authMode` of SystemInfo, null: not told; `refusals`: ours of the last five minutes, this one included. */ & (
  | { is: 'refused'; authMode: string | null; refusals: number }
  /** By ourselves: one more could lock the user. */
  | { is: 'spared'; waitMin: number }
  | { is: 'not-an-agent'; administrator: boolean }
  | { is: 'at-work'; state: string }
  | { is: 'no-teams' }
  | { is: 'same-account'; otherHost: string }
  /** A kept password, and another host or user than it was given for. */
  | { is: 'kept-elsewhere' }
  | { is: 'other'; condition: string; status: number | null }
);

const LOCK = 'Five wrong passwords block a user for 5 minutes, also the right one then.';

export function accountHint(seen: SeenAccount): Hint {
  const { username } = seen;
  switch (seen.is) {
    case 'refused':
      return refusedHint(seen);
    case 'spared':
      return said(
        'spared-user',
        `${username} was refused several times within five minutes. Holdfast does not try again now: ${LOCK.toLowerCase()}`,
        `Wait ${seen.waitMin} min, and check the password meanwhile by signing in to the Finesse desktop as ${username}.`,
      );
    case 'not-an-agent':
      return said(
        'not-an-agent',
        seen.administrator
          ? `${username} is let in, but as an administrator: administrators have no session at the Notification Service.`
          : `Finesse lets ${username} in, but has no agent or supervisor of that name.`,
        'Make a supervisor of its own for Holdfast, in a team of its own, who supervises the teams to be watched. Nobody works with it.',
      );
    case 'at-work':
      return said(
        'at-work',
        `Somebody is signed in as ${username} (${seen.state}). A second session of a working account can take that person’s events away, or hide that they lost their connection; Holdfast opened none.`,
        'Use an account that is only for Holdfast and never works; or sign that person out, and test again.',
      );
    case 'no-teams':
      return said(
        'no-teams',
        `${username} supervises no team, so that Finesse tells it of no agents.`,
        'The servers can be watched so. To see agents, make it a supervisor of their teams, and test again.',
      );
    case 'same-account':
      return said(
        'same-account',
        `${username} is used on ${seen.otherHost} already. One account on both sides confuses Finesse: presence decides on which side a user is.`,
        'Make a second account for this side.',
      );
    case 'kept-elsewhere':
      return said(
        'kept-elsewhere',
        'The kept password belongs to another server or user, and goes nowhere else.',
        'Type the password for this one.',
      );
    case 'other':
      return said(
        'other',
        `Finesse did not say whether ${username} may come in (${seen.status ?? seen.condition}).`,
        'Try again. While the database of agents fails over (AWDB), Finesse cannot check passwords.',
      );
  }
}

function refusedHint({ username, authMode, refusals }: Extract<SeenAccount, { is: 'refused' }>): Hint {
  if (authMode === 'SSO')
    return said(
      'sso-only',
      'This deployment signs in by single sign-on only: Finesse takes no user name and password here.',
      'Have a user made that is exempt from single sign-on (hybrid mode), or watch the servers without agents until there is one.',
    );
  if (refusals >= REFUSALS_OF_OURS) return lockedHint(username);
  const tries = refusals > 1 ? ` That was refusal ${refusals} within five minutes.` : '';
  if (authMode === 'HYBRID')
    return said(
      'sso-user',
      `Finesse refuses ${username}: the password is wrong, or this user signs in by single sign-on.${tries}`,
      `Check the password, or use a user that is exempt from single sign-on. ${LOCK}`,
    );
  return said(
    'wrong-password',
    `Finesse refuses ${username}: the user name or the password is wrong.${tries}`,
    `Type the password again. Use the login id, not the login name. ${LOCK} Where everybody signs in by single sign-on, no password is ever right.`,
  );
}

function lockedHint(username: string): Hint {
  return said(
    'locked-user',
    `${username} was refused again and again within five minutes, and may be blocked by now: ${LOCK.toLowerCase()}`,
    'Wait five minutes without trying, then test once with a password that you have checked.',
  );
}
