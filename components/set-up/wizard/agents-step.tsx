'use client';
/** The teams that were found, where they sit, and the one question that no interface answers; then it is saved and begins. */
import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import { plural } from '../../format/units';
import { useBasePath } from '../../people/viewer-context';
import { clusterItem } from './cluster-item';
import { type Draft, teamsOf } from './draft';
import { saveItem } from './save';
import { StepFrame } from './step-frame';
import classes from './wizard.module.css';
import type { StepProps } from './wizard-props';

export function AgentsStep({ draft, change, go }: StepProps) {
  const basePath = useBasePath();
  const [busy, setBusy] = useState(false);
  const [wrong, setWrong] = useState('');

  async function save(): Promise<void> {
    setBusy(true);
    setWrong('');
    const saved = await saveItem(basePath, (items) => clusterItem(draft, items));
    setBusy(false);
    if (!saved.ok) return setWrong(saved.words);
    change({ saved: saved.key });
    go('alerts');
  }
  return (
    <StepFrame
      title="Agents"
      lead={<p>{teamSentence(draft)}</p>}
      onBack={() => go('b')}
      actions={
        <Button loading={busy} onClick={() => void save()}>
          Save and begin to watch
        </Button>
      }
    >
      <Teams draft={draft} change={change} />
      {draft.kind === 'finesse' && <Load draft={draft} change={change} />}
      <p role="alert" className={classes.wrong}>
        {wrong}
      </p>
    </StepFrame>
  );
}

function teamSentence(draft: Draft): string {
  const teams = teamsOf(draft);
  if (teams.length === 0)
    return 'No team was found: the servers are watched, and agents appear once the account supervises their teams.';
  const agents = teams.reduce((sum, team) => sum + (team.agents ?? 0), 0);
  return `${plural(teams.length, 'team')} with ${plural(agents, 'agent')} ${teams.length === 1 ? 'was' : 'were'} found.`;
}

type Part = Pick<StepProps, 'draft' | 'change'>;

function Teams({ draft, change }: Part) {
  const teams = teamsOf(draft);
  if (teams.length === 0) return null;
  return (
    <>
      <table className={classes.teams}>
        <thead>
          <tr>
            <th scope="col">Team</th>
            <th scope="col" className={classes.count}>
              Agents
            </th>
            <th scope="col">Site, if you like</th>
          </tr>
        </thead>
        <tbody>
          {teams.map(({ id, name, agents }) => (
            <tr key={id}>
              <th scope="row">{name}</th>
              <td className={classes.count}>{agents ?? 'not told'}</td>
              <td>
                <TextInput
                  aria-label={`Site of ${name}`}
                  placeholder="Lyon"
                  maxLength={60}
                  value={draft.sites[id] ?? ''}
                  onChange={(e) => change({ sites: { ...draft.sites, [id]: e.currentTarget.value } })}
                />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className={classes.help}>
        With sites, Holdfast can say that a loss concerns one building and not Finesse. By extension or login id they
        can be given later, in the settings.
      </p>
    </>
  );
}

const loads = [
  { value: '', name: 'I do not know', about: 'Holdfast then says “Finesse acts” where it cannot tell how.' },
  { value: '0', name: '0, the default', about: 'Who loses the connection becomes Not Ready, after the call.' },
  { value: '1', name: '1', about: 'Who loses the connection is signed out, also on a call.' },
] as const;

function Load({ draft, change }: Part) {
  return (
    <fieldset className={classes.choices}>
      <legend>Logout on Agent Disconnect (LOAD)</legend>
      <p className={classes.help}>
        A setting of the peripheral in UCCE that no interface tells. It decides what happens to an agent whose
        connection is lost, and so what is counted as forced out.
      </p>
      {loads.map(({ value, name, about }) => (
        <label key={value} className={classes.choice} data-chosen={draft.load === value}>
          <input type="radio" name="load" checked={draft.load === value} onChange={() => change({ load: value })} />
          <span>
            <b>{name}</b>
            <span className={classes.about}>{about}</span>
          </span>
        </label>
      ))}
    </fieldset>
  );
}
