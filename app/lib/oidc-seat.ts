/** Gives whom the provider vouches for their place here: rights anew at each sign-in, and what was open with other rights is closed. */
import { type Scope, scopeText } from '#contract';
import type { OidcConfig } from '../../server/config/sign-in';
import { closesWhatIsOpen } from '../../server/domain/people/change';
import type { ClaimsRead, SeatRefusal } from '../../server/domain/sign-in/claims';
import { type Rights, type Seat, seatFor } from '../../server/domain/sign-in/seat';
import { audit } from './audit-log';
import { oneAtATime } from './one-at-a-time';
import { type People, people } from './people';
import { createPerson, type Person, personOf } from './persons';
import { revokeLive } from './worker';

export type Seating =
  | { status: 'seated'; person: { id: string; email: string } }
  | { status: 'refused'; reason: SeatRefusal };

interface Proved {
  /** OpenID Connect Core §8: never given to anybody else by this issuer. */
  subject: string;
  read: ClaimsRead;
}

export function seat(request: Request, oidc: OidcConfig, proved: Proved): Promise<Seating> {
  return oneAtATime(() => seatNow(request, oidc, proved));
}

async function seatNow(request: Request, oidc: OidcConfig, { subject, read }: Proved): Promise<Seating> {
  const all = await people();
  const key = { providerId: `oidc ${oidc.issuer}`, accountId: subject };
  const everybody = (await all.people.people()).map(personOf);
  const { internalAdapter } = await all.auth.$context;
  const linked = await internalAdapter.findAccountByKey(key);
  const bySubject = everybody.find((p) => p.id === linked?.userId) ?? null;
  const email = read.ok ? read.claimed.email : null;
  const byEmail = everybody.find((p) => p.email === email) ?? null;
  const found: Seat = read.ok
    ? seatFor(read.claimed, { everybody, bySubject, byEmail })
    : { kind: 'refused', reason: read.reason };
  if (found.kind === 'refused') return refuse(request, { oidc, all, reason: found.reason, subject, bySubject });
  if (found.kind === 'new') {
    const name = read.ok ? read.claimed.name : found.email;
    const id = await createPerson(all, { name, email: found.email, password: null, ...found.rights });
    // Somebody with that address came in the same moment.
    if (id === null) return { status: 'refused', reason: 'disabled' };
    await internalAdapter.linkAccount({ userId: id, ...key });
    const detail = { by: oidc.name, is: { name, ...shown(found.rights) } };
    await audit(request.headers, { actor: found.email, action: 'person-added', subject: found.email, detail });
    return { status: 'seated', person: { id, email: found.email } };
  }
  const person = everybody.find((p) => p.id === found.person.id);
  if (person === undefined) return { status: 'refused', reason: 'disabled' };
  if (found.kind === 'linked') {
    await internalAdapter.linkAccount({ userId: person.id, ...key });
    const detail = { by: oidc.name };
    await audit(request.headers, { actor: person.email, action: 'person-linked', subject: person.email, detail });
  }
  await giveRights(request, all, { person, rights: found.rights, by: oidc.name });
  return { status: 'seated', person };
}

interface Given {
  person: Person;
  rights: Rights;
  by: string;
}

async function giveRights(request: Request, all: People, { person, rights, by }: Given): Promise<void> {
  if (!closesWhatIsOpen(person, rights)) return;
  await all.people.changePerson(person.id, { role: rights.role, teams: storedTeams(rights.teams) });
  await revokeLive(person.id);
  const detail = { by, was: shown(person), is: shown(rights) };
  await audit(request.headers, { actor: person.email, action: 'person-changed', subject: person.email, detail });
}

interface Refused {
  oidc: OidcConfig;
  all: People;
  reason: SeatRefusal;
  subject: string;
  bySubject: Person | null;
}

/** Whoever may no longer come in is no longer in either. */
async function refuse(request: Request, { oidc, all, reason, subject, bySubject }: Refused): Promise<Seating> {
  if (bySubject !== null && reason !== 'only-administrator') {
    await all.people.endSignIns(bySubject.id);
    await revokeLive(bySubject.id);
  }
  const who = bySubject?.email ?? `${subject} at ${oidc.name}`;
  await audit(request.headers, { actor: '-', action: 'sign-in-refused', subject: who, detail: { reason } });
  return { status: 'refused', reason };
}

const storedTeams = (teams: Scope): string | null => (teams === null ? null : scopeText(teams));

/** For the audit log. */
function shown({ role, teams }: Rights): { role: string; teams: string } {
  return { role, teams: teams === null ? 'every team' : scopeText(teams) || 'none' };
}
