/** What the shapes of holdfast.yaml are made of; unknown keys are refused with the nearest known one. */
import { z } from 'zod';
import { expectation, MOST_TAGS, slug, tagWord } from '#contract';
import { nearest } from './suggest';
import { variable } from './yaml-source';

/** An object that knows its keys. Its message has one line for each unknown key, in the order of `issue.keys`. */
export function strict<T extends z.core.$ZodLooseShape>(shape: T) {
  return z.strictObject(shape, {
    error(issue) {
      if (issue.code === 'unrecognized_keys')
        return issue.keys.map((key) => unknownKey(key, Object.keys(shape))).join('\n');
      return issue.input === undefined ? 'is missing' : `must hold keys: ${Object.keys(shape).join(', ')}`;
    },
  });
}

function unknownKey(key: string, known: readonly string[]): string {
  const near = nearest(key, known);
  return near === null
    ? `is not a known key here; known are ${known.join(', ')}`
    : `is not a known key; did you mean ${near}?`;
}

export function list<T extends z.ZodType>(item: T, what: string) {
  return z
    .array(item, { error: (i) => (i.input === undefined ? 'is missing' : `must be a list of ${what}`) })
    .min(1, `must not be empty: at least one of ${what} is needed`);
}

export const text = (what: string, max = 200) =>
  z
    .string({ error: (i) => (i.input === undefined ? 'is missing' : `must be ${what}, written as text`) })
    .trim()
    .min(1, `must not be empty: ${what}`)
    .max(max, `is longer than ${max} characters`);

/** A whole number; also as digits, which is what a `${NAME}` becomes. */
export const whole = (min: number, max: number, unit: string) =>
  z
    .union([z.number(), z.string().regex(/^\d+$/).transform(Number)], {
      error: (i) =>
        i.input === undefined ? 'is missing' : `must be a whole number${unit === '' ? '' : ` of ${unit}`}`,
    })
    .refine(Number.isInteger, { error: `must be a whole number${unit === '' ? '' : ` of ${unit}`}`, abort: true })
    .refine((n) => n >= min && n <= max, `must be from ${min} to ${max}${unit === '' ? '' : ` ${unit}`}`);

export const yesOrNo = z.boolean({ error: 'must be true or false' });

export const oneOf = <const T extends readonly string[]>(values: T) =>
  z.enum(values, {
    error: (i) =>
      i.input === undefined ? `is missing: one of ${values.join(', ')}` : `must be one of ${values.join(', ')}`,
  });

/** A URL as a browser would take it, of these schemes, without a name and password in it. */
export const url = (schemes: readonly string[]) =>
  text('a URL', 2000).superRefine((value, context) => {
    const message = urlFault(value, schemes);
    if (message !== null) context.addIssue({ code: 'custom', message });
  });

function urlFault(value: string, schemes: readonly string[]): string | null {
  const wanted = schemes.map((scheme) => `${scheme}://host:port/path`).join(' or ');
  if (!URL.canParse(value)) return `is not a URL; it looks like ${wanted}`;
  const parsed = new URL(value);
  const scheme = parsed.protocol.slice(0, -1);
  if (!schemes.includes(scheme)) return `begins with ${scheme}: here it must be ${wanted}`;
  if (parsed.hostname === '') return `names no host; it looks like ${wanted}`;
  if (parsed.username !== '' || parsed.password !== '')
    return 'holds a user name or password; these belong under account';
  if (parsed.hash !== '') return 'ends in a # fragment, which is never sent; leave it out';
  return null;
}

export const hostName = text('a host name or address', 253)
  .refine((v) => !v.includes('://') && !v.includes('/'), {
    error: 'is a URL; only the host name or address belongs here',
    abort: true,
  })
  .refine((v) => !/^[^:]+:\d+$/.test(v), { error: 'holds a port; the port has a key of its own', abort: true })
  .refine((v) => /^[\p{L}\p{N}._:%-]+$/u.test(v), 'is not a host name or an address');

export const domainName = text('an XMPP domain', 253)
  .refine((v) => !v.includes('@'), {
    error: 'is an address of a user; only the part after @ belongs here',
    abort: true,
  })
  .refine((v) => /^[\p{L}\p{N}._:-]+$/u.test(v), 'is not a domain');

/** Spaces at its ends belong to it. */
const password = z
  .string({ error: (i) => (i.input === undefined ? 'is missing' : `must be text: ${variable('NAME')}, or in quotes`) })
  .min(1, 'must not be empty')
  .max(1024, 'is longer than 1024 characters');

export const userName = text('the user name').refine(
  (v) => !/[@/\s]/.test(v),
  'must be the user name alone: the part before @, without domain or resource',
);

export const expectWord = oneOf(expectation.options).optional();

export const resourceName = text('a resource', 1023)
  // On Finesse this is the agent desktop's own resource: taking it would throw agents out.
  .refine((v) => v.toLowerCase() !== 'desktop', {
    error:
      'must not be desktop: that is the resource of an agent’s own desktop, and signing in with it would disconnect the agent',
    abort: true,
  })
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not be there
  .refine((v) => !/[\u0000-\u001f\u007f]/.test(v), 'holds a control character');

export const policyShape = strict({
  pingIntervalS: whole(1, 3600, 'seconds').optional(),
  pingTimeoutS: whole(1, 600, 'seconds').optional(),
  pingRetries: whole(0, 20, 'tries').optional(),
  connectTimeoutS: whole(1, 600, 'seconds').optional(),
});

export const keyShape = text('a key', 64).pipe(slug).optional();

/** Of a cluster, for all of its servers, or of one server. */
export const tagsShape = list(text('a tag').pipe(tagWord), 'tags')
  .max(MOST_TAGS, `holds more than ${MOST_TAGS} tags`)
  .refine((tags) => new Set(tags).size === tags.length, 'has a tag twice')
  .optional();

export const accountShape = strict({ username: userName, password });
export type AccountShape = z.infer<typeof accountShape>;

export const tlsShape = strict({
  ca: text('the path of a PEM file', 4096).optional(),
  pin: text('a pin')
    .regex(
      /^sha256\/[A-Za-z0-9+/]{43}=$/,
      'must look like sha256/ and 44 characters of base64: the SHA-256 of the certificate',
    )
    .optional(),
})
  .refine(
    (t) => t.ca === undefined || t.pin === undefined,
    'has both ca and pin; a pin trusts exactly one certificate, so choose one',
  )
  .refine((t) => t.ca !== undefined || t.pin !== undefined, 'needs ca or pin')
  .optional();
export type TlsShape = z.infer<typeof tlsShape>;
export type PolicyShape = z.infer<typeof policyShape>;
