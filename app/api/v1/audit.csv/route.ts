/** GET: the audit log as CSV, as `/api/v1/audit` filters it. */
import { exportAudit } from '../../../lib/audit-export';
import { asViewer } from '../../../lib/guard';

export function GET(request: Request): Promise<Response> {
  return asViewer(request, 'administer', (viewer) => exportAudit(request, viewer, 'csv'));
}
