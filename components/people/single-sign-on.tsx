/** The way in through a provider, and what is said when it led nowhere. */
import { Button } from '@mantine/core';
import classes from './people.module.css';
import { troubleWords } from './trouble-words';

export interface Provider {
  /** On the button. */
  name: string;
  /** Passwords are for administrators alone. */
  only: boolean;
}

interface Props {
  basePath: string;
  next: string;
  provider: Provider;
}

export function SingleSignOn({ basePath, next, provider: { name, only } }: Props) {
  const query = next === '/' ? '' : `?next=${encodeURIComponent(next)}`;
  return (
    <div className={classes.provider}>
      <Button component="a" href={`${basePath}/api/v1/session/oidc${query}`} variant={only ? 'filled' : 'default'}>
        Sign in with {name}
      </Button>
      <p className={classes.or}>{only ? 'or, for administrators, with a password' : 'or with a password'}</p>
    </div>
  );
}

/** @param trouble as it stands in the address; only what is known is said */
export function SignInTrouble({ trouble, name }: { trouble: string | null; name: string }) {
  const words = troubleWords(trouble, name);
  return words === null ? null : (
    <p role="alert" className={classes.trouble}>
      {words}
    </p>
  );
}
