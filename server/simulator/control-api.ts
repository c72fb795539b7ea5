/** The control door of one simulated XMPP service: state and faults as JSON over HTTP, on loopback only. */
import { faultFilter, faultInput } from './faults';
import { checked, found, type JsonApi, openJsonApi } from './json-api';
import type { Simulator } from './simulator';

export type ControlApi = JsonApi;

/**
 * `GET /state` → the state; `POST /faults` with a fault → 201 `{ id }`, `id` null for one that happens once;
 * `DELETE /faults?id=&kind=&transport=` → `{ cleared }`. What is wrong with a request is told as `{ error, issues }`.
 * @param port 0 = a free one
 */
export function openControlApi(simulator: Simulator, port: number): Promise<ControlApi> {
  const { faults } = simulator;
  return openJsonApi(
    {
      'GET /state': () => found(simulator.state()),
      'POST /faults': ({ body }) =>
        checked(faultInput, body, (fault) => ({ status: 201, body: { id: faults.add(fault) } })),
      'DELETE /faults': ({ query }) =>
        checked(faultFilter, Object.fromEntries(query), (filter) => found({ cleared: faults.clear(filter) })),
    },
    port,
  );
}
