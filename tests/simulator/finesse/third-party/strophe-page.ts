/** A page with an unmodified strophe.js, and a client on it as a gadget's author would write one. */
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { fileURLToPath } from 'node:url';

const library = new URL('../../../../node_modules/strophe.js/dist/strophe.umd.min.js', import.meta.url);

/** Plain JavaScript: it runs in the browser, where nothing of ours is. */
const script = `

const log = [];
let connection = null;

window.told = () => log;
window.connect = (service, jid, password) => new Promise((resolve) => {
  connection = new Strophe.Connection(service);
  connection.connect(jid, password, (status, condition) => {
    const name = Object.keys(Strophe.Status).find((key) => Strophe.Status[key] === status);
    log.push(condition ? name + ' ' + condition : name);
    if (['CONNECTED', 'AUTHFAIL', 'DISCONNECTED'].includes(name)) resolve(connection.jid);
  });
});
window.appear = () => new Promise((resolve) => {
  connection.addHandler((presence) => { resolve(presence.getAttribute('from')); return false; }, null, 'presence');
  connection.send($pres());
});
const ask = (iq) => new Promise((resolve, reject) => {
  connection.sendIQ(iq, (answer) => resolve(answer), (error) => reject(new Error(error ? error.outerHTML : 'timeout')), 5000);
});
window.ping = (to) => ask($iq({ type: 'get', to }).c('ping', { xmlns: 'urn:xmpp:ping' })).then((a) => a.getAttribute('type'));
window.subscribe = (to, node) =>
  ask($iq({ type: 'set', to }).c('pubsub', { xmlns: 'http://jabber.org/protocol/pubsub' }).c('subscribe', { node, jid: connection.jid }))
    .then((answer) => answer.querySelector('subscription').getAttribute('subscription'), (error) => error.message);
let event = null;
window.event = () => event;
window.listen = () => void (event = new Promise((resolve) => {
  connection.addHandler((message) => {
    const items = message.querySelector('items');
    const update = new DOMParser().parseFromString(items.textContent, 'text/xml');
    const of = (name) => update.querySelector(name)?.textContent ?? null;
    resolve({ node: items.getAttribute('node'), loginId: of('loginId'), state: of('state'), event: of('event'), source: of('source') });
    return false;
  }, null, 'message');
}));
window.leave = () => new Promise((resolve) => {
  const poll = () => (log.at(-1).startsWith('DISCONNECTED') ? resolve(log) : setTimeout(poll, 20));
  connection.disconnect('done');
  poll();
});
`;

const page = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>strophe</title></head>
<body><script src="/strophe.js"></script><script>${script}</script></body></html>`;

/** On a free loopback port. */
export async function servePage(): Promise<{ url: string; stop(): void }> {
  const strophe = readFileSync(fileURLToPath(library));
  const server: Server = createServer((req, res) => {
    const isLibrary = req.url === '/strophe.js';
    if (!isLibrary && req.url !== '/') return void res.writeHead(404).end();
    res.writeHead(200, { 'Content-Type': isLibrary ? 'text/javascript' : 'text/html; charset=utf-8' });
    res.end(isLibrary ? strophe : page);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}/`,
    stop() {
      server.close();
      server.closeAllConnections();
    },
  };
}
