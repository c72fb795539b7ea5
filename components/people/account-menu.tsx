'use client';
/** Who is signed in, and the way out. */
import { Menu } from '@mantine/core';
import type { Role, Scope } from '#contract';
import { plural } from '../format/units';
import classes from './account-menu.module.css';
import { postJson } from './post';
import { useBasePath, useViewer } from './viewer-context';

export function AccountMenu() {
  const { name, actor, role, teams } = useViewer();
  const basePath = useBasePath();
  async function signOut(): Promise<void> {
    await postJson(`${basePath}/api/v1/session`, {}, 'DELETE');
    window.location.assign(`${basePath}/sign-in`);
  }
  return (
    <Menu position="bottom-end" width={240} shadow="md" classNames={{ dropdown: classes.menu }}>
      <Menu.Target>
        <button type="button" className={classes.who} aria-label={`Signed in as ${name}`} title={name}>
          {initialsOf(name)}
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          <span className={classes.name}>{name}</span>
          <span className={classes.detail}>{actor}</span>
          <span className={classes.detail}>{roleWords(role, teams)}</span>
        </Menu.Label>
        <Menu.Item onClick={() => void signOut()}>Sign out</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

/** `Supervisor, 2 teams` */
function roleWords(role: Role, teams: Scope): string {
  const word = role.charAt(0).toUpperCase() + role.slice(1);
  return teams === null ? `${word}, every team` : `${word}, ${plural(teams.length, 'team')}`;
}

function initialsOf(name: string): string {
  const words = name.split(/\s+/).filter((word) => word !== '');
  return words
    .slice(0, 2)
    .map((word) => word.slice(0, 1).toUpperCase())
    .join('');
}
