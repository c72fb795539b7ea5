/** The first of the tabs. */
import { redirect } from 'next/navigation';

export default function AlertingRoute() {
  redirect('/alerting/now');
}
