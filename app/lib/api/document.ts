/** The OpenAPI 3.1 description, made from the operations and the schemas that their routes parse with. */
import { z } from 'zod';
import { LIST_AT_MOST } from '#contract';
import { componentsOf, schemaOf } from './json-schema';
import { type Answer, type Example, type Operation, pathOf, tags } from './operation';
import { operations as all } from './registry';

export type Json = { readonly [name: string]: unknown };

export interface Described {
  version: string;
  /** As the dashboard is reached, e.g. `/holdfast`; '' at the root. */
  basePath: string;
}

/** Also of some of the operations, for who may not do the others. */
export function openApiDocument({ version, basePath }: Described, operations: readonly Operation[] = all): Json {
  return {
    openapi: '3.1.0',
    info: { title: 'Holdfast', version, summary: 'Presence health of contact centres and XMPP services', description },
    servers: [{ url: basePath === '' ? '/' : basePath, description: 'This Holdfast.' }],
    security: [{ key: [] }, { signIn: [] }],
    tags: Object.entries(tags).map(([name, text]) => ({ name, description: text })),
    paths: pathsOf(operations),
    components: {
      schemas: componentsOf(),
      responses: { Refused: { description: 'Refused: the problem says why.', content: problemContent } },
      securitySchemes: {
        key: { type: 'http', scheme: 'bearer', description: 'A key of the settings: `Authorization: Bearer hfk_…`.' },
        signIn: { type: 'apiKey', in: 'cookie', name: 'holdfast.session_token', description: 'A sign-in, for pages.' },
      },
    },
  };
}

const description = [
  'Times are milliseconds since 1970 in UTC, durations milliseconds, shares 0 to 1.',
  `Lists answer \`items\` and \`next\`: ask again with \`cursor=\` and what \`next\` said, until it is null; at most ${LIST_AT_MOST} at a time.`,
  'Each answer to a GET carries an `ETag`: with `If-None-Match` an unchanged one comes as 304 without a body.',
  'Refusals are problem details (RFC 9457). `RateLimit` says how many requests are left; 429 says when to ask again.',
  'There is no history, report or export of single agents beyond what their supervisors see: Holdfast looks for faults, not at performance.',
].join('\n\n');

const problemContent = { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } };

function pathsOf(operations: readonly Operation[]): Json {
  const paths: Record<string, Record<string, Json>> = {};
  for (const operation of operations) {
    const path = pathOf(operation);
    paths[path] = { ...paths[path], [operation.method]: described(operation) };
  }
  return paths;
}

function described(operation: Operation): Json {
  const { id, tag, summary, description: more, needs, body } = operation;
  const right = needs === 'open' ? 'Open to everybody.' : `Needs the right \`${needs}\`.`;
  return {
    operationId: id,
    tags: [tag],
    summary,
    description: more === undefined ? right : `${more}\n\n${right}`,
    'x-needs': needs,
    ...(needs === 'open' ? { security: [] } : {}),
    parameters: [...parametersOf('path', operation), ...parametersOf('query', operation)],
    ...(body === undefined ? {} : { requestBody: bodyOf(operation, body) }),
    responses: responsesOf(operation),
  };
}

function bodyOf({ examples }: Operation, body: z.ZodType): Json {
  const shown = examples.filter((e) => e.status < 400 && e.body !== undefined);
  return {
    required: true,
    content: {
      'application/json': {
        schema: schemaOf(body, 'input'),
        ...(shown.length === 0
          ? {}
          : { examples: Object.fromEntries(shown.map((e) => [keyOf(e), { summary: e.name, value: e.body }])) }),
      },
    },
  };
}

function parametersOf(where: 'path' | 'query', operation: Operation): Json[] {
  const object = where === 'path' ? operation.params : operation.query;
  if (object === undefined) return [];
  const { properties = {}, required = [] } = shapeOf(object);
  return Object.entries(properties).map(([name, { description: what, ...schema }]) => {
    const examples = operation.examples
      .filter((e) => e.status < 400 && exampleOf(where, e, name) !== undefined)
      .map((e) => [keyOf(e), { summary: e.name, value: exampleOf(where, e, name) }]);
    return {
      ...{ name, in: where, required: where === 'path' || required.includes(name), schema },
      ...(typeof what === 'string' ? { description: what } : {}),
      ...(examples.length === 0 ? {} : { examples: Object.fromEntries(examples) }),
    };
  });
}

const exampleOf = (where: 'path' | 'query', example: Example, name: string): string | undefined =>
  (where === 'path' ? example.params : example.query)?.[name];

const keyOf = ({ name }: Example): string => name.toLowerCase().replace(/[^a-z0-9]+/g, '-');

const shape = z.object({
  properties: z.record(z.string(), z.record(z.string(), z.unknown())).optional(),
  required: z.array(z.string()).optional(),
});
const shapeOf = (object: z.ZodObject) => shape.parse(schemaOf(object, 'input'));

function responsesOf(operation: Operation): Json {
  const answers = Object.entries(operation.answers).map(([status, answer]) => [status, responseOf(operation, answer)]);
  const refused = refusalsOf(operation).filter((status) => !(status in operation.answers));
  return {
    ...Object.fromEntries(answers),
    ...(operation.method === 'get' && operation.needs !== 'open'
      ? { 304: { description: 'As it was: `If-None-Match` named its `ETag`.' } }
      : {}),
    ...Object.fromEntries(refused.map((status) => [status, { $ref: '#/components/responses/Refused' }])),
  };
}

/** What it may be refused with, in order. */
export function refusalsOf({ needs, params, query, body, refusals = [] }: Operation): number[] {
  const always = [429, 503, ...(needs === 'open' ? [] : [401, 403])];
  const asked = params === undefined && query === undefined ? [] : [400];
  return [...new Set([...always, ...asked, ...(body === undefined ? [] : [400, 403, 413, 415]), ...refusals])].sort(
    (a, b) => a - b,
  );
}

function responseOf({ query, tag }: Operation, { what, content }: Answer): Json {
  const pages = query !== undefined && 'cursor' in query.shape;
  return {
    description: what,
    headers: {
      ...(pages ? { Link: { description: 'The next page, `rel="next"`.', schema: { type: 'string' } } } : {}),
      ...(tag === 'Signing in' ? {} : { RateLimit: { description: 'How many are left.', schema: { type: 'string' } } }),
    },
    ...(Object.keys(content).length === 0 ? {} : { content: mediaOf(content) }),
  };
}

function mediaOf(content: Answer['content']): Json {
  const media = ([type, schema]: [string, z.ZodType | null]) => [
    type,
    { schema: schema === null ? plain(type) : schemaOf(schema, 'output') },
  ];
  return Object.fromEntries(Object.entries(content).map(media));
}

const plain = (type: string): Json =>
  type === 'application/json'
    ? { type: 'object' }
    : { type: 'string', ...(type.startsWith('text/') ? {} : { format: 'binary' }) };
