/** Parses framed transports, where each WebSocket message or BOSH body is one whole element: one parser serves all of them. */
import type { Element } from '@xmpp/xml';
import { defaultLimits, type XmlError, type XmlLimits } from './error';
import { XmlTree } from './tree';

export type Frame = { kind: 'element'; element: Element } | { kind: 'empty' } | { kind: 'error'; error: XmlError };

/** Reads the next frame; after an error every further one is that error. */
export type FrameParser = (frame: Buffer | string) => Frame;

const ROOT = '<frames>';
const empty: Frame = { kind: 'empty' };
const notClosed: XmlError = { condition: 'not-well-formed', text: 'frame does not close what it opened' };
const notOne: XmlError = { condition: 'bad-format', text: 'frame is not exactly one element' };
const tooLarge: XmlError = { condition: 'policy-violation', text: 'stanza too large' };

/**
 * By limits. A frame is read in one go and leaves the tree as it was, so all sessions share one: 3 KB less for each of them. One that
 * a frame has broken is thrown away.
 */
const trees = new Map<string, XmlTree>();

/** One root for good; frames are its children. A parser per frame would cost ten times as much. */
function treeOf(name: string, limits: XmlLimits): XmlTree {
  const known = trees.get(name);
  if (known !== undefined) return known;
  const tree = new XmlTree(limits);
  tree.write(ROOT, ROOT.length);
  trees.set(name, tree);
  return tree;
}

/** Frames are given as text or as bytes that are known to be UTF-8. A frame shares nothing with the ones before it. */
export function createFrameParser(limits: Partial<XmlLimits> = {}): FrameParser {
  const all = { ...defaultLimits, ...limits };
  const shared = Object.values(all).join(' ');
  let failed: Frame | null = null;

  function fail(error: XmlError): Frame {
    trees.delete(shared);
    failed = { kind: 'error', error };
    return failed;
  }

  return (frame) => {
    if (failed !== null) return failed;
    const bytes = typeof frame === 'string' ? Buffer.byteLength(frame) : frame.length;
    if (bytes > all.maxStanzaBytes) return fail(tooLarge);
    const text = (typeof frame === 'string' ? frame : frame.toString('utf8')).trim();
    // RFC 7395 §3.3.1 leaves no room for whitespace alone, and nobody is hurt by it.
    if (text === '') return empty;
    const tree = treeOf(shared, all);
    tree.write(text, bytes);
    if (tree.error !== null) return fail(tree.error);
    if (!tree.resting || tree.unfinished !== '') return fail(tree.completed.length === 0 ? notClosed : notOne);
    const [element, ...more] = tree.completed;
    tree.completed = [];
    return element === undefined || more.length > 0 ? fail(notOne) : { kind: 'element', element };
  };
}
