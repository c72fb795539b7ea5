/** Writes the XML of REST answers: elements without attributes, everything escaped. */

/** XML that is already written. */
export interface Xml {
  readonly xml: string;
}

export type Content = string | number | boolean | Xml | readonly Xml[];

// XML 1.0 §2.2: what is not a character cannot be written at all
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not be there
const noCharacter = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])/g;
const special: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

export function escaped(text: string): string {
  return text.replace(noCharacter, '').replace(/[&<>]/g, (c) => special[c] ?? c);
}

/** One element; without content it is `<name/>`. */
export function el(name: string, content: Content = ''): Xml {
  const inside = inner(content);
  return { xml: inside === '' ? `<${name}/>` : `<${name}>${inside}</${name}>` };
}

/** Elements by name, in order. */
export function els(values: Readonly<Record<string, Content>>): Xml[] {
  return Object.entries(values).map(([name, content]) => el(name, content));
}

function inner(content: Content): string {
  if (typeof content === 'string') return escaped(content);
  if (typeof content === 'number' || typeof content === 'boolean') return String(content);
  return 'xml' in content ? content.xml : content.map((part) => part.xml).join('');
}
