/** A session's life on a fake wire: login step by step, pings by id, and one end. */
import { createElement } from '@xmpp/xml';
import { describe, expect, it } from 'vitest';
import { features, idIn, NS_BIND, NS_SASL, NS_TLS, play, success, tcp } from './play';

describe('logging in', () => {
  it('goes from the socket to the first ping, and times each phase', async () => {
    const its = play();
    its.wire.handlers().onPhase('dns');
    await its.after(2);
    its.wire.handlers().onPhase('tcp');
    await its.after(3);
    its.wire.handlers().onReady();
    expect(its.wire.take()).toEqual(['<open>']);
    its.header();
    await its.says(features.sasl('SCRAM-SHA-512', 'PLAIN'), 5);
    const plain = Buffer.from('\0juliet\0pencil').toString('base64');
    expect(its.wire.take()).toEqual([`<auth xmlns="${NS_SASL}" mechanism="PLAIN">${plain}</auth>`]);
    await its.says(success, 7);
    expect(its.wire.take()).toEqual(['<open>']);
    its.header();
    await its.says(features.bind, 11);
    const [bind] = its.wire.take();
    expect(bind).toContain(`<bind xmlns="${NS_BIND}"><resource>holdfast-test</resource></bind>`);
    expect(its.session.facts().current).toBe('bind');
    const jid = 'juliet@example.org/holdfast-test';
    await its.says(`<iq type='result' id='${idIn(bind)}'><bind xmlns='${NS_BIND}'><jid>${jid}</jid></bind></iq>`, 2);
    const [presence, ping] = its.wire.take();
    expect(presence).toBe('<presence xmlns="jabber:client"><priority>0</priority></presence>');
    expect(ping).toContain('to="example.org"><ping xmlns="urn:xmpp:ping"/>');
    await its.says(`<presence from='${jid}'><priority>0</priority></presence>`, 1);
    expect(its.session.facts().current).toBe('first-ping');
    await its.says(`<iq type='result' id='${idIn(ping)}' from='example.org'/>`, 4);
    expect(its.log).toEqual([`online as ${jid}, first ping 5 ms`]);
    expect(its.session.facts()).toMatchObject({ current: null, jid, mechanism: 'PLAIN', tlsProtocol: null });
    expect(its.session.facts().phases.map((s) => `${s.phase} ${s.offsetMs}+${s.tookMs}`)).toEqual([
      'dns 0+2',
      'tcp 2+3',
      'features 5+5',
      'sasl 10+7',
      'bind 17+13',
      'presence 30+1',
      'first-ping 30+5',
    ]);
  });

  it('upgrades by STARTTLS before anything else, with features on both sides of it', async () => {
    const its = play(tcp('starttls'));
    its.connected();
    its.header();
    await its.says(features.startTls, 1);
    expect(its.wire.take()).toEqual(['<open>', `<starttls xmlns="${NS_TLS}"/>`]);
    await its.says(`<proceed xmlns='${NS_TLS}'/>`, 1);
    expect(its.wire.take()).toEqual(['<starttls!>']);
    its.wire.handlers().onPhase('tls');
    await its.after(1);
    its.wire.secure = true;
    its.wire.handlers().onReady();
    its.header();
    await its.says(features.sasl('PLAIN'), 1);
    expect(its.wire.take()).toEqual(['<open>', expect.stringContaining('mechanism="PLAIN"')]);
    expect(its.session.facts().phases.map((s) => s.phase)).toEqual(['tcp', 'features', 'tls', 'features', 'sasl']);
  });

  it('asks old servers for the session that they insist on', async () => {
    const its = play();
    its.connected();
    its.header();
    await its.says(features.sasl('PLAIN'));
    await its.says(success);
    its.header();
    its.wire.take();
    const both = `<bind xmlns='${NS_BIND}'/><session xmlns='urn:ietf:params:xml:ns:xmpp-session'/>`;
    await its.says(`<stream:features>${both}</stream:features>`);
    const [bind] = its.wire.take();
    await its.says(
      `<iq type='result' id='${idIn(bind)}'><bind xmlns='${NS_BIND}'><jid>j@example.org/r</jid></bind></iq>`,
    );
    const [session] = its.wire.take();
    expect(session).toContain('<session xmlns="urn:ietf:params:xml:ns:xmpp-session"/>');
    await its.says(`<iq type='result' id='${idIn(session)}'/>`);
    expect(its.wire.take()).toHaveLength(2);
  });

  it('on BOSH, names the time of the session request after it', async () => {
    const its = play({ kind: 'bosh', url: 'http://127.0.0.1:5280/http-bind' });
    its.wire.handlers().onPhase('tcp');
    its.wire.handlers().onReady();
    its.wire.handlers().onPhase('bosh-session');
    await its.after(3);
    its.header();
    await its.says(features.sasl('PLAIN'));
    expect(its.session.facts().phases.map((s) => `${s.phase} ${s.tookMs}`)).toEqual([
      'tcp 0',
      'bosh-session 3',
      'features 0',
      'sasl 0',
    ]);
  });
});

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

