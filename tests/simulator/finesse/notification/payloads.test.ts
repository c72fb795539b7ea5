/** What is inside a notification, read back as a client would: matched by local names, unescaped, parsed again. */

import type { Element } from '@xmpp/xml';
import { describe, expect, test } from 'vitest';
import type { AgentView } from '../../../../server/simulator/finesse/model';
import { dialectOf } from '../../../../server/simulator/finesse/notification/dialect';
import { eventMessage, itemElement, messageId } from '../../../../server/simulator/finesse/notification/envelope';
import {
  dialogsUpdate,
  errorUpdate,
  systemInfoUpdate,
  teamUpdate,
  userUpdate,
} from '../../../../server/simulator/finesse/notification/payloads';
import { createWorld } from '../../../../server/simulator/finesse/world/create-world';
import { createVirtualTime } from '../../../../server/time/virtual-time';
import { createFrameParser } from '../../../../server/transport/xml/frame-parser';
import { quiet } from './scene';

const world = createWorld(quiet, createVirtualTime());
const seen = world.side('A').user('1001002');
if (seen === null) throw new Error('no such agent');
const view: AgentView = seen;
const ucce = dialectOf('12.6', { type: 'UCCE', load: 0 });
const uccx = dialectOf('12.5', { type: 'UCCX', standby: false });
const feed = '/finesse/api/User/1001002';
const forced: AgentView = {
  ...view,
  state: 'LOGOUT',
  reason: { code: 255, label: 'Connection Failure', category: 'LOGOUT', systemCode: true },
  stateChangeTime: '',
  pendingState: 'LOGOUT',
};
const codes = world.reasonCodes();

function parse(xml: string): Element {
  const frame = createFrameParser()(Buffer.from(xml));
  if (frame.kind !== 'element') throw new Error(`no XML: ${xml}`);
  return frame.element;
}

/** `state=LOGOUT` for each leaf of the data, and what stands beside the data. */
function read(xml: string): { facts: Record<string, string>; order: string[] } {
  const update = parse(xml);
  const facts: Record<string, string> = {};
  const walk = (el: Element, path: string): void => {
    const children = el.getChildElements();
    if (children.length === 0) facts[path] = el.getText();
    for (const child of children) walk(child, path === '' ? child.name : `${path}.${child.name}`);
  };
  walk(update, '');
  return { facts, order: update.getChildElements().map((child) => child.name) };
}

describe('a user', () => {
  test('forced out: code, label and category of the reason; the time may be empty', () => {
    const { facts } = read(userUpdate(forced, { feed, requestId: '' }, codes, ucce));
    expect(facts).toMatchObject({
      'data.user.loginId': '1001002',
      'data.user.state': 'LOGOUT',
      'data.user.stateChangeTime': '',
      'data.user.pendingState': 'LOGOUT',
      'data.user.reasonCodeId': '-1',
      'data.user.ReasonCode.code': '255',
      'data.user.ReasonCode.label': 'Connection Failure',
      'data.user.ReasonCode.systemCode': 'true',
      'data.user.teamId': '1',
      'data.user.teamName': 'Billing',
      event: 'PUT',
      requestId: '',
      source: feed,
    });
  });

  test('without a reason has none, and -1', () => {
    const { facts } = read(userUpdate({ ...view, reason: null }, { feed, requestId: 'r-1' }, codes, ucce));
    expect(facts).toMatchObject({ 'data.user.reasonCodeId': '-1', requestId: 'r-1' });
    expect(Object.keys(facts).some((name) => name.includes('ReasonCode.'))).toBe(false);
    const lost = { code: -1, label: '', category: 'NOT_READY', systemCode: false } as const;
    expect(userUpdate({ ...view, reason: lost }, { feed, requestId: '' }, codes, ucce)).not.toContain('<ReasonCode>');
  });

  test('whose reason is listed carries its id', () => {
    const [listed] = codes;
    if (listed === undefined) throw new Error('no reason codes');
    const { facts } = read(userUpdate({ ...view, reason: listed }, { feed, requestId: '' }, codes, ucce));
    expect(facts['data.user.reasonCodeId']).toBe(String(listed.id));
  });

  test('on the feed of the team is a summary', () => {
    const team = '/finesse/api/Team/1/Users';
    const { facts } = read(teamUpdate(forced, { feed: team, requestId: '' }, codes, ucce));
    expect(facts).toMatchObject({
      'data.user.state': 'LOGOUT',
      'data.user.reasonCode.code': '255',
      'data.user.extension': view.extension,
      source: team,
    });
    expect(facts).not.toHaveProperty(['data.user.teamId']);
  });

  test('with a name that is XML stays one', () => {
    const named = { ...view, agent: { ...view.agent, firstName: '<b>&\u0000"', lastName: "]]>'" } };
    const { facts } = read(userUpdate(named, { feed, requestId: '' }, codes, ucce));
    expect(facts).toMatchObject({ 'data.user.firstName': '<b>&"', 'data.user.lastName': "]]>'" });
  });
});

