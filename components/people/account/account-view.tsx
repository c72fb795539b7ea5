/** One's own account: name, password, second factor, and where one is signed in. */
import type { ReactNode } from 'react';
import type { AccountView as Account, EpochMs } from '#contract';
import { roleWords } from '../role-words';
import classes from './account.module.css';
import { NameForm } from './name-form';
import { PasswordForm } from './password-form';
import { SecondFactor } from './second-factor';
import { SignIns } from './sign-ins';

interface Props {
  account: Account;
  /** When the page was made. */
  at: EpochMs;
  leastLength: number;
}

export function AccountView({ account, at, leastLength }: Props) {
  const { name, email, role, teams, hasPassword, secondFactor, signIns } = account;
  return (
    <div className={classes.page}>
      <h1>Your account</h1>
      <Section
        title="You"
        about={`${roleWords(role, teams)}.${role === 'administrator' ? '' : ' An administrator can change that.'}`}
      >
        <NameForm name={name} email={email} />
      </Section>
      <Section
        title="Password"
        about={
          hasPassword
            ? 'Changing it ends every sign-in of yours but this one.'
            : 'You come by single sign-on: your password is kept there, not here.'
        }
      >
        {hasPassword && <PasswordForm email={email} leastLength={leastLength} />}
      </Section>
      <Section
        title="Second factor"
        about="A code from your telephone besides the password: who learns your password alone does not get in."
      >
        {hasPassword ? (
          <SecondFactor {...secondFactor} />
        ) : (
          <p className={classes.detail}>Whether a second factor is asked for is up to your single sign-on.</p>
        )}
      </Section>
      <Section title="Where you are signed in" about="A sign-in ends by itself after 14 days.">
        <SignIns signIns={signIns} at={at} />
      </Section>
    </div>
  );
}

function Section({ title, about, children }: { title: string; about: string; children: ReactNode }) {
  return (
    <section className={classes.section}>
      <div className={classes.head}>
        <h2>{title}</h2>
        <p className={classes.detail}>{about}</p>
      </div>
      <div className={classes.body}>{children}</div>
    </section>
  );
}
