/** saxes with what RFC 6120 §11.1 restricts refused for every parser at once. */
import { SaxesParser } from 'saxes';
import type { XmlCondition, XmlError } from './error';

/** Thrown through saxes to stop it in the middle of a chunk; caught where the chunk was written. */
export class Refusal {
  readonly error: XmlError;
  constructor(error: XmlError) {
    this.error = error;
  }
}

export function refuse(condition: XmlCondition, text: string): never {
  throw new Refusal({ condition, text });
}

interface Options {
  xmlns: true;
  position: false;
  resolvePrefix: typeof resolvePrefix;
}

/**
 * Namespace-aware. Instances may be given up to six handlers of their own (measured on Node 20): with a seventh, V8 turns them
 * into dictionaries and parsing takes four times as long. That is why the handlers below sit on the prototype.
 */
export class RestrictedSaxes extends SaxesParser<Options> {
  constructor() {
    super({ xmlns: true, position: false, resolvePrefix });
  }
}

function resolvePrefix(prefix: string): string | undefined {
  return prefix === '' ? undefined : refuse('bad-namespace-prefix', `prefix ${prefix}`);
}

const shared = RestrictedSaxes.prototype;
shared.on('doctype', () => refuse('restricted-xml', 'document type declaration'));
shared.on('comment', () => refuse('restricted-xml', 'comment'));
shared.on('processinginstruction', () => refuse('restricted-xml', 'processing instruction'));
shared.on('xmldecl', ({ encoding }) => {
  // RFC 6120 §11.6: UTF-8 and nothing else.
  if (encoding !== undefined && encoding.toLowerCase() !== 'utf-8') refuse('unsupported-encoding', encoding);
});
