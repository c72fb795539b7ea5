/** Alerting: what is told to whom, in tabs. */
import type { ReactNode } from 'react';
import { AlertingFrame } from '../../components/alerting/shell/alerting-frame';

export default function AlertingLayout({ children }: { children: ReactNode }) {
  return <AlertingFrame>{children}</AlertingFrame>;
}
