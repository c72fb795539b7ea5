/** The XMPP channel against a real Prosody: who gets the message, and what every refusal becomes. */
import type { Element } from '@xmpp/xml';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { createXmpp, type XmppSettings } from '../../../server/alert/notifiers/xmpp';
import { secret } from '../../../server/config/secret';
import { createSystemTime } from '../../../server/time/system-time';
import type { TlsTrust } from '../../../server/transport/port';
import type { OpenSession, SessionOptions } from '../../../server/xmpp/port';
import { openSession } from '../../../server/xmpp/session';
import { certificateZoo } from '../../support/certificates';
import { type Prosody, startProsody } from '../../support/prosody';
import { forever, message } from './peers';

const time = createSystemTime({ keepAlive: false });
const zoo = certificateZoo();
const accounts = { holdfast: 'correct horse', ana: 'battery', omar: 'staple' };
let prosody: Prosody;

beforeAll(async () => {
  prosody = await startProsody({ domain: 'lab.example', certificate: zoo.valid, accounts });
});
afterAll(() => prosody?.stop());

function optionsOf(username: keyof typeof accounts, trust: TlsTrust = { ca: zoo.authority.ca }): SessionOptions {
  const address = { kind: 'tcp' as const, host: '127.0.0.1', port: prosody.ports.c2s, security: 'starttls' as const };
  return {
    wire: { address, domain: 'lab.example', trust },
    ...{ username, password: secret(accounts[username]), resource: 'alerts', allowPlainWithoutTls: false },
  };
}

/** How often a session was opened. */
let opened = 0;
let onOpened: () => void = () => undefined;
const counting: OpenSession = (...args) => {
  opened += 1;
  onOpened();
  return openSession(...args);
};

function channel(to: readonly string[], more: Partial<XmppSettings> = {}) {
  opened = 0;
  const notifier = createXmpp({ session: optionsOf('holdfast'), to, type: 'chat', ...more }, counting, time);
  onTestFinished(() => notifier.stop?.());
  return notifier;
}

/** Somebody's client, and what comes to it. */
async function client(username: 'ana' | 'omar') {
  const got: Element[] = [];
  let heard: () => void = () => undefined;
  await new Promise<void>((resolve, reject) => {
    const session = openSession(
      optionsOf(username),
      {
        onOnline: () => resolve(),
        onPong() {},
        onStanza(stanza) {
          if (stanza.name !== 'message') return;
          got.push(stanza);
          heard();
        },
        onCertificate() {},
        onClosed: (failure) => reject(new Error(failure?.condition)),
      },
      time,
    );
    onTestFinished(() => session.destroy());
  });
  return {
    got,
    async until(count: number): Promise<void> {
      while (got.length < count)
        await new Promise<void>((resolve) => {
          heard = resolve;
        });
    },
  };
}

const refused = (condition: string, permanent = false) => ({ ok: false, condition, retryAfterMs: null, permanent });

describe('the channel', () => {
  test('tells everybody on its list, over one session for one message after the other', async () => {
    const [ana, omar] = await Promise.all([client('ana'), client('omar')]);
    const notifier = channel(['ana@lab.example', 'Omar@lab.example']);
    // A test by hand may come in between.
    const both = [notifier.send(message, forever), notifier.send({ ...message, key: 'other' }, forever)];
    expect(await Promise.all(both)).toEqual([{ ok: true }, { ok: true }]);
    await Promise.all([ana.until(2), omar.until(2)]);
    expect(opened).toBe(1);
    const [stanza] = ana.got;
    expect(stanza?.attrs).toMatchObject({ type: 'chat', from: 'holdfast@lab.example/alerts', to: 'ana@lab.example' });
    expect(stanza?.getChildText('body')).toBe(
      [
        ...[message.subject, ...message.lines, '', `Acknowledge: ${message.acknowledge}`],
        `Open the incident: ${message.link}`,
      ].join('\n'),
    );
    expect(stanza?.getChild('subject')).toBeUndefined();
  });

  test('who is not there is told with the next try, and nobody twice; a message of its own has a subject', async () => {
    const ana = await client('ana');
    const notifier = channel(['ana@lab.example', 'omar@lab.example'], { type: 'normal' });
    expect(await notifier.send(message, forever)).toEqual(refused('service-unavailable'));
    const omar = await client('omar');
    expect(await notifier.send(message, forever)).toEqual({ ok: true });
    await omar.until(1);
    expect(omar.got[0]?.getChildText('subject')).toBe('[page] fin-A is down');
    expect([ana.got.length, omar.got.length]).toEqual([1, 1]);
  });

  test('a server that stops answering is given up, one that is gone refuses, and one that is back is told', async () => {
    const notifier = channel(['ana@lab.example']);
    const controller = new AbortController();
    onOpened = () => controller.abort();
    prosody.freeze();
    expect(await notifier.send({ ...message, key: '2' }, controller.signal)).toEqual(refused('timeout'));
    prosody.thaw();
    await prosody.kill();
    expect(await notifier.send({ ...message, key: '2' }, forever)).toEqual(refused('connection-refused'));
    await prosody.revive();
    const again = await client('ana');
    expect(await notifier.send({ ...message, key: '2' }, forever)).toEqual({ ok: true });
    await again.until(1);
  });

  test('a session that was lost meanwhile is opened anew', async () => {
    const ana = await client('ana');
    const notifier = channel(['ana@lab.example']);
    expect(await notifier.send(message, forever)).toEqual({ ok: true });
    await ana.until(1);
    await prosody.kill();
    await prosody.revive();
    const again = await client('ana');
    expect(await notifier.send({ ...message, key: '2' }, forever)).toEqual({ ok: true });
    await again.until(1);
    expect(opened).toBe(2);
  });

  test('a refused account is not tried again, and nothing is said to a server that does not convince', async () => {
    const wrong = { ...optionsOf('holdfast'), password: secret('wrong') };
    const to = ['ana@lab.example'];
    expect(await channel(to, { session: wrong }).send(message, forever)).toEqual(refused('not-authorized', true));
    const strange = optionsOf('holdfast', {});
    expect(await channel(to, { session: strange }).send(message, forever)).toEqual(refused('certificate-untrusted'));
    const gone = new AbortController();
    gone.abort();
    expect(await channel(to).send(message, gone.signal)).toEqual(refused('timeout'));
  });
});
