/** The settings: their sections beside each page of them. */
import type { ReactNode } from 'react';
import { sectionsOf } from '../../components/settings/sections';
import { SettingsFrame } from '../../components/settings/shell/settings-frame';
import { pageViewer } from '../lib/guard';

export default async function SettingsLayout({ children }: { children: ReactNode }) {
  const viewer = await pageViewer();
  // Whoever is not signed in is led away by the page itself.
  return viewer === null ? children : <SettingsFrame groups={sectionsOf(viewer)}>{children}</SettingsFrame>;
}
