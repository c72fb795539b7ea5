/** What a server refuses, gets wrong or should not say while we log in: each ends the session in its phase, with the standard's condition. */
import { describe, expect, it } from 'vitest';
import { features, idIn, NS_BIND, NS_SASL, NS_TLS, play, success, tcp } from './play';

describe('refusals name their phase and condition', () => {
  it.each([
    ['not-authorized', 'sasl: auth not-authorized'],
    ['account-disabled', 'sasl: auth account-disabled'],
    ['made-up', 'sasl: auth undefined-condition'],
  ])('SASL %s', async (condition, line) => {
    const its = play();
    its.connected();
    its.header();
    await its.says(features.sasl('PLAIN'));
    await its.says(`<failure xmlns='${NS_SASL}'><${condition}/><text>no</text></failure>`);
    expect(its.log).toEqual([line]);
    expect(its.wire.closedBy).toBe('close');
    expect(its.session.facts().current).toBe('sasl');
  });

  it('PLAIN is not shown to a network without TLS', async () => {
    const its = play(tcp('none', 'chat.example.org'));
    its.connected();
    its.header();
    await its.says(features.sasl('PLAIN'));
    expect(its.log).toEqual(['features: auth plain-refused']);
    expect(its.wire.sent.join()).not.toContain('auth');
  });

  it('unless the configuration says so', async () => {
    const its = play(tcp('none', 'chat.example.org'), { allowPlainWithoutTls: true });
    its.connected();
    its.header();
    await its.says(features.sasl('PLAIN'));
    expect(its.wire.sent.join()).toContain('mechanism="PLAIN"');
  });

  it('no mechanism that we know', async () => {
    const its = play();
    its.connected();
    its.header();
    await its.says(features.sasl('DIGEST-MD5', 'SCRAM-SHA-256-PLUS'));
    expect(its.log).toEqual(['features: auth no-mechanism']);
    expect(its.closed[0]?.text).toBe('DIGEST-MD5 SCRAM-SHA-256-PLUS');
  });

  it('STARTTLS wanted and not offered: nothing more is said in clear', async () => {
    const its = play(tcp('starttls'));
    its.connected();
    its.header();
    await its.says(features.sasl('SCRAM-SHA-256', 'PLAIN'));
    expect(its.log).toEqual(['features: transport starttls-refused']);
    expect(its.wire.sent).toEqual(['<open>']);
  });

  it('STARTTLS refused', async () => {
    const its = play(tcp('starttls'));
    its.connected();
    its.header();
    await its.says(features.startTls);
    await its.says(`<failure xmlns='${NS_TLS}'/>`);
    expect(its.log).toEqual(['tls: transport starttls-refused']);
  });

  it('TLS required by a server that is spoken to without', async () => {
    const its = play(tcp('none'));
    its.connected();
    its.header();
    await its.says(features.startTls);
    expect(its.log).toEqual(['features: auth encryption-required']);
  });

  it('a refused resource', async () => {
    const its = play();
    await its.authenticated();
    const conflict = `<error type='modify'><conflict xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>`;
    await its.says(`<iq type='error' id='${idIn(its.wire.take()[0])}'>${conflict}</iq>`);
    expect(its.log).toEqual(['bind: stanza-error conflict']);
  });

  it.each([
    ['no <bind/>', ''],
    ['no JID', `<bind xmlns='${NS_BIND}'/>`],
    ['half a JID', `<bind xmlns='${NS_BIND}'><jid>juliet@example.org</jid></bind>`],
    ['an impossible JID', `<bind xmlns='${NS_BIND}'><jid>@/</jid></bind>`],
  ])('a bind result with %s', async (_what, inner) => {
    const its = play();
    await its.authenticated();
    await its.says(`<iq type='result' id='${idIn(its.wire.take()[0])}'>${inner}</iq>`);
    expect(its.log).toEqual(['bind: stream-error bad-format']);
  });

  it('features before the stream header', async () => {
    const its = play();
    its.connected();
    await its.says(features.sasl('PLAIN'));
    expect(its.log).toEqual(['features: stream-error bad-format']);
  });

  it('a second stream header', async () => {
    const its = play();
    await its.online();
    its.header();
    expect(its.log.at(-1)).toBe('online: stream-error bad-format');
  });

  it('mechanisms offered again after authentication are not taken up', async () => {
    const its = play();
    its.connected();
    its.header();
    await its.says(features.sasl('PLAIN'));
    await its.says(success);
    its.header();
    its.wire.take();
    const again = features.sasl('PLAIN').replace('</stream:features>', `<bind xmlns='${NS_BIND}'/></stream:features>`);
    await its.says(again);
    expect(its.wire.take()).toEqual([expect.stringContaining('<bind')]);
  });

  it('a redirection is told, never followed', async () => {
    const its = play();
    its.connected();
    its.header();
    await its.says(
      `<stream:error><see-other-host xmlns='urn:ietf:params:xml:ns:xmpp-streams'>evil.example:5222</see-other-host></stream:error>`,
    );
    expect(its.log).toEqual(['features: stream-error see-other-host']);
    expect(its.closed[0]?.text).toBe('evil.example:5222');
  });

  it('a stream error while online, with the words of the server cut to what a failure carries', async () => {
    const its = play();
    await its.online();
    const text = `<text xmlns='urn:ietf:params:xml:ns:xmpp-streams'>${'x'.repeat(9_000)}</text>`;
    await its.says(
      `<stream:error><system-shutdown xmlns='urn:ietf:params:xml:ns:xmpp-streams'/>${text}</stream:error>`,
    );
    expect(its.log.at(-1)).toBe('online: stream-error system-shutdown');
    expect(its.closed[0]?.text).toHaveLength(500);
  });

  it('the end of the wire, in the phase where the session stood', async () => {
    const its = play();
    its.connected();
    its.header();
    await its.says(features.sasl('PLAIN'));
    its.wire.end({ kind: 'transport', condition: 'connection-reset', phase: null, text: 'ECONNRESET' });
    its.wire.end(null);
    expect(its.log).toEqual(['sasl: transport connection-reset']);
  });

  it('a peer that leaves in good order has left all the same', async () => {
    const its = play();
    await its.online();
    its.wire.end(null);
    expect(its.log.at(-1)).toBe('online: transport closed');
  });
});

