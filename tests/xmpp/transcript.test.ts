/** What is kept of a handshake that fails: every step, in order, and nothing that a thief could use. */
import { createElement, escapeXML } from '@xmpp/xml';
import { describe, expect, it } from 'vitest';
import { addressWords, blotted, Transcript } from '../../server/xmpp/transcript';
import { features, idIn, NS_SASL, play, tcp } from './play';

const password = 'correct<horse>battery&staple';
const secret = { reveal: () => password, toString: () => '***', toJSON: () => '***' };
const thief = [password, escapeXML(password), Buffer.from(`\0juliet\0${password}`).toString('base64')];

describe('a handshake that fails', () => {
  it('is told step by step, without the proof of who we are', async () => {
    const its = play(tcp(), { password: secret });
    its.connected();
    its.header();
    await its.says(features.sasl('PLAIN'), 5);
    await its.says(`<failure xmlns='${NS_SASL}'><not-authorized/><text>not ${escapeXML(password)}</text></failure>`, 2);
    const told = its.session.transcript();
    expect(told?.leftOut).toBe(0);
    expect(told?.lines.map((l) => `${l.from} ${l.text}`)).toEqual([
      'wire tcp 127.0.0.1:5222, plain',
      'wire tcp',
      'us <open>',
      'peer <open from="example.org" version="1.0">',
      expect.stringContaining('peer <stream:features'),
      `us <auth xmlns="${NS_SASL}" mechanism="PLAIN">(${thief[2]?.length} characters, not kept)</auth>`,
      `peer <failure xmlns="${NS_SASL}"><not-authorized/><text>not (not kept)</text></failure>`,
    ]);
    for (const stolen of thief) expect(JSON.stringify(told)).not.toContain(stolen);
  });

  it('is forgotten once the session is online', async () => {
    const its = play();
    await its.bound();
    expect(its.session.transcript()?.lines.at(-1)?.text).toContain('<jid>juliet@example.org/holdfast-test</jid>');
    await its.says(`<iq type='result' id='${idIn(its.wire.take()[1])}' from='example.org'/>`);
    expect(its.log).toHaveLength(1);
    expect(its.session.transcript()).toBeNull();
  });
});

describe('what is secret', () => {
  it('is blotted out wherever it stands', () => {
    const body = createElement('body', { sid: 'abc', authid: 'def', rid: '1', 'xmpp:restart': 'true' });
    const iq = createElement(
      'iq',
      { id: '1' },
      createElement('token', {}, 'geheim'),
      createElement('query', { password: 'x' }),
    );
    expect(blotted(body)).toBe('<body sid="(not kept)" authid="(not kept)" rid="1" xmpp:restart="true"/>');
    expect(blotted(iq)).toBe('<iq id="1"><token>(6 characters, not kept)</token><query password="(not kept)"/></iq>');
    expect(addressWords({ kind: 'bosh', url: 'https://me:pass@fin:7443/http-bind/?token=1' })).toBe(
      'bosh https://fin:7443/http-bind/',
    );
  });

  it('leaves room for the start of a handshake, however much a peer says', () => {
    const transcript = new Transcript(0);
    for (let i = 0; i < 500; i++) transcript.got(createElement('message', {}, 'x'.repeat(10_000)), i);
    const { lines, leftOut } = transcript.told({ username: 'juliet', password: secret });
    expect(lines.length + leftOut).toBe(500);
    expect(lines.reduce((sum, l) => sum + l.text.length, 0)).toBeLessThanOrEqual(32_768);
    expect(Math.max(...lines.map((l) => l.text.length))).toBeLessThanOrEqual(2_100);
  });
});
