/** Looks at ConnectedUsersInfo of one server, and tells of everybody whether this side names them. */
import type { EpochMs } from '#contract';
import { planPoll, pollPeriodsMs } from '../../domain/load-budget';
import { hasConnectedUsers } from '../../domain/presence/capabilities';
import type { ConnectedUser, ConnectedUsersInfo } from '../../finesse/parse/connected-users';
import type { RestAnswer } from '../../finesse/rest/client';
import { sourceOf, type Where } from './evidence-of';
import { ageOf, CALIBRATION_AFTER_MS, noAges, seeList, wantsCalibration } from './list-age';
import { DETAIL_PLACES, listedEvidence, usersOfSide } from './listed';
import { isRefusal, wordsOf } from './people-reader';
import { createPoll } from './poll';
import type { ServerContext } from './server-context';
import type { ServerInfo } from './server-info';

export interface ServerList {
  /** Looks now, also where it was refused before. */
  look(): void;
  /** The service or the session has changed: what can no longer be believed is not, from now on. */
  doubted(): void;
  hasLooked(): boolean;
  /** Everything was unseen for a while: the next look begins anew. */
  restart(): void;
  stop(): void;
}

export interface ServerListDeps {
  ctx: ServerContext;
  info: ServerInfo;
  where(): Where;
  /** A list says nothing while the service that it is made from may be down. null: it can be believed. */
  doubt(): string | null;
}

const FEED = 'connected-users';
const ASKED = 'GET ConnectedUsersInfo';
/** Beyond the next look, for its answer. */
const SLACK_MS = 5_000;
/** What was refused is asked for again then: somebody may have given the right. */
const REFUSED_MS = 600_000;
const AT_ONCE = 500;

type Answer = Extract<RestAnswer<ConnectedUsersInfo>, { ok: true }>;

