/** A program of its own with an unmodified @xmpp/client: argument = JSON of what to do; one line of JSON for each thing that it saw. */
import { client, xml } from '@xmpp/client';
import { WebSocket } from 'ws';

// Node 20 has no WebSocket of its own, and the client takes the global one
globalThis.WebSocket = WebSocket;

const { service, domain, username, password, feeds } = JSON.parse(process.argv[2]);
const pubsub = 'http://jabber.org/protocol/pubsub';
const tell = (what) => process.stdout.write(`${JSON.stringify(what)}\n`);

// Its IQ caller looks at the answer only after the write is done: a refusal that is quicker is handled a moment later.
process.on('unhandledRejection', () => {});

const xmpp = client({ service, domain, username, password, resource: 'stock' });
xmpp.on('error', (error) => tell({ error: error.condition ?? error.message }));
xmpp.on('offline', () => tell({ offline: true }));
xmpp.on('stanza', (stanza) => {
  if (stanza.is('presence')) tell({ presence: stanza.attrs.from });
  const items = stanza.getChild('event', `${pubsub}#event`)?.getChild('items');
  if (items === undefined) return;
  tell({
    from: stanza.attrs.from,
    node: items.attrs.node,
    payload: items.getChild('item').getChildText('notification'),
  });
  void xmpp.stop();
});

const jid = String(await xmpp.start());
tell({ jid });
await xmpp.send(xml('presence'));
await xmpp.iqCaller.get(xml('ping', { xmlns: 'urn:xmpp:ping' }), domain);
tell({ pong: true });
for (const node of feeds) {
  const request = xml('pubsub', { xmlns: pubsub }, xml('subscribe', { node, jid }));
  await xmpp.iqCaller.set(request, `pubsub.${domain}`).then(
    (answer) => tell({ node, subscription: answer.getChild('subscription').attrs.subscription }),
    (error) => tell({ node, refused: error.condition }),
  );
}
tell({ ready: true });