test('UCCX spells in lower case, puts the data last, and has the older namespace', () => {
  const { facts, order } = read(userUpdate(view, { feed, requestId: '' }, codes, uccx));
  expect(facts.event).toBe('put');
  expect(order).toEqual(['event', 'requestId', 'source', 'data']);
  expect(itemElement({ id: 'i', payload: '' }, uccx).toString()).toContain('xmlns="http://jabber.org/protocol/pubsub"');
  expect(itemElement({ id: 'i', payload: '' }, ucce).toString()).toContain('xmlns="urn:xmpp:push:0"');
});

test('SystemInfo names the host of its own side', () => {
  const info = world.side('B').systemInfo();
  const { facts } = read(systemInfoUpdate(info, '/finesse/api/SystemInfo', ucce));
  expect(facts).toMatchObject({
    'data.systemInfo.status': 'IN_SERVICE',
    'data.systemInfo.xmppDomain': 'fin-b.sim.example',
    'data.systemInfo.primaryNode.host': 'fin-a.sim.example',
    'data.systemInfo.lastCTIHeartbeatStatus': 'success',
  });
});

test('an error that came after the 202 has its own spelling', () => {
  const error = {
    ...({ type: 'api-error', at: 0, side: 'A', loginId: '1001002', feed, requestId: 'r-2' } as const),
    ...{ errorType: 'Invalid State', errorMessage: 'CF_INVALID_OBJECT_STATE', errorData: '22' },
  };
  expect(read(errorUpdate(error, ucce)).facts).toMatchObject({
    'data.apiErrors.apiError.errorType': 'Invalid State',
    'data.apiErrors.apiError.errorData': '22',
    requestId: 'r-2',
  });
});

test('a call begins with POST and ends with DELETE', () => {
  expect(read(dialogsUpdate(view, `${feed}/Dialogs`, 'POST', ucce)).facts).toMatchObject({ event: 'POST' });
  expect(read(dialogsUpdate(view, `${feed}/Dialogs`, 'DELETE', ucce)).facts).toMatchObject({
    'data.dialogs.Dialog.state': 'DROPPED',
  });
});

test('the envelope: the payload is a text, twice read it is the update again', () => {
  const payload = userUpdate(forced, { feed, requestId: '' }, codes, ucce);
  const id = messageId(feed, '1001002@fin-a.sim.example', () => 0.5);
  expect(id).toMatch(/^\/finesse\/api\/User\/1001002__1001002@fin-a\.sim\.example__[A-Za-z0-9]{5}$/);
  const item = itemElement({ id: 'item-1', payload }, ucce);
  const wire = eventMessage(feed, item, { from: 'pubsub.fin-a.sim.example', to: '1001002@fin-a.sim.example', id });
  const message = parse(wire.toString());
  expect(message.getChildElements().map((child) => child.name)).toEqual(['event']);
  const notification = message.getChild('event')?.getChild('items')?.getChild('item')?.getChildText('notification');
  expect(notification).toBe(payload);
});
