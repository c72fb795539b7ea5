/** How a stay ended: by deployment, state, code and what was known before. Codes and sources as in FINESSE §2. */
import type { PresenceOutcome } from '#contract';
import type { FinesseDeployment } from './capabilities';
import type { StateEvidence } from './evidence';

interface Row {
  deployment: 'UCCE' | 'UCCX';
  state: 'LOGOUT' | 'NOT_READY';
  code: number;
  outcome: PresenceOutcome;
  source: string;
}

const rows = (
  deployment: Row['deployment'],
  state: Row['state'],
  source: string,
  codes: Record<number, PresenceOutcome>,
): Row[] =>
  Object.entries(codes).map(([code, outcome]) => ({ deployment, state, code: Number(code), outcome, source }));

const REASONS = 'Finesse Administration Guide, Manage Reasons';
const CCX = 'Unified CCX reporting guide, predefined reason codes';
const PRESENCE = 'Finesse developer guide, desktop presence and forced logout';

/** Codes that are not here tell nothing about a connection. -1 is not here: alone it means nothing. */
export const outcomeTable: readonly Row[] = [
  ...rows('UCCE', 'LOGOUT', REASONS, {
    255: 'forced-logout',
    50001: 'forced-logout',
    50002: 'forced-logout',
    50003: 'phone',
    50004: 'inactivity',
    50040: 'phone',
    50042: 'phone',
    65534: 'pg-reset',
    65535: 'pg-reset',
    999: 'supervisor',
    20003: 'self',
  }),
  ...rows('UCCE', 'NOT_READY', REASONS, { 999: 'supervisor', 65534: 'pg-reset', 65535: 'pg-reset' }),
  ...rows('UCCE', 'NOT_READY', PRESENCE, { 255: 'forced-not-ready', 50002: 'forced-not-ready' }),
  ...rows('UCCE', 'NOT_READY', 'UCCE 15.0 schema handbook', { 51004: 'pg-reset' }),
  ...rows('UCCX', 'LOGOUT', CCX, { 255: 'forced-logout', 22: 'supervisor', 32759: 'phone', 32764: 'pg-reset' }),
  ...rows('UCCX', 'NOT_READY', CCX, { 22: 'supervisor', 33: 'supervisor', 32759: 'phone', 32764: 'pg-reset' }),
];

const byKey = new Map(outcomeTable.map((r) => [`${r.deployment} ${r.state} ${r.code}`, r.outcome]));

/** What was known of the connection when the state changed. */
export type ConnectionBefore = 'present' | 'lost' | 'not-known';

/**
 * The outcome of being in this state, or null where it is none: any state but LOGOUT, or Not Ready for a reason of the agent's own.
 *
 * @param before tells two readings of 50002 apart where no label came along, and a -1 after a lost connection from one's own logout
 */
export function outcomeOf(
  deployment: FinesseDeployment,
  e: Pick<StateEvidence, 'state' | 'code' | 'label' | 'systemCode' | 'extension'>,
  before: ConnectionBefore,
  sso: boolean,
): PresenceOutcome | null {
  if (e.state !== 'LOGOUT' && e.state !== 'NOT_READY') return null;
  const outcome = byKey.get(`${deployment.type} ${e.state} ${e.code}`);
  if (outcome === 'forced-not-ready' && sso && isTokenExpiry(e.label, before)) return 'sso-expired';
  if (outcome !== undefined) return outcome;
  if (e.state === 'NOT_READY') return null;
  return ownLogout(e, before) ? 'self' : 'unknown';
}

/** DG12.5 p396: an expired refresh token sets Not Ready with the label "System Failure"; a lost connection says "Connection Failure". */
function isTokenExpiry(label: string | null, before: ConnectionBefore): boolean {
  return label === null || label === '' ? before === 'present' : /system failure/i.test(label);
}

/** FINESSE §3.2: a logout of one's own choice has no system code, and an empty extension. */
function ownLogout(e: Pick<StateEvidence, 'code' | 'systemCode' | 'extension'>, before: ConnectionBefore): boolean {
  if (e.code !== null && e.code !== -1) return e.systemCode === false;
  return e.extension === '' || before === 'present';
}
