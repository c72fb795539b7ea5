/** The settings: their sections beside each page of them. */
import type { ReactNode } from 'react';
import { may } from '#contract';
import { sectionsOf } from '../../components/settings/sections';
import { FileRefusedView } from '../../components/settings/shell/file-refused';
import { SettingsFrame } from '../../components/settings/shell/settings-frame';
import { isFileRefused, problemSentence } from '../../server/config/problem';
import { loadedConfiguration } from '../lib/configuration';
import { pageViewer } from '../lib/guard';

export default async function SettingsLayout({ children }: { children: ReactNode }) {
  const viewer = await pageViewer();
  // Whoever is not signed in is led away by the page itself.
  if (viewer === null) return children;
  const faults = may(viewer, 'configure') ? await faultsOfFile() : [];
  return (
    <SettingsFrame groups={sectionsOf(viewer)}>
      {faults.length === 0 ? children : <FileRefusedView faults={faults} />}
    </SettingsFrame>
  );
}

/** Of holdfast.yaml as it lies there now: nothing can be shown or changed beside one that is refused. */
async function faultsOfFile(): Promise<string[]> {
  try {
    await loadedConfiguration();
    return [];
  } catch (error) {
    if (isFileRefused(error)) return error.problems.map(problemSentence);
    throw error;
  }
}
