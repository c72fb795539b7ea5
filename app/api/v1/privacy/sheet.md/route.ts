/** GET: the sheet for a works council as Markdown, to be kept with an agreement. */
import { sheetMarkdown } from '../../../../../server/domain/privacy/sheet';
import { audit } from '../../../../lib/audit-log';
import { asViewer } from '../../../../lib/guard';
import { loadSheet } from '../../../../lib/privacy-sheet';

export function GET(request: Request): Promise<Response> {
  return asViewer(request, 'configure', async ({ actor }) => {
    const text = sheetMarkdown(await loadSheet());
    await audit(request.headers, { actor, action: 'privacy-sheet-taken', subject: 'privacy' });
    return new Response(text, {
      headers: {
        'content-type': 'text/markdown; charset=utf-8',
        'content-disposition': 'attachment; filename="holdfast-privacy.md"',
        'cache-control': 'no-store',
      },
    });
  });
}
