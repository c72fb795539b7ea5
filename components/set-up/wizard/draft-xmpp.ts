/** The answers about a plain XMPP service: what is wrong with them, and the test that they make. Pure. */
import type { ConnectionTestInput, TestFound } from '#contract';
import { keyOf } from '../../settings/form/keys';
import { type Draft, type Fault, isPort, transportsOf, type XmppDraft } from './draft';

export function faultsOfXmpp({ name, xmpp, saved }: Draft): Fault[] {
  const faults: Fault[] = [];
  const { domain, username, password, websocket, bosh, tcpHost, tcpPort } = xmpp;
  if (name.trim() === '') faults.push({ field: 'name', words: 'Give it a name.' });
  if (!/^[\p{L}\p{N}._-]+$/u.test(domain.trim())) faults.push({ field: 'domain', words: 'Write the part after @.' });
  if (username.trim() === '') faults.push({ field: 'username', words: 'Write the user name.' });
  else if (/[@/\s]/.test(username.trim())) faults.push({ field: 'username', words: 'Only the part before @.' });
  if (password === '' && saved === null) faults.push({ field: 'password', words: 'Write the password.' });
  if (websocket.trim() !== '' && !isUrl(websocket, ['ws:', 'wss:']))
    faults.push({ field: 'websocket', words: 'It looks like wss://host:port/path.' });
  if (bosh.trim() !== '' && !isUrl(bosh, ['http:', 'https:']))
    faults.push({ field: 'bosh', words: 'It looks like https://host:port/path.' });
  if (tcpHost.trim() !== '' && !isPort(tcpPort))
    faults.push({ field: 'tcpPort', words: 'A port is a number from 1 to 65535.' });
  if (Object.keys(transportsOf(xmpp)).length === 0)
    faults.push({ field: 'websocket', words: 'At least one of the three ways is needed.' });
  return faults;
}

function isUrl(text: string, schemes: readonly string[]): boolean {
  return URL.canParse(text.trim()) && schemes.includes(new URL(text.trim()).protocol);
}

export function testOfXmpp({ xmpp, saved }: Draft): ConnectionTestInput {
  const { domain, username, password, pin } = xmpp;
  return {
    ...{ kind: 'xmpp', domain: domain.trim(), transports: transportsOf(xmpp) },
    account: {
      username: username.trim(),
      password: password === '' ? { secret: 'kept' } : { secret: 'new', text: password },
    },
    trust: pin === null ? { kind: 'usual' } : { kind: 'pin', pin },
    stored: saved === null ? null : { cluster: saved, node: keyOf(domain) },
  };
}

/** What the answers come to, without the password. */
export function answersOfXmpp(xmpp: XmppDraft): string {
  return JSON.stringify([xmpp.domain, xmpp.username, transportsOf(xmpp), xmpp.pin]);
}

export function foundOfXmpp(xmpp: XmppDraft): TestFound | null {
  return xmpp.passed?.of === answersOfXmpp(xmpp) ? xmpp.passed.found : null;
}