export function createServerList({ ctx, info, where, doubt }: ServerListDeps): ServerList {
  const { time, feeds, watch, directory } = ctx;
  const { admin } = ctx;
  const poll = createPoll(time, look);
  /** undefined: not found yet; null: they come with the summary. */
  let place: string | null | undefined = ctx.cluster.connectedUsersPlace ?? undefined;
  let ages = noAges;
  let calibratedAt: EpochMs | null = null;
  let summaryAt: EpochMs | null = null;
  let failures = 0;
  let looked = false;
  /** The look that comes is one more, for the age of lists. */
  let outOfTurn = false;
  const hosts = new Map<string, string | null>();

  /** null: it can be believed. */
  function reasonToDoubt(): string | null {
    const { details: inService } = planPoll(FEED, null, info.service());
    return inService ? doubt() : 'out of service or recovering: only the summary is asked for';
  }

  async function look(): Promise<number | null> {
    looked = true;
    if (admin === null) return denied('no administrator account is given', null);
    if (admin.isStopped()) return denied('the administrator account is refused', null);
    const release = ctx.release();
    if (release !== null && !hasConnectedUsers(release)) return denied(`release ${release} has none`, REFUSED_MS);
    const service = info.service();
    if (service === 'unknown') return 2_000;
    const why = reasonToDoubt();
    const answer = why === null ? await details() : await admin.connectedUsers(null);
    if (answer === 'nowhere') return denied('its details are not where they were looked for', REFUSED_MS);
    if (!answer.ok) return failed(answer);
    failures = 0;
    countIn(answer);
    const { afterMs } = planPoll(FEED, answer.tookMs, service);
    if (why !== null) {
      feeds.end(FEED, time.now(), why);
      return afterMs;
    }
    ctx.learned({ connectedUsers: true });
    // it may have changed while the answer was on its way
    if (reasonToDoubt() !== null) return afterMs;
    const wasOutOfTurn = outOfTurn;
    outOfTurn = await tellAll(answer, afterMs);
    if (outOfTurn) return CALIBRATION_AFTER_MS;
    // the list that it looked at was made at the look before
    return wasOutOfTurn ? afterMs - CALIBRATION_AFTER_MS : afterMs;
  }

  /** Where the release has them: with the summary, or at a URI of their own (FINESSE §12.4). */
  async function details(): Promise<RestAnswer<ConnectedUsersInfo> | 'nowhere'> {
    if (admin === null) return 'nowhere';
    if (place !== undefined) {
      const at = time.now();
      // the summary of the minute, when it does not come along
      if (place !== null && (summaryAt === null || at - summaryAt >= pollPeriodsMs.performance)) {
        const summary = await admin.connectedUsers(null);
        if (!summary.ok) return summary;
        countIn(summary);
      }
      return admin.connectedUsers(place);
    }
    for (const candidate of [null, ...DETAIL_PLACES]) {
      const answer = await admin.connectedUsers(candidate);
      if (!answer.ok && (candidate === null || answer.failure.condition !== 'not-found')) return answer;
      if (!answer.ok) continue;
      countIn(answer);
      if (answer.value.users === null) continue;
      place = candidate;
      return answer;
    }
    return 'nowhere';
  }

  function countIn({ value }: Answer): void {
    if (value.summary === null) return;
    summaryAt = time.now();
    ctx.minute.connected(value.summary);
  }

  function denied(why: string, againMs: number | null): number | null {
    feeds.end(FEED, time.now(), why);
    ctx.learned({ connectedUsers: false });
    return againMs;
  }

  function failed({ failure, tookMs }: Extract<RestAnswer<unknown>, { ok: false }>): number | null {
    const words = `${ASKED}: ${wordsOf(failure)}`;
    if (isRefusal(failure)) return denied(words, admin?.isStopped() === true ? null : REFUSED_MS);
    failures += 1;
    // one answer that is missing lapses by itself
    if (failures > 1 || failure.status !== null) feeds.end(FEED, time.now(), words);
    return planPoll(FEED, tookMs, info.service()).afterMs;
  }

  /** @returns whether one more look soon would tell how old lists are */
  async function tellAll(answer: Answer, afterMs: number): Promise<boolean> {
    const domains = info.domains();
    const { users } = answer.value;
    if (domains === null || users === null) return false;
    const here = usersOfSide(users, { domain: domains.domain, host: ctx.server.host });
    const durations = durationsOf(here);
    const headAt = answer.sentAt + answer.waitedMs;
    const seen = seeList(ages, { sentAt: answer.sentAt, headAt, durations });
    ages = seen.ages;
    const at = time.now();
    const age = ageOf(seen.madeAt, at);
    const until = at + afterMs + SLACK_MS;
    if (feeds.tells(FEED)) feeds.prove(FEED, until);
    else feeds.begin(FEED, at, until);
    directory.typed(new Map([...here].map(([user, { userType }]) => [user, userType])));
    await tellPeople(here, at, age);
    const wanted = durations.size > 0 && wantsCalibration(seen.madeAt, calibratedAt, at);
    if (wanted) calibratedAt = at;
    return wanted;
  }

  /** In pieces, so that thousands stop no ping. */
  async function tellPeople(here: Map<string, ConnectedUser>, at: EpochMs, age: { least: number; most: number }) {
    const loginIds = directory.loginIds();
    for (let from = 0; from < loginIds.length; from += AT_ONCE) {
      if (from > 0) await new Promise<void>((resolve) => void time.after(0, resolve));
      for (const loginId of loginIds.slice(from, from + AT_ONCE)) tellOne(loginId, here, at, age);
    }
  }

  function tellOne(
    loginId: string,
    here: Map<string, ConnectedUser>,
    at: EpochMs,
    age: { least: number; most: number },
  ) {
    const user = here.get(loginId.toLowerCase()) ?? null;
    const evidence = listedEvidence(user, ctx.server.side, at, age);
    watch.tell(loginId, evidence, sourceOf(FEED, where(), at, { reference: user?.jid ?? null }));
    const host = user?.connectedHost ?? null;
    if (user === null || hosts.get(loginId) === host) return;
    hosts.set(loginId, host);
    watch.connectedHost(loginId, host);
  }

  return {
    look: () => poll.now(),
    doubted() {
      const why = feeds.tells(FEED) ? reasonToDoubt() : null;
      if (why !== null) feeds.end(FEED, time.now(), why);
    },
    hasLooked: () => looked,
    restart() {
      feeds.end(FEED, time.now(), 'Holdfast itself did not run');
      poll.now();
    },
    stop: () => poll.stop(),
  };
}

function durationsOf(here: ReadonlyMap<string, ConnectedUser>): Map<string, number> {
  return new Map([...here].flatMap(([user, { connectedDurationS: s }]) => (s === null ? [] : [[user, s] as const])));
}
