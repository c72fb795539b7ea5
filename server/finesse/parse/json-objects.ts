/** The objects that Finesse writes as JSON: answers of the Performance API and the desktop's configuration (FINESSE §1.6). */
import { z } from 'zod';
import { type Read, readable, unreadable } from './xml';

const scalar = z.union([z.number(), z.string().max(1024), z.boolean(), z.null()]);
export type CounterValue = z.infer<typeof scalar>;

const answered = z.object({ value: z.unknown(), status: z.number().int().optional() });

/** Of `read`: one attribute's value, or all of a bean by name. */
export type Counters = Readonly<Record<string, CounterValue>>;

/** @param attribute the one that was asked for; null: all of the bean */
export function readCounters(text: string, attribute: string | null): Read<Counters> {
  const value = valueIn(text);
  if (value === undefined) return unreadable('unexpected-content');
  const one = scalar.safeParse(value);
  if (one.success) return attribute === null ? unreadable('unexpected-content') : readable({ [attribute]: one.data });
  const all = z.record(z.string().max(256), z.unknown()).safeParse(value);
  if (!all.success) return unreadable('unexpected-content');
  const known = Object.entries(all.data).flatMap(([name, given]) => {
    const read = scalar.safeParse(given);
    return read.success ? [[name, read.data] as const] : [];
  });
  return readable(Object.fromEntries(known));
}

export interface ListedBean {
  /** As `read` wants it: `domain:properties`. */
  mbean: string;
  attributes: string[];
}

const listed = z.record(
  z.string().max(256),
  z.record(
    z.string().max(512),
    z.object({ attr: z.record(z.string().max(256), z.unknown()).optional() }).catch({ attr: {} }),
  ),
);

export function readBeanList(text: string): Read<ListedBean[]> {
  const domains = listed.safeParse(valueIn(text));
  if (!domains.success) return unreadable('unexpected-content');
  return readable(
    Object.entries(domains.data).flatMap(([domain, beans]) =>
      Object.entries(beans).map(([properties, { attr }]) => ({
        mbean: `${domain}:${properties}`,
        attributes: Object.keys(attr ?? {}),
      })),
    ),
  );
}

const desktopConfig = z.object({
  systemStatus: z.string().max(64).optional(),
  host: z.string().max(256).optional(),
  alternateHost: z.string().max(256).optional(),
  /** `NON_SSO`, `SSO`, `HYBRID`; open. */
  systemAuthMode: z.string().max(64).optional(),
  isAlternateSystemAvailable: z.union([z.boolean(), z.stringbool()]).optional(),
});
export type DesktopConfig = z.infer<typeof desktopConfig>;

export function readDesktopConfig(text: string): Read<DesktopConfig> {
  const parsed = desktopConfig.safeParse(parseJson(text));
  return parsed.success ? readable(parsed.data) : unreadable('unexpected-content');
}

/** undefined: not an answer of the Performance API, or its own error. */
function valueIn(text: string): unknown {
  const parsed = answered.safeParse(parseJson(text));
  return parsed.success && (parsed.data.status ?? 200) === 200 ? parsed.data.value : undefined;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
