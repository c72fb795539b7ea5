'use client';
/** Whose agents are shown, and what they are compared with. */
import toolbar from '../history/toolbar.module.css';
import type { PageView } from '../history/use-view';
import { WEEK } from '../history/wanted';

export interface ClusterTeams {
  key: string;
  name: string;
  /** In the order of their names. */
  teams: readonly { id: string; name: string }[];
}

interface Props {
  page: PageView;
  clusters: readonly ClusterTeams[];
  cluster: ClusterTeams;
  teamId: string | null;
  week: boolean;
}

export function Choices({ page, clusters, cluster, teamId, week }: Props) {
  return (
    <>
      {clusters.length > 1 && (
        <Choice
          label="Cluster"
          value={cluster.key}
          choices={clusters.map((c) => [c.key, c.name])}
          onChange={(value) => {
            page.setParam('team', null);
            page.setParam('cluster', value);
          }}
        />
      )}
      <Choice
        label="Team"
        value={teamId ?? ''}
        choices={[['', 'all teams'], ...cluster.teams.map((t): [string, string] => [t.id, t.name])]}
        onChange={(value) => page.setParam('team', value)}
      />
      <Choice
        label="Compare with"
        value={week ? WEEK : ''}
        choices={[
          ['', 'nothing'],
          [WEEK, 'the same time last week'],
        ]}
        onChange={(value) => page.setParam('compare', value)}
      />
    </>
  );
}

interface ChoiceProps {
  label: string;
  value: string;
  choices: readonly (readonly [string, string])[];
  onChange(value: string): void;
}

function Choice({ label, value, choices, onChange }: ChoiceProps) {
  return (
    <label className={toolbar.select}>
      {label}
      <select value={value} onChange={(e) => onChange(e.currentTarget.value)}>
        {choices.map(([key, words]) => (
          <option key={key} value={key}>
            {words}
          </option>
        ))}
      </select>
    </label>
  );
}
