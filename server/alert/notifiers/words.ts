/** What the messages of several channels have in common: what to follow, and how to stay within a limit. */
import type { Message } from './port';

export interface MessageLink {
  words: string;
  url: string;
}

/** In the order of their use. */
export function linksOf({ link, acknowledge, test }: Message): MessageLink[] {
  return [
    ...(acknowledge === null ? [] : [{ words: 'Acknowledge', url: acknowledge }]),
    ...(link === null ? [] : [{ words: test ? 'Open the channels' : 'Open the incident', url: link }]),
  ];
}

/** All of it, for channels that know text only. */
export function plainText({ lines, ...rest }: Message): string {
  const links = linksOf({ lines, ...rest }).map(({ words, url }) => `${words}: ${url}`);
  return [...lines, ...(links.length === 0 ? [] : ['', ...links])].join('\n');
}

/** At most so many characters (UTF-16 units), the last of them an ellipsis when some were cut; never half a character. */
export function cut(text: string, atMost: number): string {
  if (text.length <= atMost) return text;
  const end = /[\uD800-\uDBFF]$/.test(text.slice(0, atMost - 1)) ? atMost - 2 : atMost - 1;
  return `${text.slice(0, end)}…`;
}

/** As many lines from the top as fit into so many bytes of UTF-8, joined; at least a part of the first. */
export function cutLines(lines: readonly string[], separator: string, atMostBytes: number): string {
  let joined = '';
  for (const line of lines) {
    const next = joined === '' ? line : `${joined}${separator}${line}`;
    if (Buffer.byteLength(next) > atMostBytes)
      return joined === ''
        ? Buffer.from(next)
            .subarray(0, atMostBytes)
            .toString()
            .replace(/\uFFFD+$/, '')
        : joined;
    joined = next;
  }
  return joined;
}
