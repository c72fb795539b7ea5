/** The sheet for a works council, to be printed on two pages. */
import type { Metadata } from 'next';
import { SheetView } from '../../../../components/privacy/sheet-view';
import { env } from '../../../lib/env';
import { pageFor } from '../../../lib/guard';
import { loadSheet } from '../../../lib/privacy-sheet';

export const metadata: Metadata = { title: 'Sheet for a works council' };

export default async function SheetRoute() {
  return pageFor('configure', async () => <SheetView sheet={await loadSheet()} basePath={env().basePath} />);
}
