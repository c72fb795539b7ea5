/** The API, to be read and tried: every operation, or one, or one schema. */
import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { ApiOverview } from '../../components/api-docs/api-overview';
import { OperationPage } from '../../components/api-docs/operation-page';
import { SchemaPage } from '../../components/api-docs/schema-page';
import { operationView, schemaView, tagViews } from '../lib/api/views';
import { env } from '../lib/env';
import { pageFor } from '../lib/guard';

export const metadata: Metadata = { title: 'API' };

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function ApiDocsRoute({ searchParams }: Props) {
  return pageFor('see-figures', async () => {
    const { operation, schema } = await searchParams;
    if (typeof operation === 'string') {
      const view = operationView(operation);
      return view === null ? notFound() : <OperationPage operation={view} />;
    }
    if (typeof schema === 'string') {
      const shape = schemaView(schema);
      return shape === null ? notFound() : <SchemaPage name={schema} shape={shape} />;
    }
    return <ApiOverview tags={tagViews()} download={`${env().basePath}/api/v1/openapi.json`} />;
  });
}
