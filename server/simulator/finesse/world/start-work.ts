/** How things stand when the world begins: who is at work, on which side, in which state and since when. */
import type { AgentState, Side } from '../model';
import type { Inner } from './inner';
import type { Random } from './random';
import type { WorldSettings } from './settings';

export interface Placement {
  loginId: string;
  homeSide: Side;
  atWork: boolean;
}

/** Each agent's home side, and whether they are at work, by the settings' shares. */
export function placements(settings: WorldSettings, loginIds: readonly string[], random: Random): Placement[] {
  const standby = settings.deployment.type === 'UCCX' && settings.deployment.standby;
  const shareOnA = standby ? 1 : settings.shareOnA;
  return loginIds.map((loginId, i) => ({
    loginId,
    homeSide: random.chance(shareOnA) ? 'A' : 'B',
    atWork: i >= settings.realAgents && random.chance(settings.signedIn),
  }));
}

/** Shares of the states at work, when calls follow a rhythm. */
const busy: readonly (readonly [AgentState, number])[] = [
  ['READY', 0.34],
  ['TALKING', 0.42],
  ['WORK', 0.08],
  ['NOT_READY', 0.16],
];
const quiet: readonly (readonly [AgentState, number])[] = [
  ['READY', 0.8],
  ['NOT_READY', 0.2],
];

/** Up to this long ago the last change was, and up to this long ago they signed in, minutes. */
const CHANGED_MIN = 12;
const SIGNED_IN_MIN = 240;

export function startWork(inner: Inner, settings: WorldSettings, all: readonly Placement[], random: Random): void {
  const now = inner.clock.now();
  for (const { loginId, homeSide, atWork } of all) {
    if (!atWork) continue;
    const changedAt = now - Math.round(random.between(0, CHANGED_MIN * 60_000));
    const signedInAt = changedAt - Math.round(random.between(0, SIGNED_IN_MIN * 60_000));
    inner.cti.place(loginId, draw(settings.rhythm ? busy : quiet, random), changedAt, signedInAt);
    inner.fleet.get(loginId)?.place(homeSide);
    const record = inner.cti.record(loginId);
    if (record !== null) inner.rhythm.plan(record);
  }
}

function draw(shares: readonly (readonly [AgentState, number])[], random: Random): AgentState {
  let roll = random.between(0, 1);
  for (const [state, share] of shares) {
    roll -= share;
    if (roll < 0) return state;
  }
  return 'READY';
}
