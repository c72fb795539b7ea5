/** What becomes of a command: a fact with a name under it, or a refusal in words. */
import { expect, test } from 'vitest';
import type { CommandBody, Event, Fact } from '#contract';
import { createCommands } from '../../server/worker/commands';

function door() {
  const facts: Fact[] = [];
  const execute = createCommands({
    now: () => 1_000,
    publish(fact) {
      facts.push(fact);
      return { ...fact, observerId: 'local', eventId: `event-${facts.length}`, v: 1 } as Event;
    },
    fleet: { execute: ({ targetKey }) => (targetKey === 'lab/one/tcp' ? null : `There is no target ${targetKey}.`) },
    hasAgents: (clusterKey) => clusterKey === 'cc',
    alerts: async (command, actor) =>
      'incidentId' in command && command.incidentId === 'outage-1'
        ? { ok: true, event: { eventId: `${command.command} by ${actor}` } as Event }
        : { ok: false, message: 'There is no such incident.' },
    retryAccounts: (_, nodeKey) => (nodeKey === 'a' ? null : 'Its accounts are not refused.'),
  });
  const who = { actor: 'ada', idempotencyKey: 'key-12345678' };
  return { facts, send: (body: CommandBody) => execute({ ...body, ...who }), who: { at: 1_000, ...who } };
}

test.each<[string, CommandBody, Partial<Fact>]>([
  [
    'looking at an agent is written down',
    { command: 'view-agent', clusterKey: 'cc', loginId: '1001' },
    { type: 'agent-viewed', clusterKey: 'cc', loginId: '1001' },
  ],
  [
    'trying accounts again is written down',
    { command: 'retry-accounts', clusterKey: 'cc', nodeKey: 'a' },
    { type: 'accounts-retried', clusterKey: 'cc', nodeKey: 'a' },
  ],
  [
    'what a target was told is written down',
    { command: 'pause-target', targetKey: 'lab/one/tcp' },
    { type: 'command-accepted', command: 'pause-target', targetKey: 'lab/one/tcp' },
  ],
])('%s', async (_, body, fact) => {
  const { send, facts, who } = door();
  expect(await send(body)).toEqual({ status: 'accepted', eventId: 'event-1' });
  expect(facts).toEqual([{ ...who, ...fact }]);
});

test.each<[CommandBody, string]>([
  [{ command: 'view-agent', clusterKey: 'zz', loginId: '1' }, 'Nobody is watched in zz.'],
  [{ command: 'retry-accounts', clusterKey: 'cc', nodeKey: 'b' }, 'Its accounts are not refused.'],
  [{ command: 'pause-target', targetKey: 'lab/zz/tcp' }, 'There is no target lab/zz/tcp.'],
  [{ command: 'acknowledge-incident', incidentId: 'zz' }, 'There is no such incident.'],
])('%o is refused in words, and leaves no trace', async (body, message) => {
  const { send, facts } = door();
  expect(await send(body)).toEqual({ status: 'refused', message });
  expect(facts).toEqual([]);
});

test('what is done with an incident goes to the alerts, with a name under it', async () => {
  const { send } = door();
  const reply = await send({ command: 'acknowledge-incident', incidentId: 'outage-1' });
  expect(reply).toEqual({ status: 'accepted', eventId: 'acknowledge-incident by ada' });
});
