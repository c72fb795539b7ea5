'use client';
/** Who is signed in, and the way out. */
import { Menu } from '@mantine/core';
import classes from './account-menu.module.css';
import { postJson } from './post';
import { useBasePath, useViewer } from './viewer-context';

export function AccountMenu() {
  const { name, actor, role } = useViewer();
  const basePath = useBasePath();
  async function signOut(): Promise<void> {
    await postJson(`${basePath}/api/v1/session`, {}, 'DELETE');
    window.location.assign(`${basePath}/sign-in`);
  }
  return (
    <Menu position="bottom-end" width={220}>
      <Menu.Target>
        <button type="button" className={classes.who} aria-label={`Signed in as ${name}`} title={name}>
          {initialsOf(name)}
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          {name}
          <br />
          {actor} · {role}
        </Menu.Label>
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
