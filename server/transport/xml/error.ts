/** What is wrong with a peer's XML, in the words of RFC 6120, and the limits that it has to keep. */

/** RFC 6120 §4.9.3, plus nothing of our own. */
export type XmlCondition =
  | 'bad-format'
  | 'bad-namespace-prefix'
  | 'invalid-namespace'
  | 'not-well-formed'
  | 'policy-violation'
  | 'restricted-xml'
  | 'undefined-condition'
  | 'unsupported-encoding';

export interface XmlError {
  condition: XmlCondition;
  /** For people; nothing decides on it. */
  text: string;
}

export interface XmlLimits {
  /** UTF-8 bytes from the end of one first-level element to the end of the next. */
  maxStanzaBytes: number;
  /** Open elements, the stream's root included. */
  maxDepth: number;
  /** Attributes of one element, namespace declarations included. */
  maxAttributes: number;
  /** Elements in one first-level element, itself included: a tree costs many times the bytes of `<a/>`. */
  maxElements: number;
}

export const defaultLimits: XmlLimits = {
  maxStanzaBytes: 1_048_576,
  maxDepth: 100,
  maxAttributes: 100,
  maxElements: 50_000,
};

/** One of the five may stand at the end of a broken reference that began before it. */
const UNDECLARED_ENTITY = /&(?!(?:amp|lt|gt|apos|quot);)[\p{L}_][\p{L}\p{N}._-]*;$/u;

/**
 * The condition of a syntax error, from the source text that was read just before it was noticed.
 * @param lookback what was read, ending where the parser stopped; a hundred characters are enough
 */
export function conditionOfSyntaxError(lookback: string): XmlError {
  // RFC 6120 §11.1: comments, processing instructions, DTD subsets and entity references (but the five) are restricted.
  if (lookback.endsWith('<!DOCTYPE')) return { condition: 'restricted-xml', text: 'document type declaration' };
  if (UNDECLARED_ENTITY.test(lookback)) return { condition: 'restricted-xml', text: 'entity reference' };
  return { condition: 'not-well-formed', text: 'XML is not well-formed' };
}
