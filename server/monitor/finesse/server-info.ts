/** Asks one server how it is, takes what its feed says of the same, and keeps what follows: facts, clock, service, deafness. */
import type { EpochMs, ServerFacts } from '#contract';
import { betterOffset, type ClockOffset, errorAt, offsetOf } from '../../domain/clock-offset';
import { planPoll, type Service, serviceOf } from '../../domain/load-budget';
import type { SystemInfo } from '../../finesse/parse/system-info';
import type { RestClient, Timing } from '../../finesse/rest/client';
import type { RestFailure } from '../../finesse/rest/failure';
import { createPoll } from './poll';
import { knowledgeOf } from './port';
import type { ServerContext } from './server-context';
import { asEvent, changedFields, checksOf, factsOf, factsOfDesktop, factsWithoutInfo, isDeaf } from './server-facts';

export interface ServerInfo {
  /** Asks now. */
  ask(): void;
  /** Something happened that it may explain: asks now, unless it has just been asked. */
  wonder(): void;
  heard(info: SystemInfo, via: 'rest' | 'feed', timing: Timing | null): void;
  /** The web application's own session: null = not known. */
  finesse(available: boolean | null): void;
  /** A release became known. */
  renew(): void;
  facts(): ServerFacts | null;
  /** As told by this run; the domain names the server that was asked (FINESSE §1.2). */
  domains(): { domain: string; pubsub: string } | null;
  offset(): ClockOffset | null;
  service(): Service;
  stop(): void;
}

export interface ServerInfoHooks {
  /** After everything that it tells was taken in. */
  told(): void;
  /** Back in service: what happened meanwhile was not told. */
  returned(at: EpochMs): void;
  /** With every look, so that what did not change is known to stand. */
  looked(): void;
}

const MIN_PAUSE_MS = 5_000;
const VIA = 'GET SystemInfo';

export function createServerInfo(ctx: ServerContext, known: ServerFacts | null, hooks: ServerInfoHooks): ServerInfo {
  const { time } = ctx;
  let facts = known;
  let info: SystemInfo | null = null;
  let offset: ClockOffset | null = null;
  let returnedAt: EpochMs | null = null;
  let status: string | null = null;
  let finesse: boolean | null = null;
  let deaf = false;
  let domains: { domain: string; pubsub: string } | null = null;
  let askedAt: EpochMs | null = null;
  const poll = createPoll(time, ask);

  async function ask(): Promise<number> {
    const client = usableClient(ctx);
    askedAt = time.now();
    const tookMs = client === null ? await askDesktop() : await askSystemInfo(client);
    hooks.looked();
    // it was refused just now: another account is asked, or what is for everybody
    if (client?.isStopped() === true) return MIN_PAUSE_MS;
    // from question to question: an answer that does not come makes it no rarer
    return Math.max(MIN_PAUSE_MS, planPoll('system-info', tookMs, service()).afterMs - (tookMs ?? 0));
  }

  async function askSystemInfo(client: RestClient): Promise<number | null> {
    const answer = await client.systemInfo();
    if (answer.ok) heard(answer.value, 'rest', answer);
    else trouble(answer.failure);
    return answer.tookMs;
  }

  /** No account may ask: what everybody is told has to do. */
  async function askDesktop(): Promise<number | null> {
    const answer = await ctx.rest.desktopConfig();
    if (!answer.ok) trouble(answer.failure);
    else {
      const at = time.now();
      const next = factsOfDesktop(facts, answer.value);
      const result = next.status === 'IN_SERVICE' ? 'good' : 'bad';
      ctx.board.observe({ rung: 'system-info', at, result, via: 'GET DesktopConfig' });
      tell(next, 'rest', null);
      turned(next.status);
      if (next.authMode !== null) ctx.learned({ authMode: next.authMode });
      hear();
      hooks.told();
    }
    return answer.tookMs;
  }

  function trouble({ condition, status: httpStatus }: RestFailure): void {
    const at = time.now();
    const silent = condition === 'timeout' || condition === 'transport';
    // what was not sent, or refused for the account's sake, says nothing of the server
    if (!silent && (httpStatus === null || httpStatus === 401 || httpStatus === 403)) return;
    ctx.board.observe({ rung: 'system-info', at, result: silent ? 'silent' : 'bad', via: VIA });
    tell(factsWithoutInfo(facts, httpStatus), 'rest', null);
  }

  function heard(told: SystemInfo, via: 'rest' | 'feed', timing: Timing | null): void {
    const serverMs = told.currentTimestampMs;
    if (timing !== null && serverMs !== null) offset = betterOffset(offset, offsetOf({ ...timing, serverMs }));
    info = told;
    if (told.xmppDomain !== null)
      domains = { domain: told.xmppDomain, pubsub: told.pubsubDomain ?? `pubsub.${told.xmppDomain}` };
    ctx.learned(knowledgeOf(told));
    const next = factsOf(told, ctx.release());
    tell(via === 'rest' || facts === null ? next : asEvent(next, facts), via, serverMs);
    ctx.board.observe(...checksOf(told, time.now(), via === 'rest' ? VIA : 'SystemInfo feed'));
    turned(told.status);
    hear();
    hooks.told();
  }

  function tell(next: ServerFacts, via: 'rest' | 'feed', serverAt: EpochMs | null): void {
    const changed = changedFields(facts, next);
    const isFirst = facts === null;
    facts = next;
    if (!isFirst && changed.length === 0) return;
    const offsetErrorMs = offset === null ? null : errorAt(offset, time.now());
    const clock = { serverAt, offsetMs: offset?.offsetMs ?? null, offsetErrorMs };
    ctx.say({ type: 'server-facts-changed', facts: next, changed, via, ...clock });
  }

  function turned(now: string): void {
    const before = status;
    status = now;
    if (before === null || before === 'IN_SERVICE' || now !== 'IN_SERVICE') return;
    returnedAt = time.now();
    hooks.returned(returnedAt);
  }

  /** Whether Finesse counts grace here. */
  function hear(): void {
    const next = isDeaf(status === null ? null : facts, finesse);
    if (next === deaf) return;
    deaf = next;
    ctx.watch.deaf(ctx.server.side, deaf, time.now());
  }

  function service(): Service {
    return serviceOf(status, returnedAt, time.now());
  }

  return {
    ask: () => poll.now(),
    wonder() {
      if (askedAt === null || time.now() - askedAt >= MIN_PAUSE_MS) poll.now();
    },
    heard,
    finesse(available) {
      finesse = available;
      hear();
    },
    renew() {
      if (facts !== null && info !== null) tell({ ...facts, release: ctx.release() }, 'rest', info.currentTimestampMs);
    },
    facts: () => facts,
    domains: () => domains,
    offset: () => offset,
    service,
    stop: () => poll.stop(),
  };
}

function usableClient({ rest, admin }: ServerContext): RestClient | null {
  if (!rest.isStopped()) return rest;
  return admin !== null && !admin.isStopped() ? admin : null;
}
