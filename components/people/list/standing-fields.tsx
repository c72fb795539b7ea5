'use client';
/** What somebody may do: a role, and for a supervisor the teams. */
import { MultiSelect, NativeSelect } from '@mantine/core';
import { type Role, roles, type Scope } from '#contract';
import { roleNames, roleSentences } from '../role-words';
import { type KnownTeams, teamGroups } from './model';

interface Props {
  role: Role;
  values: readonly string[];
  known: readonly KnownTeams[];
  /** As it stands, so that what is not known any more can be taken away. */
  theirs: Scope;
  onRole(role: Role): void;
  onTeams(values: string[]): void;
}

/** Fields side by side stand on one line; what is said of each stands below. */
export const below: ('label' | 'input' | 'description' | 'error')[] = ['label', 'input', 'description', 'error'];

export function StandingFields({ role, values, known, theirs, onRole, onTeams }: Props) {
  return (
    <>
      <NativeSelect
        label="Role"
        inputWrapperOrder={below}
        description={roleSentences[role]}
        value={role}
        data={roles.map((value) => ({ value, label: roleNames[value] }))}
        onChange={(e) => onRole(roles.find((one) => one === e.currentTarget.value) ?? 'viewer')}
      />
      {role === 'supervisor' && (
        <MultiSelect
          label="Teams"
          inputWrapperOrder={below}
          description="They see the agents and incidents of these, and of no other."
          placeholder={values.length === 0 ? 'Choose' : ''}
          data={teamGroups(known, theirs)}
          value={[...values]}
          searchable
          hidePickedOptions
          nothingFoundMessage="No such team. Teams are known once a cluster has told of them."
          onChange={onTeams}
        />
      )}
    </>
  );
}
