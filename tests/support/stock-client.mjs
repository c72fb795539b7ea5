/** A person's client as others make it: stock @xmpp/client in a process of its own, to be frozen and killed. Told by its arguments and stdin. */
import { createInterface } from 'node:readline';
import { client, xml } from '@xmpp/client';

const [service, domain, username, password, resource, grants, pongs] = process.argv.slice(2);
const xmpp = client({ service, domain, username, password, resource });
xmpp.reconnect.stop();
xmpp.on('error', (error) => process.stderr.write(`${error}\n`));
xmpp.on('online', async () => {
  if (pongs === 'pongs') xmpp.iqCallee.get('urn:xmpp:ping', 'ping', () => true);
  // RFC 6121 §2.2: who asked for the roster is told of requests
  await xmpp.iqCaller.request(xml('iq', { type: 'get' }, xml('query', { xmlns: 'jabber:iq:roster' })));
  await xmpp.send(xml('presence'));
  say('online');
});
xmpp.on('stanza', (stanza) => {
  if (!stanza.is('presence') || stanza.attrs.type !== 'subscribe') return;
  say('asked');
  if (grants !== 'ignores') answer(stanza.attrs.from, grants === 'grants' ? 'subscribed' : 'unsubscribed');
});

createInterface({ input: process.stdin }).on('line', async (line) => {
  const [word, ...rest] = line.split(' ');
  if (word === 'leave') {
    await xmpp.stop();
    process.exit(0);
  }
  if (word === 'revoke') answer(rest[0], 'unsubscribed');
  if (word === 'show') await xmpp.send(xml('presence', {}, xml('show', {}, rest[0])));
});
process.stdin.on('end', () => process.exit(0));

function answer(to, type) {
  void xmpp.send(xml('presence', { to: to.split('/')[0], type }));
}

function say(line) {
  process.stdout.write(`${line}\n`);
}

await xmpp.start();
