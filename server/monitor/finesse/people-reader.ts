/** Reads the users of one server: all of them as administrator, or else the teams that an account may read, one by one. */
import type { RestAnswer, RestClient } from '../../finesse/rest/client';
import type { RestFailure } from '../../finesse/rest/failure';
import type { LoadMeter } from '../../finesse/rest/load-meter';
import type { Time } from '../../time/time';
import { memberOf, type Person, personOf } from './people';

export interface PeopleRead {
  people: Person[];
  /** Everybody whom this server has, and not only those whom we may see. */
  everybody: boolean;
  /** All that was asked for was answered. */
  complete: boolean;
  /** What is missing, and what would bring it: one sentence each. */
  missing: string[];
}

export interface PeopleReaderOptions {
  rest: RestClient;
  /** null: no administrator account is given. */
  admin: RestClient | null;
  username: string;
  host: string;
  meter: LoadMeter;
  time: Time;
  /** More teams that may be asked for, as Finesse has their ids. */
  moreTeams(): readonly string[];
}

/** Share of the budget that a directory may take: what watches the server comes first. */
const SHARE = 0.6;
const WAIT_MS = 2_000;
/** A budget's minute and a little. */
const PATIENCE_MS = 90_000;

export function createPeopleReader(options: PeopleReaderOptions): () => Promise<PeopleRead> {
  const { rest, admin, username, host, time } = options;

  async function read(): Promise<PeopleRead> {
    const missing: string[] = [];
    if (admin !== null) {
      const all = await paced(() => admin.users());
      if (all.ok) return ofEverybody(all.value.users, all.value.skipped);
      if (!isRefusal(all.failure)) return nothing(`The users of ${host} could not be read: ${wordsOf(all.failure)}.`);
      missing.push(`The administrator account may not read the users of ${host}: ${wordsOf(all.failure)}.`);
    } else {
      missing.push(
        `No administrator account is given for ${host}: only the teams that ${username} leads are known. With one, everybody is.`,
      );
    }
    return byTeams(missing);
  }

  function ofEverybody(users: Parameters<typeof personOf>[0][], skipped: number): PeopleRead {
    const people = users.flatMap((user) => personOf(user) ?? []);
    const missing =
      skipped === 0 ? [] : [`${skipped} users of ${host} could not be read: their entries make no sense.`];
    return { people, everybody: true, complete: true, missing };
  }

  async function byTeams(missing: string[]): Promise<PeopleRead> {
    const own = await paced(() => rest.user(username));
    if (!own.ok)
      return nothing(...missing, `${host} does not say which teams ${username} leads: ${wordsOf(own.failure)}.`);
    const ids = new Set([...own.value.leads.map((team) => team.id), ...options.moreTeams()]);
    if (ids.size === 0) missing.push(`${username} leads no team on ${host}: nobody can be watched there.`);
    const people: Person[] = [];
    let complete = true;
    for (const id of ids) {
      const team = await paced(() => rest.team(id));
      if (team.ok) people.push(...team.value.users.map((user) => memberOf(user, team.value)));
      else if (isRefusal(team.failure)) missing.push(`${username} may not read team ${id} on ${host}.`);
      else complete = false;
    }
    return { people, everybody: false, complete, missing };
  }

  /** Asks when there is room in the budget, and once more when there was none. */
  async function paced<T>(ask: () => Promise<RestAnswer<T>>): Promise<RestAnswer<T>> {
    const until = time.now() + PATIENCE_MS;
    for (;;) {
      while (isBusy(options.meter) && time.now() < until) await waited(time);
      const answer = await ask();
      const again = !answer.ok && answer.failure.condition === 'over-budget' && time.now() < until;
      if (!again) return answer;
      await waited(time);
    }
  }

  return read;
}

const nothing = (...missing: string[]): PeopleRead => ({ people: [], everybody: false, complete: false, missing });

function isBusy(meter: LoadMeter): boolean {
  const { requests, bytes } = meter.load();
  return requests >= meter.budget.requestsPerMinute * SHARE || bytes >= meter.budget.bytesPerMinute * SHARE;
}

const waited = (time: Time): Promise<void> => new Promise((resolve) => void time.after(WAIT_MS, resolve));

/** It will not be answered otherwise by asking again. */
export function isRefusal({ condition }: RestFailure): boolean {
  return (
    condition === 'not-permitted' ||
    condition === 'forbidden' ||
    condition === 'not-found' ||
    condition === 'unauthorized' ||
    condition === 'stopped'
  );
}

/** For people: the status if there was one, and Cisco's word for it. */
export function wordsOf({ condition, status, errorType, transport }: RestFailure): string {
  if (condition === 'unauthorized') return `${status ?? 401}, the account is refused`;
  if (condition === 'stopped') return 'the account was refused before';
  if (status !== null) return errorType === null ? `${status}` : `${status} ${errorType}`;
  if (transport !== null) return transport.condition;
  return condition === 'timeout' ? 'no answer in time' : condition;
}
