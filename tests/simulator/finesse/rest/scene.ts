/** A world on a clock moved by hand, and its REST API asked without a network. */

import type { Side } from '../../../../server/simulator/finesse/model';
import { createTokens, type Tokens } from '../../../../server/simulator/finesse/rest/access';
import type { Reply } from '../../../../server/simulator/finesse/rest/reply';
import { readTarget } from '../../../../server/simulator/finesse/rest/request';
import { answer } from '../../../../server/simulator/finesse/rest/routes';
import { createWorld } from '../../../../server/simulator/finesse/world/create-world';
import type { WorldEvent } from '../../../../server/simulator/finesse/world/events';
import type { World, WorldSettingsInput } from '../../../../server/simulator/finesse/world/port';
import { createVirtualTime, type VirtualTime } from '../../../../server/time/virtual-time';

export const admin = basic('administrator', 'ad-min');
export const monitor = basic('holdfast-a', 'mon-a');
export const START = Date.UTC(2026, 10, 20, 9);

export function basic(username: string, password: string): string {
  return `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
}

export interface Scene {
  world: World;
  time: VirtualTime;
  tokens: Tokens;
  events: WorldEvent[];
  get(path: string, authorization?: string | null, side?: Side): Reply;
  send(method: string, path: string, body: string, authorization?: string | null, requestId?: string): Reply;
}

export const settings: WorldSettingsInput = {
  agents: 8,
  teamSize: 4,
  signedIn: 1,
  rhythm: false,
  accounts: [
    { username: 'administrator', password: 'ad-min', role: 'administrator' },
    { username: 'holdfast-a', password: 'mon-a', role: 'supervisor', teams: ['1'] },
  ],
};

export function scene(more: WorldSettingsInput = {}): Scene {
  const time = createVirtualTime(START);
  const world = createWorld({ ...settings, ...more }, time);
  const tokens = createTokens(world, () => time.uuid());
  const events: WorldEvent[] = [];
  world.subscribe((event) => events.push(event));
  const ask = (
    method: string,
    path: string,
    body: string,
    authorization: string | null,
    side: Side,
    requestId = '',
  ) => {
    const target = readTarget(path);
    if (target === null) throw new Error(`no path: ${path}`);
    return answer(
      { world, side, tokens, now: () => time.now(), connectedUserDetailsPath: 'userDetails' },
      { ...target, method, authorization, requestId, contentType: 'application/xml', body },
    );
  };
  return {
    ...{ world, time, tokens, events },
    get: (path, authorization = admin, side = 'A') => ask('GET', `/finesse/api/${path}`, '', authorization, side),
    send: (method, path, body, authorization = admin, requestId) =>
      ask(method, `/finesse/api/${path}`, body, authorization, 'A', requestId),
  };
}

/** Text of the first element of that name. */
export function text(reply: Reply, name: string): string | null {
  return new RegExp(`<${name}>([^<]*)</${name}>`).exec(reply.body)?.[1] ?? null;
}

/** `401 Unauthorized`, for errors. */
export const told = (reply: Reply): string => `${reply.status} ${text(reply, 'ErrorType') ?? ''}`.trim();
