/** What both sides together are, for what can be promised (DESIGN §5). */
import type { ClusterView, EventOf, FinesseSide } from '#contract';
import {
  capabilitiesOf,
  type FinesseDeployment,
  type Installation,
  type ListMeaning,
  promiseOf,
} from '../../domain/presence/capabilities';
import { type SideKnowledge, SSO_MODES } from './port';

type OfSide = SideKnowledge & { side: FinesseSide };

/** The API that proves a release of 12.6 at least, where none is told. */
const WITH_LIST = '12.6';

/** Whether a side has shown what it grants. */
export function isSettled(side: SideKnowledge): boolean {
  return side.agentFeeds !== null && side.presence !== null && side.connectedUsers !== null && side.authMode !== null;
}

/**
 * @param load as the configuration says: no API tells it
 * @param asksStates teams without a feed are asked for by REST
 */
export function installationOf(
  sides: readonly OfSide[],
  load: 0 | 1 | null,
  listMeaning: ListMeaning,
  asksStates: boolean,
): Installation {
  const any = (granted: (side: OfSide) => boolean | null): boolean => sides.some((side) => granted(side) === true);
  const connectedUsers = any((side) => side.connectedUsers);
  const told = first(sides, (side) => side.release);
  const authMode = first(sides, (side) => side.authMode);
  const delays = sides.map(({ side, eventDelayMs }) => [side, eventDelayMs] as const);
  return {
    service: 'finesse',
    release: told ?? (connectedUsers ? WITH_LIST : null),
    deployment: deploymentOf(
      first(sides, (side) => side.deployment),
      load,
    ),
    sso: SSO_MODES.includes(authMode ?? ''),
    granted: {
      ...{ presence: any((side) => side.presence), agentFeeds: any((side) => side.agentFeeds), connectedUsers },
    },
    ...{ listMeaning, asksStates },
    eventDelayMs: Object.fromEntries(delays),
  };
}

function deploymentOf(type: string | null, load: 0 | 1 | null): FinesseDeployment {
  return type === 'UCCX' ? { type } : { type: 'UCCE', load };
}

function first<T>(sides: readonly OfSide[], of: (side: OfSide) => T | null): T | null {
  return sides.map(of).find((value) => value !== null) ?? null;
}

type Learned = Pick<EventOf<'cluster-learned'>, 'type' | 'release' | 'deployment' | 'authMode' | 'promise'>;

export function learnedOf(installation: Installation, sides: readonly OfSide[]): Omit<Learned, 'type'> {
  const { warning, intervalMs, verdicts, sentence } = promiseOf(capabilitiesOf(installation));
  return {
    release: first(sides, (side) => side.release),
    deployment: first(sides, (side) => side.deployment),
    authMode: first(sides, (side) => side.authMode),
    promise: { warning, intervalMs, verdicts: [...verdicts], sentence },
  };
}

/** As the database has it; null: nothing was promised yet. */
export function promisedBefore(view: ClusterView | null): Omit<Learned, 'type'> | null {
  if (view === null || view.promise === null) return null;
  const { release, deployment, authMode, promise } = view;
  const { warning, intervalMs, verdicts, sentence } = promise;
  return { release, deployment, authMode, promise: { warning, intervalMs, verdicts, sentence } };
}
