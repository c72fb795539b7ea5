/** A simulated pair at a glance. */
import type { Side } from '../model';
import type { Finesse } from '../pair';
import type { ScaledTime } from '../scaled-time';
import type { ScenarioRunner } from '../scenario-runner';

export interface ControlHost {
  finesse: Finesse;
  scenarios: ScenarioRunner;
  time: ScaledTime;
}

export function stateOf({ finesse, scenarios, time }: ControlHost): Record<string, unknown> {
  const { world } = finesse;
  const { release, deployment, profile, authMode, seed } = world.settings;
  return {
    at: world.truth().at,
    speed: time.speed,
    settings: { release, deployment, profile, authMode, seed, agents: world.agents().length },
    scenario: scenarios.current(),
    outside: world.outside(),
    sides: { A: sideState(finesse, 'A'), B: sideState(finesse, 'B') },
    truth: world.truth(),
    bugs: finesse.bugs(),
  };
}

function sideState({ world, sides }: Finesse, side: Side): Record<string, unknown> {
  const { host, xmppDomain, rest, restHttp, restWebSocket, addresses, notification } = sides[side];
  const view = world.side(side);
  const sessions = view.sessions();
  return {
    ...{ host, xmppDomain, rest, restHttp, restWebSocket, addresses },
    parts: view.parts(),
    answers: view.rest(),
    inService: view.inService(),
    finesseAvailable: view.finesseAvailable(),
    certificate: view.certificate(),
    sessions: {
      simulated: sessions.filter((session) => session.simulated).length,
      real: notification.sessions(),
    },
    subscriptions: notification.subscriptions(),
    faults: notification.faults.active(),
  };
}
