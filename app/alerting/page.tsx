/** The first of the tabs. */
import { redirect } from 'next/navigation';
import { pageFor } from '../lib/guard';

export default function AlertingRoute() {
  return pageFor('see-alerting', () => redirect('/alerting/now'));
}
