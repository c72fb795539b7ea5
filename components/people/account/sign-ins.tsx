'use client';
/** Where one is signed in, and the way out of each. */
import { Button } from '@mantine/core';
import { useRouter } from 'next/navigation';
import type { EpochMs, OwnSignIn } from '#contract';
import { browserWords } from '../browser-words';
import { postJson } from '../post';
import { useSending } from '../use-sending';
import { useBasePath } from '../viewer-context';
import { When } from '../when';
import classes from './account.module.css';
import { Said } from './said';

/** Of who signs in with a program, there may be many. */
const SHOWN = 12;

export function SignIns({ signIns, at }: { signIns: readonly OwnSignIn[]; at: EpochMs }) {
  const basePath = useBasePath();
  const router = useRouter();
  const { busy, wrong, post } = useSending();
  const end = (path: string) => () =>
    void post(
      () => postJson(`${basePath}/api/v1/account/sign-ins${path}`, {}, 'DELETE'),
      () => void router.refresh(),
    );
  const sorted = signIns.toSorted((a, b) => Number(b.current) - Number(a.current) || b.usedAt - a.usedAt);
  return (
    <>
      <ul className={classes.list}>
        {sorted.slice(0, SHOWN).map((s) => (
          <li key={s.id} className={classes.signIn}>
            <div>
              <p>
                {browserWords(s.browser)}
                {s.current && <span className={classes.here}>this one</span>}
              </p>
              <p className={classes.detail}>
                From {placeOf(s)}, since <When at={s.createdAt} now={at} />
                {s.current ? '' : ', last used '}
                {!s.current && <When at={s.usedAt} now={at} />}
              </p>
            </div>
            {!s.current && (
              <Button
                variant="default"
                size="sm"
                disabled={busy}
                aria-label={`Sign out ${browserWords(s.browser)}`}
                onClick={end(`/${encodeURIComponent(s.id)}`)}
              >
                Sign out
              </Button>
            )}
          </li>
        ))}
      </ul>
      {sorted.length > SHOWN && <p className={classes.detail}>And {sorted.length - SHOWN} more.</p>}
      {signIns.length > 1 && (
        <div className={classes.row}>
          <Button variant="default" loading={busy} onClick={end('')}>
            Sign out everywhere else
          </Button>
          <Said wrong={wrong} well="" />
        </div>
      )}
    </>
  );
}

const placeOf = ({ origin }: OwnSignIn): string =>
  origin === null || origin === '' || origin === 'unknown' ? 'an unknown address' : origin;
