/** The control door of a simulated pair: its truth, and whatever can be done to it, as JSON over HTTP on loopback. */
import { z } from 'zod';
import { faultFilter, faultInput } from '../../faults';
import { type ApiReply, checked, failed, found, type JsonApi, openJsonApi } from '../../json-api';
import { type Side, side, sides } from '../model';
import type { Finesse } from '../pair';
import type { ScenarioRunner } from '../scenario-runner';
import { switchTable } from '../switches';
import { action } from '../world/actions';
import { type ControlHost, stateOf } from './state';

const ofSides = z.union([side, z.literal('both')]).default('both');
const sideOnly = z.looseObject({ side: ofSides });
const scenarioWish = z.strictObject({ name: z.string().min(1), loop: z.boolean().default(true) });
const speedWish = z.strictObject({ speed: z.number().positive().max(1_000) });
const tokenWish = z.strictObject({ username: z.string().min(1) });

const named = (which: Side | 'both'): readonly Side[] => (which === 'both' ? sides : [which]);

/**
 * `GET /state` everything at a glance · `GET /truth` what no Finesse API tells · `GET /agents` · `GET /switches` ·
 * `GET|POST|DELETE /scenario` `{ name, loop }` · `POST /act` an action of the world · `POST /faults` `{ side, …fault }` and
 * `DELETE /faults?side=` of the transports · `POST /speed` `{ speed }` · `POST /tokens` `{ username }` for SSO.
 * @param port 0 = a free one
 */
export function openFinesseControl(host: ControlHost, port: number): Promise<JsonApi> {
  const { finesse, scenarios, time } = host;
  const { world } = finesse;
  return openJsonApi(
    {
      'GET /state': () => found(stateOf(host)),
      'GET /truth': () => found(world.truth()),
      'GET /agents': () => found(world.agents()),
      'GET /switches': () => found({ values: world.switches, table: switchTable }),
      'GET /scenario': () => found({ names: scenarios.names, current: scenarios.current() }),
      'POST /scenario': ({ body }) => checked(scenarioWish, body, (wish) => play(scenarios, wish)),
      'DELETE /scenario': () => {
        scenarios.stop();
        return found({ current: null });
      },
      'POST /act': ({ body }) =>
        checked(action, body, (wanted) => {
          const done = world.act(wanted);
          return done.ok ? found({ agents: done.agents }) : failed(422, done.problem);
        }),
      'POST /faults': ({ body }) => checked(sideOnly, body, (wish) => addFaults(finesse, wish)),
      'DELETE /faults': ({ query }) =>
        checked(sideOnly, Object.fromEntries(query), (wish) => clearFaults(finesse, wish)),
      'POST /speed': ({ body }) =>
        checked(speedWish, body, ({ speed }) => {
          time.setSpeed(speed);
          return found({ speed });
        }),
      'POST /tokens': ({ body }) =>
        checked(tokenWish, body, ({ username }) => {
          const token = finesse.tokens.issue(username);
          return token === null ? failed(404, 'no-such-account') : { status: 201, body: { token } };
        }),
    },
    port,
  );
}

function play(scenarios: ScenarioRunner, { name, loop }: z.output<typeof scenarioWish>): ApiReply {
  const problem = scenarios.play(name, { loop });
  return problem === null ? { status: 201, body: { current: scenarios.current() } } : failed(422, problem);
}

function addFaults(finesse: Finesse, { side: which, ...wish }: z.output<typeof sideOnly>): ApiReply {
  return checked(faultInput, wish, (fault) => {
    const ids = named(which).map((name) => finesse.sides[name].notification.faults.add(fault));
    return { status: 201, body: { id: ids[0] ?? null, ids } };
  });
}

function clearFaults(finesse: Finesse, { side: which, ...wish }: z.output<typeof sideOnly>): ApiReply {
  return checked(faultFilter, wish, (filter) => {
    const cleared = named(which).map((name) => finesse.sides[name].notification.faults.clear(filter));
    return found({ cleared: cleared.reduce((sum, n) => sum + n, 0) });
  });
}
