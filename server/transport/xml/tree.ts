/** Builds the first-level elements of an XML document out of its text, and refuses what RFC 6120 §11.1 restricts. */
import { Element } from '@xmpp/xml';
import type { SaxesAttributeNSIncomplete, SaxesTagNS } from 'saxes';
import { conditionOfSyntaxError, type XmlError, type XmlLimits } from './error';
import { Refusal, RestrictedSaxes, refuse } from './restricted-saxes';

/** The document's root, which never gets children: first-level elements are handed out instead. */
export interface XmlRoot {
  /** Without prefix. */
  local: string;
  /** Namespace, '' for none. */
  ns: string;
  /** As written, namespace declarations included. */
  attrs: Readonly<Record<string, string>>;
}

const LOOKBACK = 100;
const ANY_OBJECT: object = {};
const WHITESPACE_ONLY = /^[ \t\r\n]*$/;

/**
 * An incremental parser of one document. Nothing is called from inside `write`: what was found waits in `root`, `completed`,
 * `ended` and `error`, so that a reader may stop, restart or destroy at any element.
 */
export class XmlTree {
  root: XmlRoot | null = null;
  /** First-level elements that are complete, oldest first. The reader empties it. */
  completed: Element[] = [];
  /** The root was closed. */
  ended = false;
  /** Once set, it stays, and `write` does nothing. */
  error: XmlError | null = null;

  private readonly saxes: RestrictedSaxes;
  private readonly limits: XmlLimits;
  private cursor: Element | null = null;
  private depth = 0;
  private attrs: Record<string, string> = {};
  private attrCount = 0;
  private elements = 0;
  /** All characters written before `chunk`. */
  private written = 0;
  private chunk = '';
  private chunkBytes = 0;
  private previous = '';
  /** Position of the last boundary between first-level elements. */
  private boundary = 0;
  /** Bytes since that boundary that were in earlier chunks. */
  private carriedBytes = 0;

  constructor(limits: XmlLimits) {
    this.limits = limits;
    this.saxes = new RestrictedSaxes();
    this.saxes.on('attribute', (attribute) => this.onAttribute(attribute));
    this.saxes.on('opentag', (tag) => this.onOpenTag(tag));
    this.saxes.on('closetag', () => this.onCloseTag());
    this.saxes.on('text', (text) => this.onText(text));
    this.saxes.on('cdata', (text) => this.onText(text));
    this.saxes.on('error', () => this.onSyntaxError());
  }

  /** True between first-level elements, with nothing read since the last one. */
  get resting(): boolean {
    return this.depth === 1 && this.cursor === null && this.carriedBytes === 0;
  }

  /** Characters of the last chunk that came after the last boundary. */
  get unfinished(): string {
    return this.chunk.slice(this.from());
  }

  /** @param bytes how many UTF-8 bytes `chunk` stands for */
  write(chunk: string, bytes: number): void {
    if (this.error !== null) return;
    this.written += this.chunk.length;
    this.previous = this.chunk.length < LOOKBACK ? (this.previous + this.chunk).slice(-LOOKBACK) : this.chunk;
    this.chunk = chunk;
    this.chunkBytes = bytes;
    const boundaryBefore = this.boundary;
    try {
      this.saxes.write(chunk);
    } catch (thrown) {
      // A bug in the parser must end one session, not the process; the fuzz test looks for this condition.
      this.error = thrown instanceof Refusal ? thrown.error : parserFailed;
      this.dropMismatched();
      return;
    }
    this.account(bytes, this.boundary > boundaryBefore);
  }

  private account(bytes: number, passedBoundary: boolean): void {
    if (!passedBoundary) this.carriedBytes += bytes;
    else this.carriedBytes = Buffer.byteLength(this.unfinished);
    if (this.carriedBytes > this.limits.maxStanzaBytes) this.error = tooLarge;
  }

  private onAttribute({ name, value }: SaxesAttributeNSIncomplete): void {
    if (++this.attrCount > this.limits.maxAttributes) refuse('policy-violation', 'too many attributes');
    // `attrs` is a plain object in ltx: a name such as `hasOwnProperty` would break its readers.
    if (name in ANY_OBJECT) refuse('policy-violation', 'forbidden attribute name');
    this.attrs[name] = value;
  }