describe('SCRAM', () => {
  const nonceIn = (auth: string | undefined) =>
    /r=(.+)$/.exec(Buffer.from(/>([^<]+)</.exec(auth ?? '')?.[1] ?? '', 'base64').toString())?.[1] ?? '';
  const challenge = (text: string) =>
    `<challenge xmlns='${NS_SASL}'>${Buffer.from(text).toString('base64')}</challenge>`;

  async function challenged(rest = 's=QSXCR+Q6sek8bf92,i=4096') {
    const its = play();
    its.connected();
    its.header();
    await its.says(features.sasl('PLAIN', 'SCRAM-SHA-1', 'SCRAM-SHA-256'));
    const [, auth] = its.wire.take();
    expect(auth).toContain('mechanism="SCRAM-SHA-256"');
    await its.says(challenge(`r=${nonceIn(auth)}server,${rest}`));
    return its;
  }

  async function answered(its: Awaited<ReturnType<typeof challenged>>) {
    while (its.wire.sent.length === 0 && its.closed.length === 0) await its.after(0);
  }

  it('a server that does not prove itself is not believed', async () => {
    const its = await challenged();
    await answered(its);
    expect(its.wire.take()[0]).toContain('<response');
    const forged = Buffer.from(`v=${Buffer.alloc(32).toString('base64')}`).toString('base64');
    await its.says(`<success xmlns='${NS_SASL}'>${forged}</success>`);
    expect(its.log).toEqual(['sasl: auth server-signature-invalid']);
  });

  it('nor is one that skips the proof', async () => {
    const its = await challenged();
    await answered(its);
    await its.says(success);
    expect(its.log).toEqual(['sasl: auth server-signature-invalid']);
  });

  it('nor success before our own proof was asked for', async () => {
    const its = play();
    its.connected();
    its.header();
    await its.says(features.sasl('SCRAM-SHA-1'));
    await its.says(success);
    expect(its.log).toEqual(['sasl: auth server-signature-invalid']);
  });

  it.each(['s=QSXC,i=1', 's=QSXC,i=999999999', 'i=4096', 'garbage'])('the challenge %s ends it', async (rest) => {
    const its = await challenged(rest);
    expect(its.log).toEqual(['sasl: auth aborted']);
  });

  it('an end in the middle of the exchange is the end: what was being computed changes nothing', async () => {
    const its = await challenged();
    its.session.destroy();
    const facts = its.session.facts();
    await its.after(50);
    expect(its.closed).toEqual([null]);
    expect(its.session.facts()).toEqual(facts);
    expect(facts.current).toBe('sasl');
  });

  it('what is not base64 ends it', async () => {
    const its = play();
    its.connected();
    its.header();
    await its.says(features.sasl('SCRAM-SHA-1'));
    await its.says(`<challenge xmlns='${NS_SASL}'>%%%</challenge>`);
    expect(its.log).toEqual(['sasl: auth incorrect-encoding']);
  });
});
