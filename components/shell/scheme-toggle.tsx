'use client';
/** Light, dark, or as the system says: one button that goes round. */
import { ActionIcon, useMantineColorScheme } from '@mantine/core';
import { IconDeviceDesktop, IconMoon, IconSun } from '@tabler/icons-react';
import { useSyncExternalStore } from 'react';

const order = ['auto', 'light', 'dark'] as const;
const icons = { auto: IconDeviceDesktop, light: IconSun, dark: IconMoon };
const never = () => () => undefined;

export function SchemeToggle() {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  // What the viewer chose is known only to the browser.
  const shown = useSyncExternalStore<(typeof order)[number]>(
    never,
    () => colorScheme,
    () => 'auto',
  );
  const next = order[(order.indexOf(shown) + 1) % order.length] ?? 'auto';
  const Icon = icons[shown];
  const label = `Colours: ${shown}. Change to ${next}`;
  return (
    <ActionIcon
      variant="subtle"
      size={44}
      color="gray"
      aria-label={label}
      title={label}
      onClick={() => setColorScheme(next)}
    >
      <Icon size={18} stroke={1.6} aria-hidden="true" />
    </ActionIcon>
  );
}
