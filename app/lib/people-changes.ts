/** What an administrator does about people; what it takes away closes at once, and the audit log is told. */
import {
  type EpochMs,
  type OneTimeLink,
  type PersonChangeBody,
  type PersonView,
  scopeText,
  type Viewer,
} from '#contract';
import { closesWhatIsOpen, refusalOfChange } from '../../server/domain/people/change';
import { audit } from './audit-log';
import { oneAtATime } from './one-at-a-time';
import { forgetResetsOf, mailLink, makeLink } from './one-time-links';
import { people } from './people';
import { type Person, personOf } from './persons';
import { problem } from './problem';
import { revokeLive } from './worker';

export async function everybody(): Promise<PersonView[]> {
  const { people: store } = await people();
  const [rows, ways, last] = await Promise.all([store.people(), store.waysIn(), store.lastSignIns()]);
  return rows
    .map(personOf)
    .sort(byName)
    .map((p) => ({
      ...{ id: p.id, name: p.name, email: p.email, role: p.role, disabled: p.disabled, secondFactor: p.twoFactor },
      ...{ teams: p.teams === null ? null : [...p.teams], createdAt: p.createdAt },
      lastSignInAt: last.get(p.email) ?? null,
      waysIn: [...new Set((ways.get(p.id) ?? []).map((way) => (way === 'credential' ? 'password' : 'single-sign-on')))],
    }));
}

const names = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });
const byName = (a: Person, b: Person): number => names.compare(a.name, b.name) || names.compare(a.email, b.email);

/** Runs with a person who is there, and 404 without. */
export async function withPerson(id: string, run: (person: Person) => Promise<Response>): Promise<Response> {
  const row = await (await people()).people.person(id);
  return row === null ? problem({ status: 404, title: 'Nobody like that' }) : run(personOf(row));
}

/** @returns why not, in a sentence; null: done */
export function changePerson(
  headers: Headers,
  viewer: Viewer,
  was: Person,
  { name, standing, disabled }: PersonChangeBody,
): Promise<string | null> {
  return oneAtATime(async () => {
    const { people: store } = await people();
    const change = { ...standing, ...(disabled === undefined ? {} : { disabled }) };
    const refusal = refusalOfChange((await store.people()).map(personOf), was.id, change);
    if (refusal !== null) return refusal;
    const named = name === undefined ? {} : { name };
    const { teams, ...rest } = change;
    const written = teams === undefined ? rest : { ...rest, teams: teams === null ? null : scopeText(teams) };
    await store.changePerson(was.id, { ...written, ...named });
    if (change.disabled === true) await shutOut(was.id);
    else if (closesWhatIsOpen(was, change)) await revokeLive(was.id);
    const detail = { was: toldOf(was), is: toldOf({ ...was, ...change, ...named }) };
    await audit(headers, { actor: viewer.actor, action: 'person-changed', subject: was.email, detail });
    return null;
  });
}

export function removePerson(headers: Headers, viewer: Viewer, was: Person): Promise<string | null> {
  return oneAtATime(async () => {
    const { people: store } = await people();
    const refusal = refusalOfChange((await store.people()).map(personOf), was.id, 'remove');
    if (refusal !== null) return refusal;
    await shutOut(was.id);
    await store.removePerson(was.id);
    const detail = { was: toldOf(was) };
    await audit(headers, { actor: viewer.actor, action: 'person-removed', subject: was.email, detail });
    return null;
  });
}

/** @returns how many sign-ins ended */
export async function endSignIns(headers: Headers, viewer: Viewer, whose: Person): Promise<number> {
  const { people: store } = await people();
  const ended = await store.endSignIns(whose.id);
  await revokeLive(whose.id);
  await audit(headers, { actor: viewer.actor, action: 'sign-ins-ended', subject: whose.email, detail: { ended } });
  return ended;
}

export async function removeSecondFactor(headers: Headers, viewer: Viewer, whose: Person): Promise<void> {
  const { people: store } = await people();
  await store.removeTwoFactor(whose.id);
  await audit(headers, { actor: viewer.actor, action: 'second-factor-removed', subject: whose.email });
}

/** A link with which they choose a new password; the old one works until then. */
export async function offerReset(headers: Headers, viewer: Viewer, whose: Person, at: EpochMs): Promise<OneTimeLink> {
  const { people: store } = await people();
  await forgetResetsOf(store, whose.id);
  const grant = { userId: whose.id };
  const { path, expiresAt } = await makeLink(
    store,
    { kind: 'reset', name: whose.email, createdBy: viewer.actor, grant },
    at,
  );
  await audit(headers, { actor: viewer.actor, action: 'password-reset-offered', subject: whose.email });
  return { path, expiresAt, mailed: await mailLink(whose.email, 'reset', { path }) };
}

/** Whoever is out has nothing open, and nothing that would let them in. */
async function shutOut(id: string): Promise<void> {
  const { people: store } = await people();
  await store.endSignIns(id);
  await forgetResetsOf(store, id);
  await revokeLive(id);
}

export const toldOf = ({ name, role, teams, disabled }: Pick<Person, 'name' | 'role' | 'teams' | 'disabled'>) => ({
  ...{ name, role, disabled },
  teams: teams === null ? 'every team' : scopeText(teams),
});
