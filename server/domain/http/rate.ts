/** How often somebody may ask: a bucket of tokens that fills up again with time. Pure. */

export interface RatePolicy {
  name: string;
  /** What a full bucket holds: so many at once. */
  burst: number;
  perSecond: number;
}

/** Of one asker. */
export interface Bucket {
  tokens: number;
  /** When it held so many, ms. */
  at: number;
}

export interface Taken {
  allowed: boolean;
  bucket: Bucket;
  /** Whole requests that are left now. */
  remaining: number;
  /** Until the next one is allowed; 0: at once. */
  retryAfterS: number;
  /** Until the bucket is full again. */
  fullInS: number;
}

/** Takes one token. A clock that went back fills nothing and takes nothing away. */
export function take(known: Bucket | undefined, at: number, { burst, perSecond }: RatePolicy): Taken {
  const passedS = known === undefined ? 0 : Math.max(0, at - known.at) / 1_000;
  const before = known === undefined ? burst : Math.min(burst, known.tokens + passedS * perSecond);
  const allowed = before >= 1;
  const tokens = allowed ? before - 1 : before;
  return {
    allowed,
    bucket: { tokens, at },
    remaining: Math.floor(tokens),
    retryAfterS: tokens >= 1 ? 0 : Math.ceil((1 - tokens) / perSecond),
    fullInS: Math.ceil((burst - tokens) / perSecond),
  };
}

/** `RateLimit-Policy` and `RateLimit` as of draft-ietf-httpapi-ratelimit-headers-10 §3 and §4. */
export function rateHeaders(policy: RatePolicy, taken: Taken): [string, string][] {
  const windowS = Math.ceil(policy.burst / policy.perSecond);
  return [
    ['ratelimit-policy', `"${policy.name}";q=${policy.burst};w=${windowS}`],
    ['ratelimit', `"${policy.name}";r=${taken.remaining};t=${taken.allowed ? taken.fullInS : taken.retryAfterS}`],
    ...(taken.allowed ? [] : [['retry-after', String(taken.retryAfterS)] as [string, string]]),
  ];
}
