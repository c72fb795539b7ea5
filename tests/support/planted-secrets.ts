/** Looks for secrets where none may be: in what was printed, answered, exported and written, in each form that a program might give them. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';

/** Where it came from, for the message. */
export type Secrets = ReadonlyMap<string, string>;

/** Keys of the configuration whose texts are nobody's business. */
const SECRET_KEYS = /^(password|secret|token|routingKey|clientSecret)$/;

/** Every secret of a configuration, by its path; those too short to be told from chance are left out. */
export function secretsIn(config: unknown, path = ''): Map<string, string> {
  if (typeof config !== 'object' || config === null) return new Map();
  return new Map(
    Object.entries(config).flatMap(([key, value]): [string, string][] =>
      typeof value === 'string'
        ? SECRET_KEYS.test(key) && value.length >= 12
          ? [[`${path}${key}`, value]]
          : []
        : [...secretsIn(value, `${path}${key}.`)],
    ),
  );
}

/** The secret as it is, and as it looks inside of base64, in hexadecimal, in an address and in JSON. */
export function formsOf(secret: string): Map<string, Buffer> {
  const bytes = Buffer.from(secret);
  const forms = new Map<string, string>([
    ['as it is', secret],
    ['in hexadecimal', bytes.toString('hex')],
    ['in HEXADECIMAL', bytes.toString('hex').toUpperCase()],
    ['in an address', encodeURIComponent(secret)],
    ['in JSON', JSON.stringify(secret).slice(1, -1)],
  ]);
  // RFC 4648 §4: three bytes are four letters, so it looks different at each of three places.
  for (const offset of [0, 1, 2]) {
    const letters = Buffer.concat([Buffer.alloc(offset), bytes])
      .toString('base64')
      .replace(/=+$/, '');
    const partial = (offset + bytes.length) % 3 === 0 ? 0 : 1;
    const inner = letters.slice([0, 2, 3][offset], letters.length - partial);
    forms.set(`in base64 (${offset})`, inner);
    forms.set(`in base64url (${offset})`, inner.replace(/\+/g, '-').replace(/\//g, '_'));
  }
  return new Map([...forms].map(([name, text]) => [name, Buffer.from(text)]));
}

/** What was found, in sentences without the secrets; empty is well. */
export function searchIn(where: string, content: string | Buffer, secrets: Secrets): string[] {
  const bytes = typeof content === 'string' ? Buffer.from(content) : content;
  return [...secrets].flatMap(([name, secret]) => {
    const found = [...formsOf(secret)].find(([, form]) => bytes.includes(form));
    return found === undefined ? [] : [`${where} holds ${name} ${found[0]}`];
  });
}

/** Files of a data folder that are there to hold secrets; the harness writes the configuration with its secrets in it. */
const KEEPERS = ['internal.key', 'secrets.key', 'holdfast.yaml'];

/** The keys themselves are secrets everywhere else. */
export function keysIn(dataDir: string): Map<string, string> {
  const keys = ['internal.key', 'secrets.key'].filter((name) => existsSync(join(dataDir, name)));
  return new Map(keys.map((name) => [name, readFileSync(join(dataDir, name), 'utf8').trim()]));
}

/** What a Holdfast that has ended left behind: throws when a secret stands in its output or in its data folder. */
export function expectNoSecrets(left: { output: string; dataDir: string; secrets: Secrets }): void {
  const secrets = new Map([...left.secrets, ...keysIn(left.dataDir)]);
  const found = [...searchIn('the output', left.output, secrets), ...searchFolder(left.dataDir, secrets)];
  if (found.length > 0) throw new Error(`Secrets leaked:\n${found.join('\n')}`);
}

/** Every file below, but for those that are there to hold secrets. */
export function searchFolder(folder: string, secrets: Secrets): string[] {
  return filesBelow(folder)
    .filter((file) => !KEEPERS.includes(relative(folder, file)))
    .flatMap((file) => searchIn(relative(folder, file), readFileSync(file), secrets));
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? filesBelow(path) : [path];
  });
}
