/** The first channel as it is typed: what is wrong with it, and what is saved of it. Pure. */
import type { ItemBody } from '#contract';
import { type Fault, isPort } from './draft';

export const ways = ['email', 'webhook'] as const;
export type Way = (typeof ways)[number];

export interface ChannelDraft {
  way: Way;
  host: string;
  port: string;
  security: 'starttls' | 'tls' | 'none';
  username: string;
  password: string;
  from: string;
  to: string;
  url: string;
}

export const firstChannel: ChannelDraft = {
  ...{
    way: 'email',
    host: '',
    port: '587',
    security: 'starttls',
    username: '',
    password: '',
    from: '',
    to: '',
    url: '',
  },
};

const isAddress = (text: string): boolean => /^[^@\s]+@[^@\s]+$/.test(text);
const receivers = (text: string): string[] => text.split(/[\s,;]+/).filter((one) => one !== '');

export function faultsOfChannel(given: ChannelDraft): Fault[] {
  if (given.way === 'webhook') {
    const url = given.url.trim();
    const isUrl = URL.canParse(url) && ['https:', 'http:'].includes(new URL(url).protocol);
    return isUrl ? [] : [{ field: 'url', words: 'It looks like https://host/path.' }];
  }
  const faults: Fault[] = [];
  const { host, port, username, password, from, to } = given;
  if (host.trim() === '') faults.push({ field: 'host', words: 'Write the name of the mail server.' });
  if (!isPort(port)) faults.push({ field: 'port', words: 'A port is a number from 1 to 65535.' });
  if (!isAddress(from.trim())) faults.push({ field: 'from', words: 'That is no e-mail address.' });
  const all = receivers(to);
  if (all.length === 0 || !all.every(isAddress)) faults.push({ field: 'to', words: 'Write e-mail addresses.' });
  if ((username.trim() === '') !== (password === ''))
    faults.push({ field: 'password', words: 'User name and password, or neither.' });
  return faults;
}

export const channelName = (given: ChannelDraft): string => (given.way === 'email' ? 'Mail' : 'Webhook');

/** In the shape of holdfast.yaml. */
export function channelBody(given: ChannelDraft): ItemBody {
  const name = channelName(given);
  if (given.way === 'webhook') return { name, webhook: { url: { secret: 'new', text: given.url.trim() } } };
  const { host, port, security, username, password, from, to } = given;
  const signIn = { username: username.trim(), password: { secret: 'new', text: password } };
  return {
    name,
    email: {
      ...{ host: host.trim(), port: Number(port), security, from: from.trim(), to: receivers(to) },
      ...(username.trim() === '' ? {} : signIn),
    },
  };
}
