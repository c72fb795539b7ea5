/** What keeps an incident from being told for now: its cause, its group, a silence, a maintenance. Never from being evaluated or resolved. */
import { type EpochMs, fitsAll, type Incident, isInForce, type Mute, type Silence, serverKeyOf } from '#contract';

export interface MuteDeps {
  incidents: readonly Incident[];
  silences: readonly Silence[];
  /** The window that covers a cluster or one of its nodes now. */
  maintenanceOf(clusterKey: string | null, nodeKey: string | null): { ref: string; text: string } | null;
}

/** @returns null: nothing mutes it */
export function muteOf(i: Incident, at: EpochMs, deps: MuteDeps): Mute | null {
  const window = deps.maintenanceOf(i.clusterKey, i.nodeKey);
  if (window !== null) return { by: 'maintenance', ...window };
  const silenced = deps.silences.find((s) => isSilencing(s, i, at));
  if (silenced !== undefined)
    return { by: 'silence', ref: silenced.id, text: `silenced by ${silenced.author}: ${silenced.reason}` };
  const cause = deps.incidents.find((c) => c.id !== i.id && c.status === 'open' && isCauseOf(c, i));
  if (cause === undefined) return null;
  const by = cause.kind === 'group-disconnect' ? 'group' : 'cause';
  return { by, ref: cause.id, text: `a consequence of: ${cause.title}`.slice(0, 500) };
}

export function isSilencing(s: Silence, i: Incident, at: EpochMs): boolean {
  return isInForce(s, at) && fitsAll(s.matchers, i);
}

/** From cause to consequence only, so that two incidents never mute each other. */
function isCauseOf(cause: Incident, i: Incident): boolean {
  if (cause.clusterKey === null || cause.clusterKey !== i.clusterKey) return false;
  switch (cause.kind) {
    case 'service-down':
      return i.kind !== 'service-down' && i.kind !== 'certificate';
    case 'observer':
      return i.kind === 'session-down' || i.kind === 'round-trip' || i.kind === 'event-delay';
    case 'server-outage':
      return isOfOutage(cause, i);
    case 'group-disconnect':
      return (
        i.kind === 'unstable-agents' ||
        (i.kind === 'team-out' && cause.affected.teams.some((t) => t.teamId === i.teamId))
      );
    default:
      return false;
  }
}

function isOfOutage(outage: Incident, i: Incident): boolean {
  switch (i.kind) {
    case 'session-down':
    case 'round-trip':
    case 'event-delay':
    case 'account':
    case 'queued-tasks':
      return i.nodeKey === outage.nodeKey;
    case 'group-disconnect':
      return i.cause.scope === 'server-side' && i.cause.where === outage.side;
    case 'team-out':
    case 'unstable-agents':
      return true;
    case 'observer':
      return i.affected.servers.every((key) => key === serverKeyOf(outage.clusterKey ?? '', outage.nodeKey ?? ''));
    default:
      return false;
  }
}