describe('a bound session', () => {
  it('measures each ping from write to read by its id, whatever the order of the answers', async () => {
    const its = play();
    await its.online();
    its.session.ping('a');
    await its.after(3);
    its.session.ping('b');
    await its.says("<iq type='result' id='b' from='example.org'/>", 4);
    const refusal = "<error type='cancel'><service-unavailable xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>";
    await its.says(`<iq type='error' id='a' from='example.org'>${refusal}</iq>`, 1);
    await its.says("<iq type='result' id='a' from='example.org'/><iq type='result' id='nobody'/>");
    expect(its.log.slice(1)).toEqual(['pong b 4 ms', 'pong a 8 ms']);
  });

  it('does not take the answer of a stranger', async () => {
    const its = play();
    await its.online();
    its.session.ping('a');
    await its.says("<iq type='result' id='a' from='mallory@example.org/x'/>", 1);
    await its.says("<iq type='result' id='a' from='juliet@example.org'/>", 1);
    expect(its.log.slice(1)).toEqual(['pong a 2 ms']);
  });

  it('answers pings, and refuses what it does not know', async () => {
    const its = play();
    await its.online();
    its.wire.take();
    await its.says("<iq type='get' id='p1' from='example.org'><ping xmlns='urn:xmpp:ping'/></iq>");
    expect(its.wire.take()).toEqual(['<iq xmlns="jabber:client" id="p1" to="example.org" type="result"/>']);
    await its.says("<iq type='set' id='v1' from='a@b/c'><query xmlns='jabber:iq:version'/></iq>");
    expect(its.wire.take()).toEqual([expect.stringMatching(/id="v1" to="a@b\/c" type="error".*<service-unavailable/)]);
    await its.says("<iq type='set' id='v2' from='a@b/c'/>");
    expect(its.wire.take()).toEqual([expect.stringMatching(/id="v2" to="a@b\/c" type="error".*<bad-request/)]);
  });

  it('hands on messages and presence, and sends what it is given', async () => {
    const its = play();
    await its.online();
    its.wire.take();
    await its.says("<message from='x@example.org'><body>hi</body></message><presence from='x@example.org'/>");
    expect(its.stanzas.map((s) => s.name)).toEqual(['message', 'presence']);
    its.session.send(createElement('message', { to: 'x@example.org' }));
    expect(its.wire.take()).toEqual(['<message to="x@example.org" xmlns="jabber:client"/>']);
  });

  it('brings each request its reply, or null when it ends first', async () => {
    const its = play();
    await its.online();
    const replies: (string | null)[] = [];
    const ask = (id: string) =>
      its.session.request(createElement('iq', { type: 'get', id }), (r) => replies.push(r?.attrs.id ?? null));
    ask('one');
    ask('two');
    await its.says("<iq type='result' id='one'/>");
    its.session.destroy();
    ask('three');
    expect(replies).toEqual(['one', null, null]);
  });

  it('leaves in good order: unavailable, then the end of the stream', async () => {
    const its = play();
    await its.online();
    its.wire.take();
    its.session.close();
    its.session.close();
    its.session.ping('late');
    expect(its.wire.take()).toEqual(['<presence xmlns="jabber:client" type="unavailable"/>']);
    expect([its.wire.closedBy, its.closed]).toEqual(['close', []]);
    its.wire.end({ kind: 'transport', condition: 'connection-reset', phase: null, text: null });
    expect(its.closed).toEqual([null]);
  });

  it('is gone at once when destroyed', async () => {
    const its = play();
    await its.online();
    its.session.destroy();
    expect([its.wire.closedBy, its.closed]).toEqual(['destroy', [null]]);
    its.wire.end(null);
    await its.says('<message/>');
    its.session.close();
    expect([its.closed, its.stanzas]).toEqual([[null], []]);
  });
});
