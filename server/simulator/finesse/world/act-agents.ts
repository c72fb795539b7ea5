/** Actions on chosen agents: their desktops, their lines, their states. */
import type { Cancel } from '../../../time/time';
import { isOnCall } from '../model';
import type { Action } from './actions';
import type { Desktop } from './desktop';
import type { Inner } from './inner';
import { systemReason } from './reason-codes';

type OnAgents = Extract<Action, { who: unknown }>;

/** How often those who wait for a call's end, or for a desktop, look again. */
const LOOK_AGAIN_MS = 2_000;

export function actOnAgents(inner: Inner, wanted: OnAgents, loginIds: readonly string[]): void {
  const spreadMs = 'spreadS' in wanted ? wanted.spreadS * 1000 : 0;
  loginIds.forEach((loginId, i) => {
    const delay = (i * spreadMs) / loginIds.length;
    // the first at once, so that a step has happened when it returns
    if (delay === 0) actOn(inner, wanted, loginId);
    else inner.clock.after(delay, () => actOn(inner, wanted, loginId));
  });
}

function actOn(inner: Inner, wanted: OnAgents, loginId: string): void {
  const desktop = inner.fleet.get(loginId);
  if (desktop !== null) onDesktop(inner, wanted, desktop);
  onState(inner, wanted, loginId);
}

function onDesktop(inner: Inner, wanted: OnAgents, desktop: Desktop) {
  const later = (seconds: number | undefined, run: () => void) => {
    if (seconds !== undefined) inner.clock.after(seconds * 1000, run);
  };
  switch (wanted.do) {
    case 'unplug':
      desktop.setLinked(false, wanted.how);
      return later(wanted.forS, () => desktop.setLinked(true, 'vanish'));
    case 'replug':
      return desktop.setLinked(true, 'vanish');
    case 'sleep':
      desktop.setAwake(false);
      return later(wanted.forS, () => desktop.setAwake(true));
    case 'wake':
      return desktop.setAwake(true);
    case 'reload':
      return desktop.reload(wanted.takesS === undefined ? inner.reloadMs : wanted.takesS * 1000);
    case 'close':
      return desktop.close(inner.random.chance(wanted.lossy) ? 'vanish' : 'clean');
    case 'kill':
      return desktop.close('reset');
    case 'open':
      return desktop.open(wanted.side);
    case 'flap':
      return flap(inner, desktop, wanted);
    default:
      return;
  }
}

function onState(inner: Inner, wanted: OnAgents, loginId: string) {
  const { cti, deployment } = inner;
  const reason = (ucce: number, uccx: number) =>
    systemReason(deployment, 'LOGOUT', deployment.type === 'UCCE' ? ucce : uccx);
  switch (wanted.do) {
    case 'sign-in':
      return signIn(inner, loginId);
    case 'sign-out':
      whenFree(inner, loginId, () => signOut(inner, loginId));
      return;
    case 'move':
      whenFree(inner, loginId, () => move(inner, loginId, wanted.to));
      return;
    case 'call':
      return inner.rhythm.call(loginId, wanted.talkS * 1000);
    case 'set-state':
      return cti.change(loginId, { state: wanted.state, cause: 'self' });
    case 'supervisor-logout':
      return cti.change(loginId, { state: 'LOGOUT', cause: 'supervisor', reason: reason(999, 22) });
    case 'inactivity':
      return cti.change(loginId, { state: 'LOGOUT', cause: 'inactivity', reason: reason(50004, 50004) });
    case 'phone-outage': {
      inner.phonesDown.add(loginId);
      if (wanted.forS !== undefined) inner.clock.after(wanted.forS * 1000, () => inner.phonesDown.delete(loginId));
      return cti.change(loginId, { state: 'LOGOUT', cause: 'phone', reason: reason(50003, 32759) });
    }
    case 'sso-expiry': {
      const expired = { ...systemReason(deployment, 'NOT_READY', 50002), label: 'System Failure' };
      return cti.change(loginId, { state: 'NOT_READY', cause: 'sso-expired', reason: expired });
    }
    default:
      return;
  }
}

/** Opens the desktop where it is closed, and signs in to CTI as soon as it is there. */
export function signIn(inner: Inner, loginId: string): void {
  const desktop = inner.fleet.get(loginId);
  desktop?.open();
  const ready = () => (desktop?.isConnected() ?? true) && !inner.phonesDown.has(loginId);
  until(inner, ready, () => {
    if (!inner.cti.isSignedIn(loginId)) inner.cti.change(loginId, { state: 'NOT_READY', cause: 'sign-in' });
  });
}

/** By the agent's own choice: first CTI, then the page. */
export function signOut(inner: Inner, loginId: string): void {
  inner.clock.after(inner.ctiRoundTripMs, () => {
    if (inner.cti.isSignedIn(loginId)) inner.cti.change(loginId, { state: 'LOGOUT', cause: 'self' });
  });
}

/** As people go back by hand: sign out here, sign in there. Otherwise the side they left would act on them a minute later. */
export function move(inner: Inner, loginId: string, to: 'A' | 'B'): void {
  const desktop = inner.fleet.get(loginId);
  if (desktop === null || desktop.side() === to) return;
  signOut(inner, loginId);
  inner.clock.after(LOOK_AGAIN_MS, () => {
    desktop.close('clean');
    desktop.open(to);
    signIn(inner, loginId);
  });
}

/** Now, or after the call. */
export function whenFree(inner: Inner, loginId: string, run: () => void): void {
  until(inner, () => !isOnCall(inner.cti.stateOf(loginId)), run);
}

/** Gives up after half an hour. */
function until(inner: Inner, ready: () => boolean, run: () => void, tries = 900): Cancel {
  if (ready()) {
    run();
    return () => undefined;
  }
  return tries <= 0
    ? () => undefined
    : inner.clock.after(LOOK_AGAIN_MS, () => void until(inner, ready, run, tries - 1));
}

function flap(inner: Inner, desktop: Desktop, wanted: { downS: number; upS: number; times: number }): void {
  if (wanted.times <= 0) return;
  desktop.setLinked(false, 'vanish');
  inner.clock.after(wanted.downS * 1000, () => desktop.setLinked(true, 'vanish'));
  inner.clock.after((wanted.downS + wanted.upS) * 1000, () =>
    flap(inner, desktop, { ...wanted, times: wanted.times - 1 }),
  );
}
