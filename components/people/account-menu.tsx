'use client';
/** Who is signed in, and the way out. */
import { Menu } from '@mantine/core';
import Link from 'next/link';
import classes from './account-menu.module.css';
import { postJson } from './post';
import { roleWords } from './role-words';
import { useBasePath, useViewer } from './viewer-context';

export function AccountMenu() {
  const { name, actor, role, teams, via } = useViewer();
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
        {via === 'sign-in' && (
          <Menu.Item component={Link} href="/account">
            Your account
          </Menu.Item>
        )}
        <Menu.Item onClick={() => void signOut()}>Sign out</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

function initialsOf(name: string): string {
  const words = name.split(/\s+/).filter((word) => word !== '');
  return words
    .slice(0, 2)
    .map((word) => word.slice(0, 1).toUpperCase())
    .join('');
}