  private onOpenTag(tag: SaxesTagNS): void {
    const attrs = this.attrs;
    this.attrs = {};
    this.attrCount = 0;
    if (++this.depth > this.limits.maxDepth) refuse('policy-violation', 'elements nested too deeply');
    if (this.depth === 1) {
      this.root = { local: tag.local, ns: tag.uri, attrs };
      this.passBoundary();
      return;
    }
    if (++this.elements > this.limits.maxElements) refuse('policy-violation', 'too many elements');
    const element = new Element(tag.name);
    element.attrs = attrs;
    this.cursor?.cnode(element);
    this.cursor = element;
    this.bindInherited(element, tag);
  }

  /** An element says its own namespaces where they came from the root, so that it makes sense without it. */
  private bindInherited(element: Element, tag: SaxesTagNS): void {
    if (this.depth === 2 && tag.prefix === '' && element.attrs.xmlns === undefined && tag.uri !== '') {
      element.attrs.xmlns = tag.uri;
    }
    if (tag.prefix !== '' && element.findNS(tag.prefix) === undefined) element.attrs[`xmlns:${tag.prefix}`] = tag.uri;
    for (const name in element.attrs) {
      const colon = name.indexOf(':');
      if (colon < 0) continue;
      const prefix = name.slice(0, colon);
      if (prefix === 'xmlns' || prefix === 'xml' || element.findNS(prefix) !== undefined) continue;
      element.attrs[`xmlns:${prefix}`] = tag.attributes[name]?.uri;
    }
  }

  private onCloseTag(): void {
    this.depth -= 1;
    if (this.depth === 0) {
      this.ended = true;
      this.passBoundary();
    } else if (this.depth === 1) {
      this.completeFirstLevel();
    } else {
      this.cursor = this.cursor?.parent ?? null;
    }
  }

  private completeFirstLevel(): void {
    const element = this.cursor;
    this.cursor = null;
    this.elements = 0;
    if (this.mayBeTooLarge() && this.exactBytes() > this.limits.maxStanzaBytes) throw new Refusal(tooLarge);
    this.passBoundary();
    if (element !== null) this.completed.push(element);
  }

  /** Spares nearly every stanza the counting of its bytes. */
  private mayBeTooLarge(): boolean {
    return this.carriedBytes + this.chunkBytes > this.limits.maxStanzaBytes;
  }

  private exactBytes(): number {
    return this.carriedBytes + Buffer.byteLength(this.chunk.slice(this.from(), this.offset()));
  }

  private passBoundary(): void {
    this.boundary = this.saxes.position;
    this.carriedBytes = 0;
  }

  /** Where in `chunk` the current first-level element began; 0 when it began earlier. */
  private from(): number {
    return Math.max(0, this.boundary - this.written);
  }

  private offset(): number {
    return this.saxes.position - this.written;
  }

  private onText(text: string): void {
    if (this.cursor !== null) this.cursor.t(text);
    // RFC 6120 §4.6.1, §11.7: between stanzas there is whitespace only.
    else if (!WHITESPACE_ONLY.test(text)) refuse('bad-format', 'text between stanzas');
  }

  private onSyntaxError(): never {
    const offset = this.offset();
    const source = offset < LOOKBACK ? this.previous.slice(-LOOKBACK) + this.chunk.slice(0, offset) : this.chunk;
    const end = offset < LOOKBACK ? source.length : offset;
    throw new Refusal(conditionOfSyntaxError(source.slice(Math.max(0, end - LOOKBACK), end)));
  }

  /** saxes notices `<a></b>` only after it has closed `a`: what ended there was never complete. */
  private dropMismatched(): void {
    if (this.boundary !== this.saxes.position) return;
    if (this.ended) this.ended = false;
    else this.completed.pop();
  }
}

const parserFailed: XmlError = { condition: 'undefined-condition', text: 'the XML parser failed' };
const tooLarge: XmlError = { condition: 'policy-violation', text: 'stanza too large' };
