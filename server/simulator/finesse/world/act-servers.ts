/** Actions on servers, sites and what lies between them and the world. */
import { otherSide, sides } from '../model';
import { move, signIn, whenFree } from './act-agents';
import type { Action } from './actions';
import type { Desktop } from './desktop';
import type { Inner } from './inner';
import { systemReason } from './reason-codes';

type OnServers = Exclude<Action, { who: unknown }>;
type Of<K extends OnServers['do']> = Extract<OnServers, { do: K }>;

const DAY_MS = 86_400_000;
/** FINESSE §7: a Notification Service that is restarted. */
const RESTART_S = 45;

/** @returns how many agents it concerns, or what is wrong with it */
export function actOnServers(inner: Inner, wanted: OnServers): number | string {
  const later = (seconds: number | undefined, run: () => void) => {
    if (seconds !== undefined) inner.clock.after(seconds * 1000, run);
  };
  switch (wanted.do) {
    case 'stop':
    case 'start':
    case 'restart':
      return onPart(inner, wanted);
    case 'maintenance':
      return maintenance(inner, wanted);
    case 'cut-site': {
      if (!hasSite(inner, wanted.site)) return `there is no site "${wanted.site}"`;
      const cut = wanted.side === undefined ? sides : [wanted.side];
      later(wanted.forS, () => inner.fleet.mend(wanted.site, cut));
      return inner.fleet.cut(wanted.site, cut, wanted.how);
    }
    case 'mend-site':
      return hasSite(inner, wanted.site) ? inner.fleet.mend(wanted.site) : `there is no site "${wanted.site}"`;
    case 'pg-reset':
      return pgReset(inner, wanted.takesS);
    case 'publish-delay': {
      const { server } = inner.sides[wanted.side];
      server.publishDelayMs = wanted.delayS * 1000;
      later(wanted.forS, () => {
        server.publishDelayMs = 0;
      });
      return 0;
    }
    case 'rest-delay': {
      const { server } = inner.sides[wanted.side];
      server.restDelayMs = wanted.delayS * 1000;
      later(wanted.forS, () => {
        server.restDelayMs = 0;
      });
      return 0;
    }
    case 'certificate':
      return certificate(inner, wanted);
    case 'cut-observer':
      setObserverCut(inner, true);
      later(wanted.forS, () => setObserverCut(inner, false));
      return 0;
    case 'mend-observer':
      setObserverCut(inner, false);
      return 0;
    case 'password':
      return inner.accounts.setPassword(wanted.username, wanted.password) ? 0 : `there is no user "${wanted.username}"`;
    case 'calm':
      return calm(inner, wanted);
  }
}

const hasSite = (inner: Inner, name: string) => inner.population.sites.some((s) => s.name === name);

function onPart(inner: Inner, wanted: Of<'stop' | 'start' | 'restart'>): number {
  const { server, sessions } = inner.sides[wanted.side];
  const concerned = sessions.size();
  server.set(wanted.part, wanted.do === 'start');
  const backS = wanted.do === 'restart' ? (wanted.takesS ?? RESTART_S) : wanted.do === 'stop' ? wanted.forS : undefined;
  if (backS !== undefined) inner.clock.after(backS * 1000, () => server.set(wanted.part, true));
  return concerned;
}

function maintenance(inner: Inner, wanted: Of<'maintenance'>): number {
  const { server } = inner.sides[wanted.side];
  server.setMaintenance(wanted.on);
  if (!wanted.on || !inner.sides[otherSide(wanted.side)].server.inService()) return 0;
  const there = inner.fleet.all().filter((d) => d.isConnected() && d.side() === wanted.side);
  there.forEach((desktop, i) => {
    // calls live on phones: the desktop moves during one as well
    inner.clock.after((i * wanted.drainS * 1000) / there.length, () => {
      if (desktop.side() === wanted.side && server.maintenanceSince !== null) desktop.migrate();
    });
  });
  return there.length;
}

/** The peripheral gateway restarts: both sides lose CTI, and everybody's state is gone when it is back. */
function pgReset(inner: Inner, takesS: number): number {
  for (const side of sides) inner.sides[side].server.set('cti', false);
  const concerned = [...inner.cti.all()].filter((r) => r.state !== 'LOGOUT').map((r) => r.agent.loginId);
  const reason = systemReason(inner.deployment, 'LOGOUT', 65534);
  inner.clock.after(takesS * 1000, () => {
    for (const loginId of concerned) {
      if (inner.cti.isSignedIn(loginId)) inner.cti.change(loginId, { state: 'LOGOUT', cause: 'pg-reset', reason });
    }
    for (const side of sides) inner.sides[side].server.set('cti', true);
  });
  return concerned.length;
}

function certificate(inner: Inner, wanted: Of<'certificate'>): number {
  const { server } = inner.sides[wanted.side];
  const now = inner.clock.now();
  const fresh = { serial: server.certificate.serial + 1, validFrom: now, validUntil: now + 365 * DAY_MS };
  server.certificate = wanted.renew ? fresh : { ...server.certificate };
  if (wanted.expiresInDays !== undefined) server.certificate.validUntil = now + wanted.expiresInDays * DAY_MS;
  inner.emit({ type: 'certificate-changed', at: now, side: wanted.side });
  return 0;
}

function setObserverCut(inner: Inner, cut: boolean): void {
  if (inner.outside.observerCut === cut) return;
  inner.outside.observerCut = cut;
  inner.emit({ type: 'outside-changed', at: inner.clock.now(), observerCut: cut });
}

function calm(inner: Inner, { spreadS, home }: Of<'calm'>): number {
  setObserverCut(inner, false);
  inner.phonesDown.clear();
  for (const side of sides) {
    const { server } = inner.sides[side];
    for (const part of ['host', 'tomcat', 'notification', 'cti'] as const) server.set(part, true);
    server.setMaintenance(false);
    server.publishDelayMs = 0;
    server.restDelayMs = 0;
  }
  for (const site of inner.fleet.cutSites()) inner.fleet.mend(site);
  const desktops = inner.fleet.all();
  for (const desktop of desktops) {
    desktop.setLinked(true, 'vanish');
    desktop.setAwake(true);
  }
  const settled = (d: Desktop) =>
    inner.cti.isSignedIn(d.agent.loginId) && d.isConnected() && (!home || d.side() === d.homeSide);
  const absent = desktops.filter((d) => inner.atWork.has(d.agent.loginId) && !settled(d));
  absent.forEach((desktop, i) => {
    const { loginId } = desktop.agent;
    inner.clock.after((i * spreadS * 1000) / absent.length, () => {
      if (home && desktop.isConnected() && desktop.side() !== desktop.homeSide) {
        whenFree(inner, loginId, () => move(inner, loginId, desktop.homeSide));
      } else signIn(inner, loginId);
    });
  });
  return absent.length;
}
