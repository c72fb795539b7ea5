'use client';
/** Who is invited and has not come yet. */
import { Button } from '@mantine/core';
import { useRouter } from 'next/navigation';
import type { EpochMs, InvitationView } from '#contract';
import { Said } from '../account/said';
import { postJson } from '../post';
import { roleNames } from '../role-words';
import { useSending } from '../use-sending';
import { useBasePath } from '../viewer-context';
import { When } from '../when';
import { type KnownTeams, teamNames } from './model';
import classes from './people-list.module.css';

interface Props {
  invitations: readonly InvitationView[];
  known: readonly KnownTeams[];
  at: EpochMs;
}

export function Invitations({ invitations, known, at }: Props) {
  const api = `${useBasePath()}/api/v1`;
  const router = useRouter();
  const { busy, wrong, post } = useSending();
  if (invitations.length === 0) return null;
  const withdraw = (id: string) => () =>
    void post(
      () => postJson(`${api}/invitations/${encodeURIComponent(id)}`, {}, 'DELETE'),
      () => void router.refresh(),
    );
  return (
    <section className={classes.invited} aria-labelledby="invited">
      <h2 id="invited">Invited</h2>
      <ul className={classes.list}>
        {invitations.map((one) => (
          <li key={one.id} className={classes.item}>
            <div className={classes.person}>
              <div>
                <h3>{one.name === '' ? one.email : one.name}</h3>
                {one.name !== '' && <p className={classes.detail}>{one.email}</p>}
              </div>
              <div>
                <p>{roleNames[one.role]}</p>
                <p className={classes.detail}>{teamNames(known, one.teams)}</p>
              </div>
              <div>
                <p className={classes.detail}>By {one.createdBy}</p>
                <p className={classes.detail}>
                  Until <When at={one.expiresAt} now={at} />
                </p>
              </div>
              <Button
                variant="default"
                size="sm"
                disabled={busy}
                aria-label={`Withdraw the invitation of ${one.email}`}
                onClick={withdraw(one.id)}
              >
                Withdraw
              </Button>
            </div>
          </li>
        ))}
      </ul>
      <Said wrong={wrong} well="" />
    </section>
  );
}
