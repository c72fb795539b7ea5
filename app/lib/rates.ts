/** Who has asked how often lately. Of this process: a restart forgives. */
import type { Viewer } from '#contract';
import { networkOf } from '../../server/domain/http/network';
import { type Bucket, type RatePolicy, rateHeaders, type Taken, take } from '../../server/domain/http/rate';
import { originOf } from './audit-log';
import { problem } from './problem';
import { wallTime } from './time';

declare global {
  var holdfastRates: Map<string, Bucket> | undefined;
}

/** Pages that are opened again and again, in several windows, stay far below this. */
const person: RatePolicy = { name: 'person', burst: 600, perSecond: 30 };
const key: RatePolicy = { name: 'key', burst: 300, perSecond: 10 };
/** Whoever is not signed in. */
const nobody: RatePolicy = { name: 'address', burst: 120, perSecond: 2 };

/** Bounded: whoever asked longest ago goes. */
const KEPT = 10_000;

export interface Rated {
  headers: [string, string][];
  /** null: go on. */
  refusal: Response | null;
}

export function rate(request: Request, viewer: Viewer | null): Rated {
  const policy = viewer === null ? nobody : viewer.via === 'key' ? key : person;
  const who = viewer === null ? networkOf(originOf(request.headers)) : viewer.id;
  const taken = takeOne(`${policy.name} ${who}`, policy);
  const headers = rateHeaders(policy, taken);
  if (taken.allowed) return { headers, refusal: null };
  const detail = `Ask again in ${taken.retryAfterS} s.`;
  // RFC 6585 §4
  return { headers, refusal: problem({ status: 429, title: 'Too many requests', detail }) };
}

function takeOne(name: string, policy: RatePolicy): Taken {
  globalThis.holdfastRates ??= new Map();
  const buckets = globalThis.holdfastRates;
  const taken = take(buckets.get(name), wallTime(), policy);
  buckets.delete(name);
  buckets.set(name, taken.bucket);
  const oldest = buckets.size > KEPT ? buckets.keys().next().value : undefined;
  if (oldest !== undefined) buckets.delete(oldest);
  return taken;
}
