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

  it('takes a change of the roster from its own server, and from nobody else', async () => {
    const its = play();
    await its.online();
    its.wire.take();
    const push = "<query xmlns='jabber:iq:roster'><item jid='romeo@example.net' subscription='to'/></query>";
    await its.says(`<iq type='set' id='r1'>${push}</iq>`);
    expect(its.wire.take()).toEqual(['<iq xmlns="jabber:client" id="r1" type="result"/>']);
    await its.says(`<iq type='set' id='r2' from='mallory@example.net/x'>${push}</iq>`);
    expect(its.wire.take()).toEqual([expect.stringMatching(/id="r2".*<service-unavailable/)]);
  });

  it('gives up the oldest of endlessly many requests', async () => {
    const its = play();
    await its.online();
    let first: unknown = 'waiting';
    its.session.request(createElement('iq', { type: 'get', id: 'first' }), (reply) => {
      first = reply;
    });
    for (let i = 0; i < 20_000; i++) its.session.request(createElement('iq', { type: 'get' }), () => {});
    expect(first).toBeNull();
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

  it('hears an answer from whoever was asked, and from nobody else who guessed the id', async () => {
    const its = play();
    await its.online();
    const replies: unknown[] = [];
    const to = 'romeo@example.net/orchard';
    its.session.request(createElement('iq', { type: 'get', id: 'one', to }), (r) => replies.push(r?.attrs.from));
    await its.says("<iq type='result' id='one' from='romeo@example.net/balcony'/>");
    await its.says("<iq type='result' id='one' from='mallory@example.net/orchard'/>");
    expect(replies).toEqual([]);
    await its.says(`<iq type='result' id='one' from='${to}'/>`);
    expect(replies).toEqual([to]);
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
